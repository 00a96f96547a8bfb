/** kube-state-metrics' view of Strimzi's resources: who is ready, in the metrics that Strimzi's own example defines [Strimzi examples, kube-state-metrics]. */

const API = { group: "kafka.strimzi.io", version: "v1" } as const;

/** Metric by kind: `strimzi_kafka_topic_resource_info{name="…",ready="True"} 1`. */
const KINDS = [
  { kind: "Kafka", prefix: "strimzi_kafka", plural: "kafkas" },
  { kind: "KafkaTopic", prefix: "strimzi_kafka_topic", plural: "kafkatopics" },
  { kind: "KafkaUser", prefix: "strimzi_kafka_user", plural: "kafkausers" },
] as const;

export const resourceMetrics = () => ({
  rbac: {
    extraRules: [
      { apiGroups: [API.group], resources: KINDS.map(({ plural }) => plural), verbs: ["list", "watch"] },
      // It looks the kinds up before it watches them.
      { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: ["list", "watch"] },
    ],
  },
  customResourceState: {
    enabled: true,
    config: {
      kind: "CustomResourceStateMetrics",
      spec: { resources: KINDS.map(({ kind, prefix }) => resource(kind, prefix)) },
    },
  },
});

const condition = (type: string) => ["status", "conditions", `[type=${type}]`, "status"];

const resource = (kind: string, metricNamePrefix: string) => ({
  groupVersionKind: { ...API, kind },
  metricNamePrefix,
  metrics: [
    {
      name: "resource_info",
      help: `The state of each ${kind}.`,
      each: { type: "Info", info: { labelsFromPath: { name: ["metadata", "name"] } } },
      labelsFromPath: {
        exported_namespace: ["metadata", "namespace"],
        ready: condition("Ready"),
        deprecated: ["status", "conditions", "[reason=DeprecatedFields]", "type"],
      },
    },
  ],
});
