import type { Loss, Plain, PlainObject } from "../change";
import { at, numberOf, textAt } from "../diff";
import type { GuardFacts, TopicFacts } from "../facts";
import { contentOf } from "../loss";

/** Where a kind of topic says what; all say it with the same words. */
export interface TopicShape {
  readonly name: (props: PlainObject) => string;
  readonly config: (props: PlainObject) => Plain;
  readonly partitions: (props: PlainObject) => number | undefined;
}

export const ofProvider: TopicShape = {
  name: (props) => textAt(props, "name") ?? "",
  config: (props) => props["config"],
  partitions: (props) => numberOf(props["partitions"]),
};
export const ofOperator: TopicShape = {
  name: (props) => textAt(props, "spec", "topicName") ?? textAt(props, "metadata", "name") ?? "",
  config: (props) => at(props, "spec", "config"),
  partitions: (props) => numberOf(at(props, "spec", "partitions")),
};

/** Kafka's own defaults [Kafka docs, topic configs]. */
const DEFAULT_RETENTION_MS = 604_800_000;

/** Milliseconds; below zero for ever. */
export const retentionOf = (config: Plain): number => numberOf(at(config, "retention.ms")) ?? DEFAULT_RETENTION_MS;

/** What `cleanup.policy` says, sorted. */
export const policiesOf = (config: Plain): readonly string[] =>
  (textAt(config, "cleanup.policy") ?? "delete")
    .split(",")
    .map((p) => p.trim())
    .sort();

/** Only the newest record of each key stays, and it stays for ever. */
export const isCompacted = (config: Plain): boolean => policiesOf(config).join() === "compact";

export const factsOf = (shape: TopicShape, props: PlainObject, facts: GuardFacts): TopicFacts | undefined =>
  facts.topics[shape.name(props)];

/** Milliseconds that so many bytes in each partition hold at the topic's rate: partitions × bytes ÷ (rate × size). */
export function spanOfBytes(
  shape: TopicShape,
  props: PlainObject,
  topic: TopicFacts | undefined,
  bytes = numberOf(at(shape.config(props), "retention.bytes")),
): number {
  const partitions = shape.partitions(props);
  if (topic === undefined || partitions === undefined || bytes === undefined || bytes < 0) return Infinity;
  return ((bytes * partitions) / (topic.recordsPerSecond * topic.bytesPerRecord)) * 1000;
}

/** Milliseconds of records that a topic keeps: its retention, or less where its size is limited; Infinity for ever. */
export function heldMs(shape: TopicShape, props: PlainObject, topic: TopicFacts | undefined): number {
  const retention = retentionOf(shape.config(props));
  return Math.min(retention < 0 ? Infinity : retention, spanOfBytes(shape, props, topic));
}

/** All that is in a topic. */
export function heldIn(shape: TopicShape, props: PlainObject, facts: GuardFacts): Loss {
  const topic = factsOf(shape, props, facts);
  const held = heldMs(shape, props, topic);
  return contentOf(topic, Number.isFinite(held) ? held : undefined, isCompacted(shape.config(props)));
}
