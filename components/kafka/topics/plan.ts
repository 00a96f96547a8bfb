import type { TopicConfig, TopicsConfig } from "./config";

export interface TopicPlan {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** As brokers take it: every value a string, whatever it means. */
  readonly config: Readonly<Record<string, string>>;
}

const DAY = 86_400_000;

/** Partitions where the config doesn't say, as the runbook has them. They don't follow from the brokers, since they can't become fewer. */
export const USUAL_PARTITIONS = 6;

/** Copies of a partition where the config doesn't say: three as soon as there are three brokers. */
export const replicationOf = (brokers: number): number => (brokers >= 3 ? 3 : 1);

/** All topics by name, so that the order of the file doesn't matter. */
export function planTopics(topics: TopicsConfig, brokers: number): readonly TopicPlan[] {
  return Object.entries(topics)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, topic]) => ({
      name,
      partitions: topic.partitions ?? USUAL_PARTITIONS,
      replication: topic.replication ?? replicationOf(brokers),
      config: topicSettings(topic),
    }));
}

/**
 * Only closed segments expire, so a segment is closed after a quarter of the retention, and daily at the latest.
 * `min.insync.replicas` isn't set: Redpanda ignores it (a write is confirmed by a majority) and doesn't report it, which would read as drift.
 */
function topicSettings(topic: TopicConfig): Readonly<Record<string, string>> {
  return {
    "cleanup.policy": topic.cleanupPolicy,
    "retention.ms": String(topic.retention.ms),
    "segment.ms": String(Math.min(Math.floor(topic.retention.ms / 4), DAY)),
    ...(topic.retentionBytes === undefined ? {} : { "retention.bytes": String(topic.retentionBytes.bytes) }),
  };
}
