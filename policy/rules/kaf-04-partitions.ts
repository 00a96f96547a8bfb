import { z } from "zod";
import { formatNumber } from "../../core/capacity/format";
import { INTERNAL_PARTITIONS, partitionLimit } from "../../core/capacity/kafka/partitions";
import { sumOf } from "../../core/capacity/numbers";
import { INTERNAL_PARTITIONS as REDPANDA_PARTITIONS } from "../../core/capacity/redpanda/disk";
import { replicaLimit } from "../../core/capacity/redpanda/memory";
import { count } from "../../core/config/fields";
import { type Complaints, each, require } from "../framework/finding";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type Brokers, allBrokers, brokerCount, brokerSize, topicsOn } from "../kinds/kafka";
import { partitionsOf, replicationOf } from "../kinds/topic-load";

interface Args {
  readonly perBroker?: number | undefined;
}

/** A broker of medium size; where nothing says how large it is. */
const USUAL = 1_000;

export const partitions = stackRule<Args>({
  id: "KAF-04",
  slug: "partitions",
  severity: "medium",
  level: both("mandatory"),
  description:
    "Each broker carries no more partition replicas than its memory bears: 1,000 for small ones, 4,000 for large ones.",
  why: "Every replica costs memory and file handles, and a controller that fails over reads them all: the cluster stands still for minutes.",
  remedy: "Give topics fewer partitions (only new ones: they never shrink), add brokers, or give brokers more memory.",
  args: z.strictObject({
    perBroker: count(1, 100_000).optional().describe("Most replicas on a broker, instead of what its memory bears."),
  }),
  defaults: both({}),
  example: { target: "single-node", bad: example(5000), good: example(12) },
  check: (scene, args) => each(scene.get(allBrokers), (brokers) => complaintsFor(scene, brokers, args)),
});

function complaintsFor(scene: Scene, brokers: Brokers, { perBroker }: Args): Complaints {
  const available = brokerCount(brokers);
  const own = topicsOn(scene, brokers);
  if (available === 0 || own.length === 0) return [];
  const declared = sumOf(own, (topic) => partitionsOf(topic) * replicationOf(topic));
  const internal =
    brokers.engine === "kafka"
      ? INTERNAL_PARTITIONS.offsets + INTERNAL_PARTITIONS.transactions
      : REDPANDA_PARTITIONS.offsets;
  const copies = Math.min(3, available);
  const each = Math.ceil((declared + internal * copies) / available);
  const most = perBroker ?? limitOf(brokers);
  return require(each <= most, brokers.item, "", () =>
    `each broker carries ${formatNumber(each)} partition replicas, must be at most ${formatNumber(most)} with its memory`);
}

function limitOf(brokers: Brokers): number {
  const { memory, cpu } = brokerSize(brokers);
  if (memory === undefined) return USUAL;
  return brokers.engine === "kafka" ? partitionLimit(memory) : replicaLimit((cpu ?? 1000) / 1000, memory);
}

function example(partitions: number): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: events, namespace: streaming }
spec: { kafka: { version: 4.1.0 } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: dual, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec:
  replicas: 1
  roles: [controller, broker]
  resources: { requests: { cpu: "1", memory: 4Gi }, limits: { memory: 4Gi } }
  storage: { type: persistent-claim, size: 20Gi }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec: { partitions: ${partitions}, replicas: 1 }`;
}
