import { redpandaHealthAlerts } from "../components/kafka/redpanda/alerts/health";
import { redpandaUseAlerts } from "../components/kafka/redpanda/alerts/use";
import { redpandaNames } from "../components/kafka/redpanda/names";
import { kubeStateMetrics } from "../components/monitoring/catalogue/kubernetes";
import { redpandaInternal, redpandaPublic } from "../components/monitoring/catalogue/redpanda";
import { podMonitored, serviceMonitored } from "../components/monitoring/catalogue/targets";
import { monitoringNames } from "../components/monitoring/names";
import type { Watch } from "../core/alerts/watch";
import { APPHUB } from "./apphub-names";

export interface AppHubFacts {
  readonly brokers: number;
  /** Where Prometheus runs. */
  readonly monitoring: string;
}

/** Three brokers, as AppHub's runbook has them. */
export const APPHUB_REFERENCE: AppHubFacts = { brokers: 3, monitoring: "streamflow-monitoring" };

/** A topic above this many events per minute wants its sizes looked at [AppHub runbook, capacity planning]. */
const QUOTA_PER_MINUTE = 50_000;

/** Alerts, dashboards and scraped exporters of AppHub's brokers. */
export function appHubWatch({ brokers, monitoring }: AppHubFacts): Watch {
  const { namespace, redpanda } = APPHUB;
  const target = podMonitored(redpanda, {
    namespace,
    pod: redpandaNames.pod(redpanda, 0),
    container: "redpanda",
    endpoint: "admin",
  });
  const metrics = { exporter: redpandaPublic, target };
  const internal = { exporter: redpandaInternal, target };
  const state = {
    exporter: kubeStateMetrics,
    target: serviceMonitored(monitoringNames.kubeStateMetrics, {
      namespace: monitoring,
      pod: `${monitoringNames.kubeStateMetrics}-0`,
      container: "kube-state-metrics",
      endpoint: "http",
    }),
  };
  const args = {
    namespace,
    cluster: redpanda,
    brokers,
    topic: "apphub.core.events",
    topics: "apphub[.].+",
    quotaPerMinute: QUOTA_PER_MINUTE,
    metrics,
    internal,
    state,
  };
  return {
    platform: "apphub",
    namespaces: [
      { namespace, name: "apphub-redpanda", alerts: [...redpandaHealthAlerts(args), ...redpandaUseAlerts(args)] },
    ],
    dashboards: { redpanda: "AppHub – Redpanda" },
    panels: [
      {
        dashboard: "redpanda",
        title: "Bytes in and out",
        expr: `sum by (redpanda_topic, redpanda_request) (rate(redpanda_kafka_request_bytes_total{namespace="${namespace}"}[5m]))`,
        legend: "{{redpanda_request}} {{redpanda_topic}}",
        unit: "Bps",
      },
      {
        dashboard: "redpanda",
        title: "Changes of leaders",
        expr: `sum by (redpanda_topic) (rate(redpanda_raft_leadership_changes{namespace="${namespace}"}[5m]))`,
        legend: "{{redpanda_topic}}",
      },
    ],
    scrapes: [metrics, internal, state],
  };
}
