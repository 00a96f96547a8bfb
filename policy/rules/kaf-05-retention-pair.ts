import { z } from "zod";
import { formatSpan } from "../../core/capacity/format";
import { segmentMsFor } from "../../core/capacity/kafka/disk";
import { duration } from "../../core/config/fields";
import { parseDuration } from "../../core/units";
import { type Complaints, advise, complain, each } from "../framework/finding";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { ownEntry } from "../framework/value";
import { type Topic, topics } from "../kinds/kafka";
import { cleanupOf, retentionBytesOf, retentionOf, segmentMsOf } from "../kinds/topic-load";

interface Args {
  /** Milliseconds by topic. */
  readonly least: Readonly<Record<string, string>>;
}

/** What the platforms' runbooks promise to keep. */
const PROMISED: Readonly<Record<string, string>> = {
  "apphub.core.events": "7d",
  "apphub.ingestion.telemetry": "3d",
  "apphub.workflows.events": "7d",
  "apphub.workflows.runs": "7d",
  "apphub.jobs.runs": "7d",
  "apphub.streaming.input": "7d",
  "apphub.streaming.aggregates": "7d",
  "transactions.raw": "3d",
  "transactions.enriched": "3d",
};

export const retentionPair = stackRule<Args>({
  id: "KAF-05",
  slug: "retention-pair",
  severity: "high",
  level: both("mandatory"),
  description:
    "A topic says how long it keeps records, closes its segments after a quarter of that at the latest, and is bounded in bytes.",
  why: "Only closed segments expire: with Kafka's default of 7 days a topic with a retention of 3 days keeps records for 10.",
  remedy: "Set retention.ms, segment.ms to at most a quarter of it, and retention.bytes.",
  args: z.strictObject({
    least: z
      .record(
        z.string(),
        z.string().refine((text) => duration().safeParse(text).success, { error: "must be a duration such as 7d" }),
      )
      .describe("Least retention by topic, such as 7d."),
  }),
  defaults: both({ least: PROMISED }),
  example: {
    target: "single-node",
    bad: example(""),
    good: example(`, segment.ms: "${segmentMsFor(3 * 86_400_000)}"`),
  },
  check: (scene, args) => each(scene.get(topics), (topic) => complaintsFor(scene, topic, args)),
});

function complaintsFor(scene: Scene, topic: Topic, { least }: Args): Complaints {
  const { item, config } = topic;
  if (
    !cleanupOf(topic)
      .split(",")
      .some((policy) => policy.trim() === "delete")
  )
    return [];
  const at = config.at("retention.ms");
  const { ms, isSaid } = retentionOf(topic);
  if (!isSaid) return [complain(item, at, "is missing: how long records are kept must be said")];
  const bound = retentionBytesOf(topic);
  if (ms < 0)
    return bound === undefined
      ? [complain(item, at, "is unlimited, and so is retention.bytes: the topic never stops growing")]
      : [];
  return [
    ...segmentComplaints(topic, ms),
    ...promised(topic, ms, ownEntry(least, topic.name)),
    // A declared rate bounds it as well: the disk is proved by it.
    ...(bound === undefined && ownEntry(scene.workload.topics, topic.name) === undefined
      ? [advise(item, config.at("retention.bytes"), "is missing: a burst can fill the brokers' volumes")]
      : []),
  ];
}

function segmentComplaints(topic: Topic, retention: number): Complaints {
  const segment = segmentMsOf(topic);
  const most = Math.floor(retention / 4);
  const at = topic.config.at("segment.ms");
  return segment <= most
    ? []
    : [
        complain(
          topic.item,
          at,
          `is ${at.isSet ? formatSpan(segment) : `the default of ${formatSpan(segment)}`}, must be at most ${formatSpan(most)} (${most} ms), a quarter of the retention`,
        ),
      ];
}

function promised({ item, config, name }: Topic, ms: number, least: string | undefined): Complaints {
  const wanted = least === undefined ? undefined : parseDuration(least);
  return wanted === undefined || ms >= wanted
    ? []
    : [
        complain(
          item,
          config.at("retention.ms"),
          `is ${formatSpan(ms)}, must be at least ${formatSpan(wanted)}, which is promised for ${name}`,
        ),
      ];
}

function example(segment: string): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec:
  partitions: 6
  replicas: 1
  config: { retention.ms: "${3 * 86_400_000}"${segment}, retention.bytes: "1073741824" }`;
}
