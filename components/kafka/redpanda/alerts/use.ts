import { critical, fires, info, nearMiss, noData, noTraffic, warning, type Alert } from "../../../../core/alerts/alert";
import { series } from "../../../../core/alerts/exporter";
import { formatNumber } from "../../../../core/capacity/format";
import type { RedpandaAlertsArgs } from "./args";

const COMMON = { component: "redpanda", page: "redpanda-operations" } as const;
const SLOWEST_PRODUCE = 0.25;

/** What producers do to the brokers: time, segments, disk and rate. */
export const redpandaUseAlerts = (args: RedpandaAlertsArgs): readonly Alert[] => [
  latency(args),
  segments(args),
  disk(args),
  filling(args),
  quota(args),
];

function latency({ namespace, metrics }: RedpandaAlertsArgs): Alert {
  // Reads may wait for new events on purpose, so only writes tell how slow the brokers are.
  const buckets = `redpanda_kafka_request_latency_seconds_bucket{namespace="${namespace}",redpanda_request="produce"}`;
  const expr = `histogram_quantile(0.99, sum by (namespace, redpanda_request, le) (rate(${buckets}[5m])))`;
  const of = (le: string) =>
    series(metrics, "redpanda_kafka_request_latency_seconds_bucket", { redpanda_request: "produce", le });
  const requests = (fast: string, all: string) => ({ [of("0.25")]: fast, [of("0.5")]: all, [of("+Inf")]: all });
  return {
    ...COMMON,
    name: "AppHubRedpandaProduceLatencyP99High",
    summary: "Writing an event takes too long: producers queue up.",
    description: "The 99th percentile is {{ $value | humanizeDuration }}; over 250 ms for 5 minutes.",
    panel: {
      dashboard: "redpanda",
      title: "Produce latency, 99th percentile",
      expr,
      unit: "s",
      thresholds: [SLOWEST_PRODUCE],
    },
    levels: [warning(`${expr} > ${SLOWEST_PRODUCE}`, "5m")],
    cases: [
      fires(["warning"], "warns when one in ten is slow", requests("0+9x60", "0+10x60"), "20m"),
      nearMiss("stays quiet when one in a thousand is slow", requests("0+1000x60", "0+1001x60"), "20m"),
      nearMiss(
        "stays quiet at reads that wait",
        {
          [series(metrics, "redpanda_kafka_request_latency_seconds_bucket", {
            redpanda_request: "consume",
            le: "+Inf",
          })]: "0+10x60",
        },
        "20m",
      ),
      noData(),
      noTraffic(requests("7x60", "9x60"), "20m"),
    ],
  };
}

function segments({ namespace, topic, internal }: RedpandaAlertsArgs): Alert {
  const created = `vectorized_storage_log_log_segments_created{namespace="${namespace}"}`;
  const rate = `sum by (namespace) (rate(${created}[10m]))`;
  const usual = `sum by (namespace) (rate(${created}[1d] offset 10m))`;
  const of = series(internal, "vectorized_storage_log_log_segments_created", {
    exported_namespace: "kafka",
    topic,
    partition: "0",
    shard: "0",
  });
  return {
    ...COMMON,
    name: "AppHubRedpandaSegmentCreationSpike",
    summary: "Brokers open far more segments than usual: a producer or a changed retention is the likely reason.",
    description: "{{ $value }} segments per second, over three times yesterday's mean.",
    panel: { dashboard: "redpanda", title: "Segments created", expr: rate },
    levels: [warning(`${rate} > 3 * ${usual} and ${rate} > 0.05`, "10m", { priority: "P3" })],
    cases: [
      fires(["warning"], "warns at sixty times the usual", { [of]: "0+1x500 500+60x40" }, "535m"),
      nearMiss("stays quiet at an even rate", { [of]: "0+6x540" }, "535m"),
      nearMiss("stays quiet when it triples next to nothing", { [of]: "0x500 0+2x40" }, "535m"),
      noData(),
      noTraffic({ [of]: "7x60" }, "50m"),
    ],
  };
}

