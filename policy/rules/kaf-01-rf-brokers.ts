import { z } from "zod";
import { count } from "../../core/config/fields";
import { type Complaints, advise, complain, each, parts } from "../framework/finding";
import { both, per, stackRule, type Kind } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type Brokers, type Topic, allBrokers, brokerCount, topics } from "../kinds/kafka";
import { brokerSetting } from "../kinds/strimzi";
import { replicationOf } from "../kinds/topic-load";

interface Args {
  readonly least: number;
  readonly most: number;
}

export const rfBrokers = stackRule<Args>({
  id: "KAF-01",
  slug: "rf-brokers",
  severity: "critical",
  level: both("mandatory"),
  description:
    "Topics have as many copies as the target's brokers can keep apart: 1 on a single node; 3 elsewhere, never more than there are brokers.",
  why: "More copies than brokers can't be created; fewer than three lose records with the second fault.",
  remedy: "Set the topic's replicas to 1 on a single node and to 3 elsewhere (odd on Redpanda), with as many brokers.",
  args: z.strictObject({
    least: count(1, 9).describe("Fewest copies of a partition."),
    most: count(1, 99).describe("Most copies of a partition."),
  }),
  defaults: per({ least: 1, most: 1 }, { least: 3, most: 99 }),
  example: { target: "multi-node", bad: example(1), good: example(3) },
  check: (scene, args) => [
    ...each(scene.get(topics), (topic) => topicComplaints(topic, args, scene.kind)),
    ...each(scene.get(allBrokers), (brokers) => defaultComplaints(brokers, args, scene)),
  ],
});

function topicComplaints(topic: Topic, { least, most }: Args, kind: Kind): Complaints {
  const { item, replication, on } = topic;
  if (!replication.isSet && on?.engine !== "kafka")
    return [complain(item, replication, "is missing: a topic must say how many copies it has")];
  const copies = replicationOf(topic);
  const is = replication.isSet ? `is ${copies}` : `is the brokers' default of ${copies}`;
  if (copies > most)
    return [
      complain(
        item,
        replication,
        `${is}, must be at most ${most}${kind === "single-node" ? " on a single node, where there is no second broker" : ""}`,
      ),
    ];
  if (copies < least)
    return [complain(item, replication, `${is}, must be at least ${least}, or one lost broker loses records`)];
  const brokers = on === undefined ? undefined : brokerCount(on);
  if (brokers !== undefined && brokers > 0 && copies > brokers)
    return [
      complain(item, replication, `${is}, must be at most ${brokers}, the number of brokers of ${on?.item.name ?? ""}`),
    ];
  return on?.engine === "redpanda" && copies % 2 === 0
    ? [complain(item, replication, `${is}, must be odd on Redpanda, so that a majority can be had`)]
    : [];
}

/** Topics that nobody declares get the brokers' default. */
function defaultComplaints(brokers: Brokers, { least, most }: Args, scene: Scene): Complaints {
  if (brokers.engine !== "kafka") return [];
  const { strimzi, item } = brokers;
  return parts(item, () => {
    const at = brokerSetting(strimzi, "default.replication.factor");
    const available = brokerCount(brokers);
    const given = at.number;
    if (given === undefined)
      return scene.kind === "multi-node" && brokerSetting(strimzi, "auto.create.topics.enable").flag !== false
        ? [
            advise(
              item,
              at,
              `is missing: topics that nobody declares get one copy; set it to ${Math.min(3, available || 3)}`,
            ),
          ]
        : [];
    if (given > Math.min(most, available || most))
      return [complain(item, at, `is ${given}, must be at most ${Math.min(most, available || most)}`)];
    return given < least ? [complain(item, at, `is ${given}, must be at least ${least}`)] : [];
  });
}

function example(copies: number): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec: { partitions: 6, replicas: ${copies} }`;
}
