import { written } from "../../../core/config/faults";
import { segmentMsFor, type TopicLoad } from "../../../core/capacity/kafka/disk";
import { partitionsFor } from "../../../core/capacity/kafka/partitions";
import { formatThroughput } from "../../../core/capacity/format";
import type { SizeSheet } from "../../../core/capacity/derived";
import type { StrimziKafkaConfig, StrimziTopicConfig } from "./config";

/** A topic as it will exist, with the load that sized it. */
export interface StrimziTopicPlan extends TopicLoad {
  readonly name: string;
  readonly cleanup: "delete" | "compact";
  readonly peakBytes: number;
  readonly consumerGroups: number;
}

export interface TopicContext {
  readonly kafka: StrimziKafkaConfig;
  readonly replication: number;
  /** The most consumers of one group on a topic: parallelism of the job that reads it. */
  readonly consumersOf: (topic: string) => number;
}

/** Sizes under `topics["name"]`. */
export function planTopic(
  name: string,
  topic: StrimziTopicConfig,
  context: TopicContext,
  sheet: SizeSheet,
): StrimziTopicPlan {
  const { kafka, replication } = context;
  const consumers = Math.max(1, context.consumersOf(name));
  const peakBytes = topic.rate.perSecond * topic.messageSize.bytes * topic.peakFactor;
  const derived = partitionsFor({
    peakBytes,
    producePerPartition: kafka.perPartition.produce.bytesPerSecond,
    consumePerPartition: kafka.perPartition.consume.bytesPerSecond,
    consumers,
    growth: kafka.partitionGrowth,
    brokers: kafka.brokers,
  });
  const partitions = sheet.count(
    written(["topics", name, "partitions"]),
    "partitions",
    derived,
    `max(${formatThroughput(peakBytes)} at the peak ÷ what one partition takes, ${consumers} consumers) × ${kafka.partitionGrowth}${kafka.brokers > 1 ? ", up to a highly composite multiple of six" : ", up to a highly composite number"}`,
    topic.partitions,
  );
  return {
    name,
    rate: topic.rate.perSecond,
    messageBytes: topic.messageSize.bytes,
    retentionMs: topic.retention.ms,
    segmentMs: segmentMsFor(topic.retention.ms),
    partitions,
    replication,
    cleanup: topic.cleanup,
    peakBytes,
    consumerGroups: topic.consumerGroups,
    ...(topic.cleanup === "compact" && topic.keys !== undefined ? { keys: topic.keys } : {}),
  };
}
