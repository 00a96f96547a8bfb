/** Prometheus, Alertmanager and Grafana, decided: what the chart is told, and what stands beside it. */
import { nodesOf } from "../../core/capacity/nodes/allocatable";
import { daemonPods } from "../../core/capacity/pods/daemons";
import type { Cluster } from "../../core/capacity/nodes/cluster";
import type { TargetConfig } from "../../core/config/target";
import { planNamespace, type NamespacePlan } from "../namespace/plan";
import type { AlertmanagerConfig } from "./alerting/alertmanager";
import type { AlertingConfig } from "./alerting/config";
import { alertmanagerConfig, type Mute } from "./alerting/routes";
import { receiverSecrets, type ReceiverSecret } from "./alerting/secrets";
import type { MonitoringConfig } from "./config";
import { monitoringFlows } from "./flows";
import { needsMetricsServer } from "./metrics-server";
import { scrapeFlows, type ScrapeTarget } from "./monitors";
import type { MonitoringPlan } from "./plan";

export interface MonitoringDeployment extends Omit<MonitoringPlan, "demand"> {
  readonly isolation: NamespacePlan;
  readonly retentionMs: number;
  readonly scrapeIntervalMs: number;
  readonly storageClass: string;
  /** More than one node: copies keep apart. */
  readonly redundant: boolean;
  readonly zones: number;
  readonly grafana: boolean;
  /** What `kubectl top` asks is installed as well. */
  readonly metricsServer: boolean;
  /** Absent: the chart's own, which tells nobody. */
  readonly alertmanager: AlertmanagerConfig | undefined;
  readonly receiverSecrets: readonly ReceiverSecret[];
}

export interface MonitoringScope {
  readonly config: MonitoringConfig;
  readonly alerting: AlertingConfig | undefined;
  readonly mutes: readonly Mute[];
  readonly target: TargetConfig;
  readonly cluster: Cluster;
  /** Whatever Prometheus scrapes outside its namespace. */
  readonly targets: readonly ScrapeTarget[];
}

export function planMonitoringDeployment(scope: MonitoringScope, sizes: MonitoringPlan): MonitoringDeployment {
  const { config, alerting, mutes, target, cluster, targets } = scope;
  const { demand, ...plan } = sizes;
  // Node exporters count in the quota; the capacity model has them already, node by node.
  const exporters = daemonPods(demand.daemons, nodesOf(cluster));
  return {
    ...plan,
    isolation: planNamespace({
      name: plan.namespace,
      partOf: "monitoring",
      // Node exporters see the node's own file systems and processes.
      podSecurity: "privileged",
      target: target.kind,
      flows: [...monitoringFlows(plan.namespace, plan.alertmanagers), ...scrapeFlows(targets, plan.namespace)],
      demand: { ...demand, pods: [...demand.pods, ...exporters] },
    }),
    retentionMs: config.retention.ms,
    scrapeIntervalMs: config.scrapeInterval.ms,
    storageClass: target.storageClass,
    redundant: target.kind === "multi-node",
    zones: target.zones.length,
    grafana: config.grafana,
    metricsServer: config.metricsServer ?? needsMetricsServer(target.distribution),
    alertmanager: alerting === undefined ? undefined : alertmanagerConfig(alerting, mutes),
    receiverSecrets: alerting === undefined ? [] : receiverSecrets(alerting),
  };
}
