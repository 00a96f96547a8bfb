import type { Kafka, KafkaNodePool, KafkaSpec } from "../../../sandbox/operators/strimzi/resources";

export function kafkaWith(kafka: Partial<KafkaSpec["kafka"]> = {}, spec: Partial<KafkaSpec> = {}): Kafka {
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "Kafka",
    metadata: { name: "main", namespace: "ns", uid: "k", generation: 1 },
    spec: { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }], ...kafka }, ...spec },
  };
}

interface PoolFields {
  readonly spec?: Partial<KafkaNodePool["spec"]>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly nodeIds?: readonly number[];
}

export function poolWith(name: string, { spec = {}, annotations = {}, nodeIds }: PoolFields = {}): KafkaNodePool {
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaNodePool",
    metadata: { name, namespace: "ns", uid: name, labels: { "strimzi.io/cluster": "main" }, annotations },
    spec: { replicas: 3, roles: ["broker"], storage: { type: "persistent-claim", size: "20Gi" }, ...spec },
    ...(nodeIds ? { status: { nodeIds } } : {}),
  };
}
