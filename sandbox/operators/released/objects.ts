import { OPERATOR_PODS } from "../../../components/operators/names";
import { CLOUDNATIVEPG, FLINK, STRIMZI } from "../../../components/operators/plan";
import { MONITORING_PORTS, RELEASE, monitoringNames, monitoringPodLabels } from "../../../components/monitoring/names";
import type { Demand, Volume } from "../../../core/capacity/demand";
import { barePod } from "../../../core/capacity/pods/manifest";
import type { Daemon, Pod } from "../../../core/capacity/pods/pod";
import { formatSize } from "../../../core/units";
import type { KubeObject } from "../../kube";

/** On everything that stands for what a chart would release. */
export const RELEASED = { "streaming.sandbox/released": "true" } as const;

/**
 * Workloads with the pods that operators' and monitoring charts would bring, as the plan has them, and the Services that people open: there is
 * nothing to install here, but their requests count and their names are typed.
 */
export function releasedObjects({ pods, daemons, volumes }: Demand): readonly KubeObject[] {
  const components = [...new Set(pods.map(({ component }) => component))];
  return [
    ...components.flatMap((component) => {
      const copies = pods.filter((pod) => pod.component === component);
      const [first] = copies;
      return first === undefined ? [] : [workload(first, copies.length, volumes)];
    }),
    ...daemons.map(daemonSet),
    ...pods.flatMap((pod) => (SERVICES[pod.name] ?? []).map((service) => serviceObject(pod, service))),
  ];
}

interface ReleasedService {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
}

const same = (name: string, port: number): ReleasedService => ({ name, port, targetPort: port });

/** By the pod that they lead to, or the first of several. */
const SERVICES: Readonly<Record<string, readonly ReleasedService[]>> = {
  [monitoringNames.prometheus(0)]: [
    same(`${RELEASE}-prometheus`, MONITORING_PORTS.prometheus),
    same(monitoringNames.prometheusAlias, MONITORING_PORTS.prometheus),
  ],
  [monitoringNames.alertmanager(0)]: [same(`${RELEASE}-alertmanager`, MONITORING_PORTS.alertmanager)],
  [monitoringNames.grafana]: [{ name: monitoringNames.grafana, port: 80, targetPort: MONITORING_PORTS.grafana }],
};

const serviceObject = ({ name: pod, namespace }: Pod, { name, port, targetPort }: ReleasedService): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace, labels: { ...RELEASED } },
  spec: { selector: { ...LABELS[pod] }, ports: [{ name: "http-web", port, targetPort, protocol: "TCP" }] },
});

/** By which Services, monitors and network policies find them. */
const LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [STRIMZI.name]: OPERATOR_PODS.strimzi.labels,
  [CLOUDNATIVEPG.name]: OPERATOR_PODS.cloudNativePg.labels,
  [FLINK.name]: OPERATOR_PODS.flink.labels,
  [monitoringNames.prometheus(0)]: monitoringPodLabels.prometheus,
  [monitoringNames.alertmanager(0)]: monitoringPodLabels.alertmanager,
  [monitoringNames.grafana]: monitoringPodLabels.grafana,
  [monitoringNames.operator]: monitoringPodLabels.operator,
  [monitoringNames.kubeStateMetrics]: monitoringPodLabels.kubeStateMetrics,
};

/** Pods on volumes of their own have ordinals in their names; the others are a Deployment's. */
function workload(pod: Pod, replicas: number, volumes: readonly Volume[]): KubeObject {
  const own = volumes.filter((volume) => volume.namespace === pod.namespace && volume.pod === pod.name);
  if (own.length === 0) return object("Deployment", pod.name, pod, { replicas });
  const name = pod.name.replace(/-0$/, "");
  return object("StatefulSet", name, pod, {
    replicas,
    serviceName: name,
    podManagementPolicy: "Parallel",
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" },
    volumeClaimTemplates: own.map((volume) => ({
      metadata: { name: volume.name.slice(0, -pod.name.length - 1) },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: formatSize(volume.bytes) } } },
    })),
  });
}

const daemonSet = (daemon: Daemon): KubeObject =>
  object(
    "DaemonSet",
    daemon.name,
    { ...daemon, component: `${daemon.namespace}/${daemon.name}`, ownNode: false, pinned: false },
    {},
  );

function object(kind: string, name: string, pod: Pod, spec: object): KubeObject {
  const bare = barePod(pod);
  const labels = { ...RELEASED, ...LABELS[pod.name], ...bare.metadata.labels };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace: pod.namespace, labels },
    spec: {
      ...spec,
      selector: { matchLabels: bare.metadata.labels },
      template: { metadata: { labels }, spec: bare.spec },
    },
  };
}
