import { copyBytes, replicasPerBroker, segmentSlack, type TopicLoad } from "../../core/capacity/kafka/disk";
import { SEGMENT } from "../../core/capacity/redpanda/disk";
import type { Field } from "../framework/field";
import type { Scene } from "../framework/scene";
import { ownEntry } from "../framework/value";
import type { Brokers, Topic } from "./kafka";

const DAY = 86_400_000;
/** Kafka's own values where neither topic nor cluster says otherwise [Kafka docs, Broker Configs]. */
const DEFAULTS = { retentionMs: 7 * DAY, segmentMs: 7 * DAY, segmentBytes: 1024 ** 3 } as const;
const HOUR = 3_600_000;

/** A broker's setting that topics take over. Redpanda's are told to it at run time, so its defaults, which are Kafka's, hold. */
const common = (brokers: Brokers | undefined, key: string): Field | undefined =>
  brokers?.engine === "kafka" ? brokers.strimzi.kafka.at("config", key) : undefined;

export const cleanupOf = (topic: Topic): string =>
  topic.config.at("cleanup.policy").text ?? common(topic.on, "log.cleanup.policy")?.text ?? "delete";

/** Milliseconds that records are kept, and whether anybody said so; -1 and below: for ever. */
export function retentionOf({ config, on }: Topic): { readonly ms: number; readonly isSaid: boolean } {
  const own = config.at("retention.ms").number;
  const ms = own ?? common(on, "log.retention.ms")?.number;
  const minutes = common(on, "log.retention.minutes")?.number;
  const hours = common(on, "log.retention.hours")?.number;
  const said =
    ms ?? (minutes === undefined ? undefined : minutes * 60_000) ?? (hours === undefined ? undefined : hours * HOUR);
  return { ms: said ?? DEFAULTS.retentionMs, isSaid: said !== undefined };
}

/** Milliseconds after which a segment is closed. */
export function segmentMsOf({ config, on }: Topic): number {
  const hours = common(on, "log.roll.hours")?.number;
  return (
    config.at("segment.ms").number ??
    common(on, "log.roll.ms")?.number ??
    (hours === undefined ? DEFAULTS.segmentMs : hours * HOUR)
  );
}

export const segmentBytesOf = ({ config, on }: Topic): number =>
  config.at("segment.bytes").number ??
  common(on, "log.segment.bytes")?.number ??
  (on?.engine === "redpanda" ? SEGMENT : DEFAULTS.segmentBytes);

/** Copies of each partition; the brokers' default where a topic doesn't say. */
export const replicationOf = ({ replication, on }: Topic): number =>
  replication.number ?? common(on, "default.replication.factor")?.number ?? 1;

export const partitionsOf = ({ partitions, on }: Topic): number =>
  partitions.number ?? common(on, "num.partitions")?.number ?? 1;

/** Bytes on the fullest of so many brokers. */
export const bytesPerBroker = (topic: Topic, load: TopicLoad, brokers: number): number =>
  replicasPerBroker(load, brokers) * (copyBytes(load) / load.partitions + segmentSlack(load, segmentBytesOf(topic)));

/** `retention.bytes`, most that a partition keeps; undefined where there is no bound. */
export function retentionBytesOf({ config, on }: Topic): number | undefined {
  const bytes = config.at("retention.bytes").number ?? common(on, "log.retention.bytes")?.number;
  return bytes === undefined || bytes < 0 ? undefined : bytes;
}

/** What a topic puts on disk: from its declared rate, else its bound; undefined where it has neither. */
export function loadOf(scene: Scene, topic: Topic): TopicLoad | undefined {
  const declared = ownEntry(scene.workload.topics, topic.name);
  const bound = retentionBytesOf(topic);
  const { ms } = retentionOf(topic);
  const isCompacted = cleanupOf(topic) === "compact";
  const shape = {
    partitions: partitionsOf(topic),
    replication: replicationOf(topic),
    segmentMs: segmentMsOf(topic),
    retentionMs: ms < 0 ? Infinity : ms,
    ...(bound === undefined ? {} : { partitionBytes: bound }),
  };
  if (declared === undefined || (isCompacted && declared.keys === undefined))
    return bound === undefined ? undefined : { ...shape, rate: 1, messageBytes: Number.MAX_SAFE_INTEGER };
  const load: TopicLoad = {
    ...shape,
    rate: declared.rate.perSecond,
    messageBytes: declared.messageSize.bytes,
    ...(isCompacted && declared.keys !== undefined ? { keys: declared.keys } : {}),
  };
  return Number.isFinite(copyBytes(load) + segmentSlack(load, 1)) ? load : undefined;
}
