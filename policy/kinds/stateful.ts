import type { Item } from "../framework/resource";
import { BUCKETS } from "./s3";

/** Kinds that hold data, or take it with them when they go. */
const STATEFUL = new Set([
  "kafka.strimzi.io/Kafka",
  "kafka.strimzi.io/KafkaNodePool",
  "kafka.strimzi.io/KafkaTopic",
  "kafka:index/topic:Topic",
  "postgresql.cnpg.io/Cluster",
  "postgresql.cnpg.io/Database",
  "postgresql:index/database:Database",
  "cluster.redpanda.com/Redpanda",
  "core/PersistentVolumeClaim",
  "core/PersistentVolume",
  "core/Namespace",
  "apiextensions.k8s.io/CustomResourceDefinition",
  ...BUCKETS,
]);

export function isStateful(item: Item): boolean {
  if (item.kind === "apps/StatefulSet") return item.spec.at("volumeClaimTemplates").list.length > 0;
  return STATEFUL.has(item.kind);
}
