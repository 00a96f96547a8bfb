/** What the JMX exporter in each broker offers, by the names that dashboards and alerts for Strimzi use. */
import type * as k8s from "@pulumi/kubernetes";
import { stringify } from "yaml";
import type { KafkaDeployment } from "./deployment";
import { clusterMeta } from "./kafka";
import { METRICS_KEY, strimziNames } from "./names";

interface JmxRule {
  readonly pattern: string;
  readonly name: string;
  readonly type: "COUNTER" | "GAUGE" | "UNTYPED";
  readonly labels?: Readonly<Record<string, string>>;
  readonly value?: number;
}

/** A bean of Kafka's, `kafka.server:type=ReplicaManager,name=LeaderCount`, with `keys` further keys, which become labels. */
function beanRule(
  name: { readonly pattern: string; readonly suffix: string },
  attribute: string,
  type: JmxRule["type"],
  keys: number,
): JmxRule {
  const extra = Array.from({ length: keys }, (_, i) => i);
  return {
    pattern: `kafka.(\\w+)<type=([^,]+), name=${name.pattern}${extra.map(() => ", (.+)=(.+)").join("")}><>${attribute}`,
    name: `kafka_$1_$2_$3${name.suffix}`,
    type,
    ...(keys > 0 ? { labels: Object.fromEntries(extra.map((i) => [`$${4 + 2 * i}`, `$${5 + 2 * i}`])) } : {}),
  };
}

/** The longest pattern first: the first that fits is taken. */
const withKeys = (rule: (keys: number) => JmxRule): readonly JmxRule[] => [2, 1, 0].map(rule);

const RULES: readonly JmxRule[] = [
  ...withKeys((keys) =>
    beanRule({ pattern: "(.+)Percent\\w*", suffix: "_percent" }, "(?:MeanRate|Value)", "GAUGE", keys),
  ),
  ...withKeys((keys) => beanRule({ pattern: "(.+)PerSec\\w*", suffix: "_total" }, "Count", "COUNTER", keys)),
  ...withKeys((keys) => beanRule({ pattern: "(.+)", suffix: "" }, "Value", "GAUGE", keys)),
  ...withKeys((keys) => beanRule({ pattern: "(.+)", suffix: "_count" }, "Count", "COUNTER", keys)),
  {
    pattern:
      "kafka.network<type=RequestMetrics, name=(TotalTimeMs), request=(Produce|FetchConsumer)><>(99)thPercentile",
    name: "kafka_network_requestmetrics_$1",
    type: "GAUGE",
    labels: { request: "$2", quantile: "0.$3" },
  },
  { pattern: "kafka.server<type=raft-metrics><>(.+-total):", name: "kafka_server_raftmetrics_$1", type: "COUNTER" },
  {
    pattern: "kafka.server<type=raft-metrics><>(current-state): (.+)",
    name: "kafka_server_raftmetrics_$1",
    type: "UNTYPED",
    value: 1,
    labels: { $1: "$2" },
  },
  { pattern: "kafka.server<type=raft-metrics><>(.+):", name: "kafka_server_raftmetrics_$1", type: "GAUGE" },
];

export const metricsConfigMap = (plan: KafkaDeployment): k8s.types.input.core.v1.ConfigMap => ({
  metadata: clusterMeta(plan, strimziNames.metrics(plan.cluster)),
  data: { [METRICS_KEY]: stringify({ lowercaseOutputName: true, rules: RULES }, { lineWidth: 0 }) },
});
