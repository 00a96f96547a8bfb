import { formatDuration, formatSize } from "../../units";
import type { Plain, PlainObject, Verdict } from "../change";
import { at, numberOf, textAt } from "../diff";
import type { GuardFacts, TopicFacts } from "../facts";
import { type Edit, type GuardedKind, type Judge, METADATA, impossible, inPlace, kubernetesName } from "../kind";
import { contentOf, recordsOf, rounded } from "../loss";

/** Where a kind of topic says what; both say it with the same words. */
interface TopicShape {
  readonly name: (props: PlainObject) => string;
  readonly config: (props: PlainObject) => Plain;
}

/** Kafka's own defaults [Kafka docs, topic configs]. */
const DEFAULT_RETENTION_MS = 604_800_000;
const FOREVER = -1;

const ofProvider: TopicShape = { name: (props) => textAt(props, "name") ?? "", config: (props) => props["config"] };
const ofOperator: TopicShape = {
  name: (props) => textAt(props, "spec", "topicName") ?? textAt(props, "metadata", "name") ?? "",
  config: (props) => at(props, "spec", "config"),
};

const retentionOf = (config: Plain): number => numberOf(at(config, "retention.ms")) ?? DEFAULT_RETENTION_MS;
const policiesOf = (config: Plain): readonly string[] =>
  (textAt(config, "cleanup.policy") ?? "delete")
    .split(",")
    .map((p) => p.trim())
    .sort();
const span = (ms: number): string => (ms < 0 ? "for ever" : formatDuration(ms));
const factsOf = (shape: TopicShape, props: PlainObject, facts: GuardFacts): TopicFacts | undefined =>
  facts.topics[shape.name(props)];

function allOf(shape: TopicShape, props: PlainObject, facts: GuardFacts, why: string): Verdict {
  const config = shape.config(props);
  const compacted = policiesOf(config).join() === "compact";
  return { class: "data loss", why, loss: contentOf(factsOf(shape, props, facts), retentionOf(config), compacted) };
}

/** Records between the new and the old end of the log go. */
function retention(shape: TopicShape): Judge {
  return ({ before, after, facts }) => {
    const [old, next] = [retentionOf(shape.config(before)), retentionOf(shape.config(after))];
    const compactedOnly = policiesOf(shape.config(before)).join() === "compact";
    if (compactedOnly && policiesOf(shape.config(after)).join() === "compact")
      return { class: "in place", why: "a compacted topic doesn't delete by age" };
    if (next < 0 || (old >= 0 && next >= old)) return { class: "in place", why: `records are kept ${span(next)}` };
    const why = `records older than ${span(next)} are deleted within minutes; they were kept ${span(old)}`;
    const topic = factsOf(shape, before, facts);
    return { class: "data loss", why, ...(old < 0 ? { loss: {} } : { loss: recordsOf(topic, old - next) }) };
  };
}

const retentionBytes =
  (shape: TopicShape): Judge =>
  ({ from, to, before, facts }) => {
    const [old, next] = [numberOf(from) ?? FOREVER, numberOf(to) ?? FOREVER];
    if (next < 0 || (old >= 0 && next >= old))
      return { class: "in place", why: "each partition may hold as much or more" };
    const why = `each partition keeps its newest ${formatSize(next)} only`;
    const topic = factsOf(shape, before, facts);
    const partitions = numberOf(before["partitions"] ?? at(before, "spec", "partitions"));
    const held = contentOf(topic, retentionOf(shape.config(before)), false);
    if (topic === undefined || partitions === undefined || held.records === undefined)
      return { class: "data loss", why, loss: {} };
    const kept = Math.floor((next * partitions) / topic.bytesPerRecord);
    const lost = held.records - kept;
    if (lost <= 0) return { class: "in place", why: "what the rate fills within the retention still fits" };
    return { class: "data loss", why, loss: recordsOf(topic, (lost / topic.recordsPerSecond) * 1000) };
  };