function disk({ namespace, metrics }: RedpandaAlertsArgs): Alert {
  const expr = `max by (namespace, pod) (redpanda_storage_disk_free_space_alert{namespace="${namespace}"})`;
  const of = series(metrics, "redpanda_storage_disk_free_space_alert");
  return {
    ...COMMON,
    name: "AppHubRedpandaDiskAlert",
    summary: "{{ $labels.pod }} has little disk left; with too little, all brokers refuse events.",
    description: "Redpanda's own state: 1 = low, 2 = producers are refused.",
    panel: { dashboard: "redpanda", title: "Disk state", expr, legend: "{{pod}}", thresholds: [1, 2] },
    levels: [warning(`${expr} >= 1`, "5m"), critical(`${expr} >= 2`, "1m")],
    cases: [
      fires(["warning"], "warns when it is low", { [of]: "1x30" }, "10m"),
      fires(["warning", "critical"], "is critical when events are refused", { [of]: "2x30" }, "10m"),
      nearMiss("stays quiet when it is low for a moment", { [of]: "0x5 1x3 0x30" }, "12m"),
      noData(),
      noTraffic({ [of]: "0x30" }, "20m"),
    ],
  };
}

function filling({ namespace, metrics }: RedpandaAlertsArgs): Alert {
  const GiB = 1024 ** 3;
  const free = `redpanda_storage_disk_free_bytes{namespace="${namespace}"}`;
  const expr = `min by (namespace, pod) (predict_linear(${free}[1h], 4 * 3600))`;
  const of = series(metrics, "redpanda_storage_disk_free_bytes");
  return {
    ...COMMON,
    name: "AppHubRedpandaDiskFillingUp",
    summary: "{{ $labels.pod }} will be full within four hours.",
    description: "At the pace of the last hour, {{ $value | humanize1024 }}B would be left.",
    panel: {
      dashboard: "redpanda",
      title: "Free disk",
      expr: `min by (namespace, pod) (${free})`,
      legend: "{{pod}}",
      unit: "bytes",
    },
    levels: [warning(`${expr} < ${GiB}`, "15m")],
    cases: [
      fires(["warning"], "warns when it shrinks fast", { [of]: "5000000000-20000000x120" }, "100m"),
      nearMiss("stays quiet when it shrinks slowly", { [of]: "50000000000-20000000x120" }, "100m"),
      noData(),
      noTraffic({ [of]: "5000000000x120" }, "100m"),
    ],
  };
}

function quota({ namespace, topic, topics, quotaPerMinute, metrics }: RedpandaAlertsArgs): Alert {
  const produced = `redpanda_kafka_records_produced_total{namespace="${namespace}",redpanda_topic=~"${topics}"}`;
  const expr = `60 * sum by (namespace, redpanda_topic) (rate(${produced}[15m]))`;
  const of = series(metrics, "redpanda_kafka_records_produced_total", {
    redpanda_namespace: "kafka",
    redpanda_topic: topic,
    redpanda_partition: "0",
  });
  return {
    ...COMMON,
    name: "AppHubTopicRateAboveQuota",
    page: "capacity-planning",
    summary: "{{ $labels.redpanda_topic }} takes more events than it was sized for: look at its sizes again.",
    description: `{{ $value }} events per minute; over ${formatNumber(quotaPerMinute)}.`,
    panel: {
      dashboard: "redpanda",
      title: "Events per minute",
      expr,
      legend: "{{redpanda_topic}}",
      thresholds: [quotaPerMinute],
    },
    levels: [info(`${expr} > ${quotaPerMinute}`, "15m")],
    cases: [
      fires(["info"], "tells of a topic above it", { [of]: `0+${quotaPerMinute + 500}x60` }, "40m"),
      nearMiss("stays quiet below it", { [of]: `0+${quotaPerMinute - 500}x60` }, "40m"),
      noData(),
      noTraffic({ [of]: "9000x60" }, "40m"),
    ],
  };
}
