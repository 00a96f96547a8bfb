import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series, type Scrape } from "../../../core/alerts/exporter";
import { monitoringNames } from "../names";

export interface PlatformAlertsArgs {
  /** Where Prometheus, Alertmanager and Grafana run. */
  readonly namespace: string;
  /** Pattern of the platform's namespaces: `streamflow-.+`. */
  readonly namespaces: string;
  /** Any target of the platform. */
  readonly target: Scrape;
  readonly pods: Scrape;
  readonly prometheus: Scrape;
}

const COMMON = { component: "monitoring", page: "health-monitoring" } as const;

/** Whatever runs in the platform's namespaces, and what watches it. */
export const platformAlerts = (args: PlatformAlertsArgs): readonly Alert[] => [
  crashLooping(args),
  targetDown(args),
  componentDown(args),
];

function crashLooping({ namespaces, target, pods }: PlatformAlertsArgs): Alert {
  const expr = `max by (namespace, pod, container) (max_over_time(kube_pod_container_status_waiting_reason{namespace=~"${namespaces}",reason="CrashLoopBackOff"}[5m]))`;
  const namespace = target.target["namespace"] ?? "";
  const waiting = (reason: string, where = namespace) =>
    series(pods, "kube_pod_container_status_waiting_reason", {
      namespace: where,
      pod: "p",
      uid: "u",
      container: "c",
      reason,
    });
  return {
    ...COMMON,
    name: "StreamFlowPodCrashLooping",
    page: "health-kafka",
    component: "kubernetes",
    summary: "{{ $labels.pod }} in {{ $labels.namespace }} crashes as soon as it starts.",
    description: "Container {{ $labels.container }} has waited in CrashLoopBackOff for 5 minutes.",
    panel: { dashboard: "monitoring", title: "Containers in CrashLoopBackOff", expr, legend: "{{namespace}}/{{pod}}" },
    levels: [warning(`${expr} >= 1`, "5m")],
    cases: [
      fires(["warning"], "warns while it waits", { [waiting("CrashLoopBackOff")]: "1x30" }, "10m"),
      fires(
        ["warning"],
        "warns when it starts in between",
        { [waiting("CrashLoopBackOff")]: "1 1 _ _ 1 1 _ _ 1 1 _ _ 1 1" },
        "12m",
      ),
      nearMiss("stays quiet at one crash", { [waiting("CrashLoopBackOff")]: "_x5 1 _x30" }, "12m"),
      nearMiss("stays quiet while an image is pulled", { [waiting("ContainerCreating")]: "1x30" }, "15m"),
      nearMiss("stays quiet about other namespaces", { [waiting("CrashLoopBackOff", "elsewhere")]: "1x30" }, "15m"),
      noData(),
      noTraffic({ [waiting("PodInitializing")]: "0x30" }, "15m"),
    ],
  };
}

function targetDown({ namespaces, target, prometheus }: PlatformAlertsArgs): Alert {
  const expr = `count by (namespace, job) (up{namespace=~"${namespaces}"} == 0)`;
  const up = (pod: string) => series({ exporter: prometheus.exporter, target: { ...target.target, pod } }, "up");
  return {
    ...COMMON,
    name: "StreamFlowTargetDown",
    summary: "{{ $labels.job }} can't be scraped: alerts on it are blind.",
    description: "{{ $value }} of its targets are down.",
    panel: { dashboard: "monitoring", title: "Targets down", expr, legend: "{{job}}", thresholds: [1] },
    levels: [warning(`${expr} > 0`, "5m")],
    cases: [
      fires(["warning"], "warns when one is down", { [up("a")]: "1x5 0x30", [up("b")]: "1x40" }, "11m"),
      nearMiss("stays quiet during a restart", { [up("a")]: "1x5 0x3 1x30" }, "12m"),
      noData(),
      noTraffic({ [up("a")]: "1x30" }, "15m"),
    ],
  };
}

function componentDown({ namespace, pods }: PlatformAlertsArgs): Alert {
  const expr = `min by (namespace, pod) (kube_pod_status_ready{namespace="${namespace}",pod=~"(prometheus|alertmanager)-.+|.*grafana.+",condition="true"})`;
  const ready = (pod: string) => series(pods, "kube_pod_status_ready", { namespace, pod, uid: "u", condition: "true" });
  return {
    ...COMMON,
    name: "MonitoringComponentDown",
    summary: "{{ $labels.pod }} isn't ready: alerts or dashboards may be missing.",
    description: "Not ready for 5 minutes.",
    panel: { dashboard: "monitoring", title: "Monitoring ready", expr, legend: "{{pod}}", thresholds: [1] },
    levels: [critical(`${expr} == 0`, "5m")],
    cases: [
      fires(["critical"], "fires for Alertmanager", { [ready(monitoringNames.alertmanager(0))]: "1x5 0x30" }, "11m"),
      fires(["critical"], "fires for Grafana", { [ready(`${monitoringNames.grafana}-abc`)]: "0x30" }, "6m"),
      nearMiss("stays quiet during a restart", { [ready(monitoringNames.prometheus(0))]: "1x5 0x3 1x30" }, "12m"),
      nearMiss("stays quiet about other pods", { [ready("one-off-job")]: "0x30" }, "12m"),
      noData(),
      noTraffic({ [ready(monitoringNames.prometheus(0))]: "1x30" }, "15m"),
    ],
  };
}