const cleanup =
  (shape: TopicShape): Judge =>
  ({ before, after, facts }) => {
    const [old, next] = [policiesOf(shape.config(before)), policiesOf(shape.config(after))];
    const begins = (policy: string): boolean => next.includes(policy) && !old.includes(policy);
    if (begins("compact"))
      return allOf(shape, before, facts, "only the newest record of each key is kept; at most all others are lost");
    if (begins("delete"))
      return allOf(
        shape,
        before,
        facts,
        `records older than ${span(retentionOf(shape.config(after)))} are deleted, the newest of a key too`,
      );
    return { class: "in place", why: "nothing more is deleted than before" };
  };

const copies =
  (shape: TopicShape, inPlaceOnly: boolean): Judge =>
  ({ from, to, before, facts }) => {
    const [old, next] = [numberOf(from), numberOf(to)];
    const topic = factsOf(shape, before, facts);
    if (old === undefined || next === undefined) return { class: "in place", why: "the number of copies is set" };
    if (topic?.brokers !== undefined && next > topic.brokers)
      return { class: "impossible", why: `${next} copies need ${next} brokers, there are ${topic.brokers}` };
    if (inPlaceOnly)
      return {
        class: "impossible",
        why: "the operator changes the number of copies only through Cruise Control, which isn't there",
      };
    if (next < old)
      return { class: "rebalancing", why: `${old - next} copies of each partition are dropped`, moved: 0 };
    const held = contentOf(topic, retentionOf(shape.config(before)), false).GiB;
    return {
      class: "rebalancing",
      why: `each partition is copied to ${next - old} more broker(s)`,
      ...(held === undefined ? {} : { moved: rounded(held * (next - old)) }),
    };
  };

const partitions =
  (shape: TopicShape, refusedByOperator: boolean): Judge =>
  ({ from, to, before, facts }: Edit) => {
    const [old, next] = [numberOf(from), numberOf(to)];
    if (old !== undefined && next !== undefined && next < old)
      return refusedByOperator
        ? { class: "impossible", why: "Kafka can't take partitions away, and the operator refuses it" }
        : allOf(shape, before, facts, "Kafka can't take partitions away: the topic is deleted and made anew");
    return { class: "in place", why: "keys go to other partitions from now on; order per key begins anew" };
  };

const configFields = (shape: TopicShape, at: string): GuardedKind["fields"] => [
  [`${at}/retention.ms`, retention(shape)],
  [`${at}/retention.bytes`, retentionBytes(shape)],
  [`${at}/cleanup.policy`, cleanup(shape)],
  // All settings at once: there were none, or there are none any more.
  [at, (edit) => worst([retention(shape)(edit), cleanup(shape)(edit)])],
  [`${at}/**`, inPlace("a setting of the topic changes on the brokers")],
];

const worst = ([a, b]: readonly [Verdict, Verdict]): Verdict => (b.class === "data loss" ? b : a);

const removed =
  (shape: TopicShape): GuardedKind["removed"] =>
  (before, facts) =>
    allOf(shape, before, facts, "the topic is deleted with all that is in it");

const provided = { removed: removed(ofProvider) };

/** Topics made through `@pulumi/kafka`. */
export const topic: GuardedKind = {
  type: /^kafka:index\/topic:Topic$/,
  nameOf: ({ props, name }) => ofProvider.name(props) || name,
  fields: [
    [
      "name",
      ({ before, facts }) => ({
        ...provided.removed(before, facts),
        why: "a topic can't be renamed: it is deleted, and an empty one made",
      }),
    ],
    ["partitions", partitions(ofProvider, false)],
    ["replicationFactor", copies(ofProvider, false)],
    ...configFields(ofProvider, "config"),
  ],
  removed: provided.removed,
};

/** Topics that Strimzi's topic operator makes. */
export const kafkaTopic: GuardedKind = {
  type: /^kubernetes:kafka\.strimzi\.io\/\w+:KafkaTopic$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/topicName", impossible("the operator refuses another name of the topic")],
    ["spec/partitions", partitions(ofOperator, true)],
    ["spec/replicas", copies(ofOperator, true)],
    ...configFields(ofOperator, "spec/config"),
  ],
  removed: removed(ofOperator),
};
