import { formatDuration, formatSize } from "../../units";
import type { PlainObject, Verdict } from "../change";
import { numberOf, textAt } from "../diff";
import type { GuardFacts } from "../facts";
import { type GuardedKind, type Judge, METADATA, impossible, inPlace, kubernetesName, replaces } from "../kind";
import { recordsOf, rounded } from "../loss";
import { minInSync, uncleanElection } from "./confirmed";
import {
  type TopicShape,
  factsOf,
  heldIn,
  heldMs,
  isCompacted,
  ofOperator,
  ofProvider,
  policiesOf,
  retentionOf,
  spanOfBytes,
} from "./topic-content";

const FOREVER = -1;
/** With fewer, a broker that is away leaves no majority, or nothing. */
const USUAL_COPIES = 3;

const span = (ms: number): string => (ms < 0 ? "for ever" : formatDuration(ms));

const allOf = (shape: TopicShape, props: PlainObject, facts: GuardFacts, why: string): Verdict => ({
  class: "data loss",
  why,
  loss: heldIn(shape, props, facts),
});

/** Records between the new and the old end of the log go. */
function retention(shape: TopicShape): Judge {
  return ({ before, after, facts }) => {
    const [old, next] = [retentionOf(shape.config(before)), retentionOf(shape.config(after))];
    if (isCompacted(shape.config(before)) && isCompacted(shape.config(after)))
      return { class: "in place", why: "a compacted topic doesn't delete by age" };
    if (next < 0 || (old >= 0 && next >= old)) return { class: "in place", why: `records are kept ${span(next)}` };
    const topic = factsOf(shape, before, facts);
    const held = heldMs(shape, before, topic);
    if (next >= held) return { class: "in place", why: "its limit of bytes keeps nothing that is older" };
    const why = `records older than ${span(next)} are deleted within minutes; they were kept ${span(old)}`;
    return { class: "data loss", why, loss: Number.isFinite(held) ? recordsOf(topic, held - next) : {} };
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
    const [held, kept] = [heldMs(shape, before, topic), spanOfBytes(shape, before, topic, next)];
    if (!Number.isFinite(held) || !Number.isFinite(kept)) return { class: "data loss", why, loss: {} };
    if (kept >= held) return { class: "in place", why: "what the rate fills within the retention still fits" };
    return { class: "data loss", why, loss: recordsOf(topic, held - kept) };
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
  (shape: TopicShape, byOperator: boolean): Judge =>
  ({ from, to, before, facts }) => {
    const [old, next] = [numberOf(from), numberOf(to)];
    if (old === undefined || next === undefined) return { class: "in place", why: "the number of copies is set" };
    const brokers = factsOf(shape, before, facts)?.brokers;
    if (brokers !== undefined && next > brokers)
      return { class: "impossible", why: `${next} copies need ${next} brokers, there are ${brokers}` };
    if (byOperator)
      return {
        class: "impossible",
        why: "the operator changes the number of copies only through Cruise Control, which isn't there",
      };
    if (next < old)
      return {
        class: "rebalancing",
        why: `${old - next} copies of each partition are dropped; ${next === 1 ? "a lost broker takes its partitions along" : `${next} are left`}`,
        moved: 0,
        guarded: next < USUAL_COPIES,
      };
    const held = heldIn(shape, before, facts).GiB;
    return {
      class: "rebalancing",
      why: `each partition is copied to ${next - old} more broker(s)`,
      ...(held === undefined ? {} : { moved: rounded(held * (next - old)) }),
    };
  };

const partitions =
  (shape: TopicShape, byOperator: boolean): Judge =>
  ({ from, to, before, facts }) => {
    const [old, next] = [numberOf(from), numberOf(to)];
    if (old !== undefined && next !== undefined && next < old)
      return byOperator
        ? { class: "impossible", why: "Kafka can't take partitions away, and the operator refuses it" }
        : {
            ...allOf(shape, before, facts, "Kafka can't take partitions away: the topic is deleted and made anew"),
            replaces: true,
          };
    const moved = "keys go to other partitions from now on; order per key begins anew";
    return isCompacted(shape.config(before))
      ? { class: "in place", why: `${moved}, and the last record of a key stays in its old partition too` }
      : { class: "in place", why: moved };
  };

const configFields = (shape: TopicShape, at: string): GuardedKind["fields"] => [
  [`${at}/retention.ms`, retention(shape)],
  [`${at}/retention.bytes`, retentionBytes(shape)],
  [`${at}/cleanup.policy`, cleanup(shape)],
  [`${at}/min.insync.replicas`, minInSync],
  [`${at}/unclean.leader.election.enable`, uncleanElection],
  [`${at}/**`, inPlace("a setting of the topic changes on the brokers")],
];

const deleted = (shape: TopicShape): Pick<GuardedKind, "removed"> => ({
  removed: (before, facts) => allOf(shape, before, facts, "the topic is deleted with all that is in it"),
});

/** Topics made through `@pulumi/kafka`. */
export const topic: GuardedKind = {
  type: /^kafka:index\/topic:Topic$/,
  nameOf: ({ props, name }) => ofProvider.name(props) || name,
  fields: [
    ["name", replaces(deleted(ofProvider), "a topic's name")],
    ["partitions", partitions(ofProvider, false)],
    ["replicationFactor", copies(ofProvider, false)],
    ...configFields(ofProvider, "config"),
  ],
  ...deleted(ofProvider),
};

/** The operator leaves an object's topic alone. */
const UNMANAGED = "strimzi.io/managed";

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
  removed: (before, facts) =>
    textAt(before, "metadata", "annotations", UNMANAGED) === "false"
      ? { class: "in place", why: "the operator leaves the topic alone: it stays" }
      : deleted(ofOperator).removed(before, facts),
};
