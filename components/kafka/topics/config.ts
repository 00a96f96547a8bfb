import { z } from "zod";
import type { Fault, Path } from "../../../core/config/faults";
import { choice, count, duration, settings, size } from "../../../core/config/fields";
import type { DeepPartial } from "../../../core/config/lenient";
import { topicLoad } from "../../../core/config/load";

export const TopicConfig = settings({
  ...topicLoad,
  partitions: count(1, 10_000)
    .optional()
    .describe("Can grow in place, never shrink; growing moves keys to other partitions. Absent: 6."),
  replication: count(1, 9)
    .optional()
    .describe("Copies of each partition, odd. Absent: 3, or 1 with fewer than 3 brokers."),
  retention: duration({ min: "1h", max: "3650d" }).describe("Records older than this are deleted."),
  retentionBytes: size({ min: "64Mi" })
    .optional()
    .describe(
      "Most that one partition keeps, whatever its age. Absent: no limit, so a burst can fill the brokers' volumes.",
    ),
  cleanupPolicy: choice(["delete", "compact", "compact,delete"])
    .default("delete")
    .describe("delete: by age. compact: the last record of each key stays."),
});
export type TopicConfig = z.output<typeof TopicConfig>;

/** Topics by their name in Kafka. */
export const TopicsConfig = z.record(
  z.string().regex(/^[A-Za-z0-9._-]{1,249}$/, { error: "must be 1 to 249 letters, digits, ., _ or -" }),
  TopicConfig,
  { error: "must be topics by name" },
);
export type TopicsConfig = z.output<typeof TopicsConfig>;

/** Faults of topics on so many brokers, `at` their place in the file. */
export function topicFaults(
  at: Path,
  topics: DeepPartial<TopicsConfig> | undefined,
  brokers: number | undefined,
): readonly Fault[] {
  return Object.entries(topics ?? {}).flatMap(([name, topic]): readonly Fault[] => {
    const got = topic?.replication;
    if (topic?.cleanupPolicy === "compact" && topic.keys === undefined)
      return [
        { path: [...at, name, "keys"], message: "is required with cleanupPolicy compact: one record per key is kept" },
      ];
    if (got === undefined) return [];
    const path = [...at, name, "replication"];
    if (got % 2 === 0) return [{ path, message: "must be odd: Redpanda needs a majority of the copies", got }];
    return brokers === undefined || got <= brokers
      ? []
      : [{ path, message: `must be at most ${brokers} with ${brokers} broker(s)`, got }];
  });
}
