import type { Demand, Volume } from "../../core/capacity/demand";
import { spread, type Shape } from "../../core/capacity/nodes/shape";
import { podsOf, type Daemon, type Pod, type Resources } from "../../core/capacity/pods/pod";
import { quotaOf } from "../../core/capacity/pods/quota";
import { GiB, MiB } from "../../core/units";
import type { MonitoringConfig } from "./config";
import { monitoringNames } from "./names";
import type { MonitoringPlan } from "./plan";

/** Requests as kube-prometheus and the chart of metrics-server ship them [kube-prometheus manifests; metrics-server chart, values]: millicores, MiB. */
export const BASELINE = {
  operator: { cpu: 100, memory: 100 * MiB },
  kubeStateMetrics: { cpu: 40, memory: 230 * MiB },
  grafana: { cpu: 100, memory: 100 * MiB },
  alertmanager: { cpu: 4, memory: 100 * MiB },
  nodeExporter: { cpu: 112, memory: 200 * MiB },
  metricsServer: { cpu: 100, memory: 200 * MiB },
} as const;
/** Tells Prometheus, Alertmanager and Grafana that their files have changed: one container beside the first two, two beside Grafana. Request and limit. */
export const RELOADER = { cpu: 20, memory: 64 * MiB } as const;
/** Volume of an Alertmanager: silences and notifications of months. */
export const ALERTMANAGER_VOLUME = GiB;

const NODE_EXPORTER_CPU = 250;

const withReloaders = ({ cpu, memory }: Resources, count = 1): Resources => ({
  cpu: cpu + count * RELOADER.cpu,
  memory: memory + count * RELOADER.memory,
});

/** Pods that the operator and the chart make. */
export function monitoringPods(
  plan: Omit<MonitoringPlan, "demand">,
  { grafana, quota }: MonitoringConfig,
  shape: Shape,
): Partial<Demand> {
  const { namespace } = plan;
  const given = quota === undefined ? {} : { quota: quotaOf(quota) };
  const single = (name: string, requests: Pod["requests"]): Pod => ({
    name,
    namespace,
    component: `${namespace}/${name}`,
    requests,
    limits: { cpu: requests.cpu * 2, memory: requests.memory * 2 },
    ownNode: false,
    pinned: false,
  });
  const prometheus = podsOf({
    count: plan.replicas,
    podName: monitoringNames.prometheus,
    namespace,
    component: `${namespace}/prometheus`,
    requests: withReloaders(plan),
    limits: withReloaders({ cpu: plan.cpu * 2, memory: plan.memory }),
    pinned: true,
    ...spread(shape, plan.replicas),
  });
  const alertmanager = podsOf({
    count: plan.alertmanagers,
    podName: monitoringNames.alertmanager,
    namespace,
    component: `${namespace}/alertmanager`,
    requests: withReloaders(BASELINE.alertmanager),
    limits: withReloaders({ cpu: 100, memory: BASELINE.alertmanager.memory }),
    pinned: true,
    ...spread(shape, plan.alertmanagers),
  });
  const exporter: Daemon = {
    name: monitoringNames.nodeExporter,
    namespace,
    requests: BASELINE.nodeExporter,
    limits: { cpu: NODE_EXPORTER_CPU, memory: BASELINE.nodeExporter.memory },
  };
  const grafanaPod = {
    ...single(monitoringNames.grafana, BASELINE.grafana),
    requests: withReloaders(BASELINE.grafana, 2),
    limits: withReloaders({ cpu: BASELINE.grafana.cpu * 2, memory: BASELINE.grafana.memory * 2 }, 2),
  };
  const companions = [
    single(monitoringNames.operator, BASELINE.operator),
    single(monitoringNames.kubeStateMetrics, BASELINE.kubeStateMetrics),
    ...(grafana ? [grafanaPod] : []),
  ];
  const volumes: Volume[] = [
    ...prometheus.map((p) => ({ name: `prometheus-db-${p.name}`, namespace, bytes: plan.volume, pod: p.name })),
    ...alertmanager.map((p) => ({
      name: `alertmanager-db-${p.name}`,
      namespace,
      bytes: ALERTMANAGER_VOLUME,
      pod: p.name,
    })),
  ];
  const one = (component: string, label: string) => ({
    component: `${namespace}/${component}`,
    label,
    needs: { node: 1, zone: 1 },
    because: "each one works alone",
  });
  return {
    pods: [...companions, ...prometheus, ...alertmanager],
    daemons: [exporter],
    volumes,
    namespaces: [
      {
        name: namespace,
        path: "monitoring.quota",
        ...given,
        transient: companions.map((p) => ({ ...p, name: `${p.name} (surge)` })),
      },
    ],
    survival: [one("prometheus", "Prometheus"), one("alertmanager", "Alertmanagers")],
  };
}
