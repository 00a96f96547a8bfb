import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../../core/alerts/alert";
import { series } from "../../../../core/alerts/exporter";
import type { RedpandaAlertsArgs } from "./args";

const COMMON = { component: "redpanda", page: "broker-outage" } as const;

/** Brokers and their partitions. */
export const redpandaHealthAlerts = (args: RedpandaAlertsArgs): readonly Alert[] => [
  unhealthy(args),
  brokerDown(args),
  absent(args),
  // One broker keeps one copy, and has nobody to recover from.
  ...(args.brokers > 1 ? [underReplicated(args), recovery(args)] : []),
];

function unhealthy({ namespace, metrics }: RedpandaAlertsArgs): Alert {
  const expr = `max by (namespace) (redpanda_cluster_unavailable_partitions{namespace="${namespace}"})`;
  const of = series(metrics, "redpanda_cluster_unavailable_partitions");
  return {
    ...COMMON,
    name: "AppHubRedpandaClusterUnhealthy",
    summary: "Partitions have no leader: events can't be written or read.",
    description: "{{ $value }} partitions are unavailable.",
    panel: { dashboard: "redpanda", title: "Unavailable partitions", expr, thresholds: [1] },
    levels: [critical(`${expr} > 0`, "2m")],
    cases: [
      fires(["critical"], "fires for one partition", { [of]: "0x5 1x30" }, "10m"),
      nearMiss("stays quiet at an election of a minute", { [of]: "0x5 4x1 0x30" }, "8m"),
      noData(),
      noTraffic({ [of]: "0x30" }, "20m"),
    ],
  };
}

function brokerDown({ namespace, cluster, brokers, state }: RedpandaAlertsArgs): Alert {
  const of = (metric: string) =>
    `sum by (namespace, statefulset) (${metric}{namespace="${namespace}",statefulset="${cluster}"})`;
  const ready = of("kube_statefulset_status_replicas_ready");
  const wanted = of("kube_statefulset_replicas");
  const labels = { namespace, statefulset: cluster };
  const up = series(state, "kube_statefulset_status_replicas_ready", labels);
  const all = { [series(state, "kube_statefulset_replicas", labels)]: `${brokers}x60` };
  return {
    ...COMMON,
    name: "AppHubRedpandaBrokerDown",
    summary: `A broker of ${cluster} is down: ${brokers === 1 ? "events can't be written" : "another one may stop all writes"}.`,
    description: `{{ $value }} of ${brokers} broker(s) ready for 5 minutes.`,
    panel: { dashboard: "redpanda", title: "Brokers ready", expr: ready, thresholds: [brokers] },
    levels: [critical(`${ready} < ${wanted}`, "5m")],
    cases: [
      fires(["critical"], "fires when one isn't ready", { ...all, [up]: `${brokers}x5 ${brokers - 1}x50` }, "12m"),
      nearMiss(
        "stays quiet during a rolling restart",
        { ...all, [up]: `${brokers}x5 ${brokers - 1}x3 ${brokers}x1 ${brokers - 1}x3 ${brokers}x30` },
        "15m",
      ),
      noData(),
      noTraffic({ ...all, [up]: `${brokers}x60` }, "20m"),
    ],
  };
}

function absent({ namespace, metrics }: RedpandaAlertsArgs): Alert {
  const own = `redpanda_application_uptime_seconds_total{namespace="${namespace}"}`;
  const of = series(metrics, "redpanda_application_uptime_seconds_total");
  return {
    ...COMMON,
    name: "AppHubRedpandaMetricsAbsent",
    summary: "No broker tells how it is: the other alerts on Redpanda are blind.",
    description: "No metrics for 5 minutes.",
    panel: { dashboard: "redpanda", title: "Brokers that tell metrics", expr: `count(${own})` },
    levels: [critical(`absent(${own}) == 1`, "5m")],
    cases: [
      fires(["critical"], "fires when all are silent", { [of]: "0+60x5 _x40" }, "20m"),
      nearMiss("stays quiet during a restart", { [of]: "0+60x5 _x8 0+60x30" }, "14m"),
      noData(["critical"]),
      noTraffic({ [of]: "0+60x30" }, "20m"),
    ],
  };
}

function underReplicated({ namespace, topic, metrics }: RedpandaAlertsArgs): Alert {
  const expr = `sum by (namespace) (redpanda_kafka_under_replicated_replicas{namespace="${namespace}"})`;
  const of = series(metrics, "redpanda_kafka_under_replicated_replicas", {
    redpanda_namespace: "kafka",
    redpanda_topic: topic,
    redpanda_partition: "0",
  });
  return {
    ...COMMON,
    name: "AppHubRedpandaUnderReplicated",
    page: "capacity-planning",
    summary: "Partitions have fewer copies than they should: another lost broker may lose events.",
    description: "{{ $value }} copies are behind; critical after half an hour.",
    panel: { dashboard: "redpanda", title: "Under-replicated partitions", expr, thresholds: [1] },
    levels: [warning(`${expr} > 0`, "5m"), critical(`${expr} > 0`, "30m")],
    cases: [
      fires(["warning"], "warns after 5 minutes", { [of]: "1x60" }, "10m"),
      fires(["warning", "critical"], "is critical after 30 minutes", { [of]: "1x60" }, "35m"),
      nearMiss("stays quiet during a restart", { [of]: "0x30 1x2 0x60" }, "36m"),
      noData(),
      noTraffic({ [of]: "0x60" }, "40m"),
    ],
  };
}

function recovery({ namespace, metrics }: RedpandaAlertsArgs): Alert {
  const left = `sum by (namespace) (redpanda_raft_recovery_partitions_to_recover{namespace="${namespace}"})`;
  const pending = `sum by (namespace) (delta(redpanda_raft_recovery_offsets_pending{namespace="${namespace}"}[15m]))`;
  const of = (metric: string) => series(metrics, metric, { shard: "0" });
  const both = (partitions: string, offsets: string) => ({
    [of("redpanda_raft_recovery_partitions_to_recover")]: partitions,
    [of("redpanda_raft_recovery_offsets_pending")]: offsets,
  });
  return {
    ...COMMON,
    name: "AppHubRedpandaRecoveryStuck",
    page: "redpanda-operations",
    summary: "Brokers don't catch up: events stay on fewer disks than they should.",
    description: "{{ $value }} partitions wait, and what is left to copy hasn't shrunk for 15 minutes.",
    panel: { dashboard: "redpanda", title: "Partitions to recover", expr: left },
    levels: [warning(`${left} > 0 and ${pending} >= 0`, "15m")],
    cases: [
      fires(["warning"], "warns when nothing moves", both("4x60", "9000x60"), "40m"),
      nearMiss("stays quiet while it moves", both("4x60", "9000-100x60"), "40m"),
      noData(),
      noTraffic(both("0x60", "0x60"), "40m"),
    ],
  };
}
