import { sumOf } from "../numbers";
import { MiB } from "../../units";

/** What a topic puts on disk, per copy. */
export interface TopicLoad {
  /** Messages per second, mean over the retention (peaks even out on disk). */
  readonly rate: number;
  /** Bytes of a message as it lies on disk, that is after compression. */
  readonly messageBytes: number;
  readonly retentionMs: number;
  readonly partitions: number;
  readonly replication: number;
  /** Messages that a compacted topic keeps: one per key. Absent for `cleanup.policy=delete`. */
  readonly keys?: number;
  /** `retention.bytes`: most that one partition keeps. */
  readonly partitionBytes?: number;
  /** When a segment rolls by age, `segment.ms`. */
  readonly segmentMs: number;
}

/** When segments are closed by age: after a quarter of the retention, daily at the latest, so that nothing outlives its retention by more than that. */
export const segmentMsFor = (retentionMs: number): number => Math.min(Math.floor(retentionMs / 4), 86_400_000);

/** `segment.bytes` that the stacks set. */
export const KAFKA_SEGMENT = 128 * MiB;

/**
 * Share of a volume that data may fill: 0.6 with several brokers (room for re-replication after a lost broker and for growth), 0.8 with one.
 * Source: aws agent-toolkit size-and-choose-cluster.md (20 % extra, expansion at 50–60 %); Strimzi's rule alerts at 85 % full.
 */
export const usableShare = (brokers: number): number => (brokers > 1 ? 0.6 : 0.8);

/**
 * Bytes of one copy of a topic: rate × size × retention, at most partitions × retention.bytes.
 * Compacted: keys × size × 2, as up to half of the log is dirty (`min.cleanable.dirty.ratio` 0.5) [Kafka LogConfig].
 */
export function copyBytes(topic: TopicLoad): number {
  if (topic.keys !== undefined) return topic.keys * topic.messageBytes * 2;
  const kept = (topic.rate * topic.messageBytes * topic.retentionMs) / 1000;
  return Math.min(kept, topic.partitions * (topic.partitionBytes ?? Infinity));
}

/**
 * Bytes that one replica holds beyond its retention. Only closed segments expire, so the oldest one outlives the retention by its own span:
 * min(segment.bytes, rate of the partition × segment.ms) [Kafka LogConfig, ServerLogConfigs].
 */
export function segmentSlack(topic: TopicLoad, segmentBytes: number): number {
  const perPartition = (topic.rate * topic.messageBytes) / topic.partitions;
  return Math.min(segmentBytes, (perPartition * topic.segmentMs) / 1000);
}

/** Replicas that the fullest broker carries of a topic: ceil(partitions × RF ÷ brokers). */
export const replicasPerBroker = (topic: Pick<TopicLoad, "partitions" | "replication">, brokers: number): number =>
  Math.ceil((topic.partitions * topic.replication) / brokers);

/**
 * Bytes of data on the fullest broker: Σ topics replicas there × (copy ÷ partitions + slack). Where the brokers divide the replicas that is
 * copy × RF ÷ brokers, and slack besides.
 */
export const brokerData = (
  topics: readonly TopicLoad[],
  brokers: number,
  segmentBytes: number = KAFKA_SEGMENT,
): number =>
  sumOf(topics, (t) => replicasPerBroker(t, brokers) * (copyBytes(t) / t.partitions + segmentSlack(t, segmentBytes)));

/** Bytes on each survivor when the replicas of a dead broker are moved to the others: data × brokers ÷ (brokers − 1). */
export const dataAfterLoss = (data: number, brokers: number): number =>
  brokers > 1 ? (data * brokers) / (brokers - 1) : data;
