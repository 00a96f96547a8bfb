import { z } from "zod";
import { count } from "../../core/config/fields";
import { type Complaints, complain, each } from "../framework/finding";
import { both, per, stackRule } from "../framework/rule";
import { type Brokers, allBrokers } from "../kinds/kafka";
import { type StrimziCluster, brokerSetting, brokersOf } from "../kinds/strimzi";

/** Copies of Kafka's own topics, with Kafka's defaults [Kafka docs, Broker Configs]. */
const COPIES = [
  ["offsets.topic.replication.factor", 3],
  ["transaction.state.log.replication.factor", 3],
] as const;
const MIN_ISR = ["transaction.state.log.min.isr", 2] as const;

export const internalTopics = stackRule<{ copies: number; minIsr: number }>({
  id: "KAF-03",
  slug: "internal-topics",
  severity: "critical",
  level: both("mandatory"),
  description:
    "Kafka's own topics (consumer offsets, transactions) have the copies that the brokers can hold: 1 on one broker, 3 elsewhere.",
  why: "With Kafka's default of 3 on one broker the offsets topic is never created: every consumer group waits for ever.",
  remedy:
    "Set offsets.topic.replication.factor, transaction.state.log.replication.factor and transaction.state.log.min.isr in spec.kafka.config.",
  args: z.strictObject({
    copies: count(1, 9).describe("Fewest copies."),
    minIsr: count(1, 9).describe("Fewest replicas that must confirm a transaction's state."),
  }),
  defaults: per({ copies: 1, minIsr: 1 }, { copies: 3, minIsr: 2 }),
  example: {
    target: "single-node",
    bad: example("version: 4.1.0"),
    good: example(
      "version: 4.1.0, config: { offsets.topic.replication.factor: 1, transaction.state.log.replication.factor: 1, transaction.state.log.min.isr: 1 }",
    ),
  },
  check: (scene, args) => each(scene.get(allBrokers), (brokers) => complaintsFor(brokers, args)),
});

function complaintsFor(brokers: Brokers, least: { readonly copies: number; readonly minIsr: number }): Complaints {
  if (brokers.engine !== "kafka") return [];
  const { strimzi, item } = brokers;
  const available = brokersOf(strimzi);
  if (available === 0) return [];
  const wanted = COPIES.flatMap(([key, standard]) => {
    const { at, given, is } = setting(strimzi, key, standard);
    if (given > available) return [complain(item, at, `${is}, must be at most ${available}, the number of brokers`)];
    return given < least.copies ? [complain(item, at, `${is}, must be at least ${least.copies}`)] : [];
  });
  const { at, given, is } = setting(strimzi, ...MIN_ISR);
  const copies = setting(strimzi, ...COPIES[1]).given;
  const most = Math.max(1, copies - 1);
  if (given > most)
    return [
      ...wanted,
      complain(
        item,
        at,
        `${is}, must be at most ${most} with ${copies} cop${copies === 1 ? "y" : "ies"}, or transactions stop with one broker`,
      ),
    ];
  return given < least.minIsr ? [...wanted, complain(item, at, `${is}, must be at least ${least.minIsr}`)] : wanted;
}

function setting(cluster: StrimziCluster, key: string, standard: number) {
  const at = brokerSetting(cluster, key);
  const given = at.number ?? standard;
  return { at, given, is: at.isSet ? `is ${given}` : `is Kafka's default of ${standard}` };
}

function example(kafka: string): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: events, namespace: streaming }
spec: { kafka: { ${kafka} } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: dual, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec: { replicas: 1, roles: [controller, broker], storage: { type: persistent-claim, size: 20Gi } }`;
}
