import type { TopicPlan } from "../topics/plan";
import type { KafkaPlan } from "./plan";
import type { StrimziTopicPlan } from "./topics";

/** All topics by name, as brokers take them. */
export const topicPlans = (plan: Pick<KafkaPlan, "topics" | "minInSync" | "segmentBytes">): readonly TopicPlan[] =>
  [...plan.topics]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((topic) => ({
      name: topic.name,
      partitions: topic.partitions,
      replication: topic.replication,
      config: {
        "cleanup.policy": topic.cleanup,
        ...retention(topic),
        "min.insync.replicas": String(plan.minInSync),
        "segment.bytes": String(plan.segmentBytes),
        "segment.ms": String(topic.segmentMs),
      },
    }));

/** A compacted topic keeps the last record of each key for ever; what lasts a while is that a key was deleted. */
const retention = ({ cleanup, retentionMs }: StrimziTopicPlan): Readonly<Record<string, string>> =>
  cleanup === "compact" ? { "delete.retention.ms": String(retentionMs) } : { "retention.ms": String(retentionMs) };
