import { z } from "zod";
import { count } from "../../core/config/fields";
import type { Field } from "../framework/field";
import { type Complaints, advise, complain, each } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type Brokers, type Topic, allBrokers, topics } from "../kinds/kafka";
import { brokerSetting, brokersOf } from "../kinds/strimzi";
import { replicationOf } from "../kinds/topic-load";

const KEY = "min.insync.replicas";

export const minIsr = stackRule<{ least: number }>({
  id: "KAF-02",
  slug: "minisr",
  severity: "critical",
  level: both("mandatory"),
  description:
    "The setting min.insync.replicas is there, at least 2 where there are three copies, and always below the number of copies.",
  why: "At 1, a confirmed record may be lost with one broker; at the number of copies, one broker's restart stops all writes.",
  remedy: "Set min.insync.replicas to 1 with one copy and to 2 with three, on the cluster or on each topic.",
  args: z.strictObject({ least: count(1, 9).describe("Fewest replicas that must confirm a write.") }),
  defaults: per({ least: 1 }, { least: 2 }),
  example: { target: "multi-node", bad: example("3"), good: example("2") },
  check: (scene, { least }) => [
    ...each(scene.get(topics), (topic) => topicComplaints(topic, least)),
    ...each(scene.get(allBrokers), (brokers) => clusterComplaints(brokers, least, scene)),
  ],
});

function topicComplaints(topic: Topic, least: number): Complaints {
  const { item, config, on } = topic;
  // Redpanda always waits for a majority of the copies.
  if (on?.engine === "redpanda") return [];
  const own = config.at(KEY);
  if (own.isSet) return valueComplaints(item, own, replicationOf(topic), least);
  const common = on === undefined ? undefined : brokerSetting(on.strimzi, KEY);
  if (common?.isSet === true) {
    const copies = replicationOf(topic);
    const given = common.number ?? 0;
    return given > Math.max(1, copies - 1)
      ? [
          complain(
            item,
            own,
            `is the cluster's ${given}, must be at most ${Math.max(1, copies - 1)} with ${copies} cop${copies === 1 ? "y" : "ies"}`,
          ),
        ]
      : [];
  }
  return missing(item, own, least);
}

function clusterComplaints(brokers: Brokers, least: number, scene: Scene): Complaints {
  if (brokers.engine !== "kafka") return [];
  const { strimzi, item } = brokers;
  const at = brokerSetting(strimzi, KEY);
  if (!at.isSet) {
    const own = scene.get(topics).filter(({ on }) => on === brokers);
    return own.length > 0 && own.every(({ config }) => config.at(KEY).isSet) ? [] : missing(item, at, least);
  }
  const copies = brokerSetting(strimzi, "default.replication.factor").number ?? brokersOf(strimzi);
  return valueComplaints(item, at, copies, least);
}

/** Kafka's default is 1: wrong where two must confirm, right but unsaid elsewhere. */
const missing = (item: Item, at: Field, least: number): Complaints => [
  (least > 1 ? complain : advise)(item, at, `is missing: Kafka's default is 1; must be set, to at least ${least}`),
];

function valueComplaints(item: Item, at: Field, copies: number, least: number): Complaints {
  const given = at.number ?? 0;
  if (given < least)
    return [complain(item, at, `is ${given}, must be at least ${least}, or one lost broker loses confirmed records`)];
  const most = Math.max(1, copies - 1);
  return copies > 0 && given > most
    ? [
        complain(
          item,
          at,
          `is ${given}, must be at most ${most} with ${copies} copies, or one lost broker stops all writes`,
        ),
      ]
    : [];
}

function example(value: string): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec: { partitions: 6, replicas: 3, config: { min.insync.replicas: "${value}" } }`;
}
