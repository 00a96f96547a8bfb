/** A Kafka cluster run by Strimzi: what an operator decides. Sizes that are left out are derived. */
import type { z } from "zod";
import {
  choice,
  count,
  cpu,
  duration,
  factor,
  flag,
  settings,
  size,
  text,
  throughput,
} from "../../../core/config/fields";
import { topicLoad } from "../../../core/config/load";
import { leastVolume } from "../../../core/config/volume";

export const StrimziTopicConfig = settings({
  ...topicLoad,
  retention: duration({ min: "1h" }).describe(
    "How long messages are kept; with cleanup compact, how long deleted keys are remembered.",
  ),
  cleanup: choice(["delete", "compact"])
    .default("delete")
    .describe("compact keeps the last message of each key for ever."),
  partitions: count(1, 5_040).optional().describe("Instead of the derived number."),
  rebuiltFrom: text()
    .optional()
    .describe("Topic or table from which it can be made again; absent = it is the source of truth."),
});
export type StrimziTopicConfig = z.output<typeof StrimziTopicConfig>;

const Controllers = settings({
  cpu: cpu().optional().describe("Cores of each controller."),
  memory: size({ min: "512Mi" }).optional().describe("Memory of each controller."),
  volume: size({ min: "1Gi" }).optional().describe("Volume of each controller."),
});

export const StrimziKafkaConfig = settings({
  brokers: count(1, 30).describe("Broker pods; from 3 up one may be lost without data loss."),
  cpu: cpu().optional().describe("Cores of each broker."),
  memory: size({ min: "512Mi" }).optional().describe("Memory of each broker, heap and page cache."),
  heap: size({ min: "256Mi" }).optional().describe("Heap of each broker, at most half of its memory."),
  volume: size({ min: "1Gi" }).optional().describe("Volume of each broker."),
  minVolume: leastVolume("volume"),
  controllers: Controllers.prefault({}).describe("Separate controllers of a multi-node target, always three."),
  segmentSize: size({ min: "1Mi", max: "2Gi" })
    .prefault("128Mi")
    .describe("`segment.bytes`: the open segment outlives the retention."),
  perPartition: settings({
    produce: throughput().prefault("10 MiB/s").describe("What one partition takes."),
    consume: throughput().prefault("20 MiB/s").describe("What one partition gives to one consumer."),
  })
    .prefault({})
    .describe("Throughput of one partition; measure your own (`kafka-producer-perf-test.sh`)."),
  partitionGrowth: factor(1, 100).default(1).describe("Room for more consumers later, as a factor on the partitions."),
  rackAwareFetch: flag().default(true).describe("Consumers read from a replica in their own zone."),
  managedBy: choice(["pulumi", "operator"])
    .default("pulumi")
    .describe(
      "Who makes topics and users: pulumi, through the Kafka protocol; operator, Strimzi's, by KafkaTopic and KafkaUser, where the runner can't reach the brokers.",
    ),
  exporter: flag().default(true).describe("The exporter that tells consumers' lag runs beside the cluster."),
  entityOperator: flag().default(true).describe("Strimzi's topic and user operators run beside the cluster."),
});
export type StrimziKafkaConfig = z.output<typeof StrimziKafkaConfig>;
