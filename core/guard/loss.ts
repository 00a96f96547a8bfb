import { GiB } from "../units";
import type { Loss } from "./change";
import type { TopicFacts } from "./facts";

const HOUR_MS = 3_600_000;
/** Three digits: more would pretend to know. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** Records that a topic takes in within a span of time: rate × span, and their bytes. One copy. */
export function recordsOf(topic: TopicFacts | undefined, spanMs: number): Loss {
  const hours = rounded(spanMs / HOUR_MS);
  if (topic === undefined) return { hours };
  const records = Math.round((topic.recordsPerSecond * spanMs) / 1000);
  return { records, GiB: rounded((records * topic.bytesPerRecord) / GiB), hours };
}

/** Everything that a topic holds: its retention's records; of a compacted one, a record for each key. */
export function contentOf(topic: TopicFacts | undefined, retentionMs: number | undefined, compacted: boolean): Loss {
  if (compacted) {
    if (topic?.keys === undefined) return {};
    return { records: topic.keys, GiB: rounded((topic.keys * topic.bytesPerRecord) / GiB) };
  }
  return retentionMs === undefined || retentionMs < 0 ? {} : recordsOf(topic, retentionMs);
}

export const inGiB = (bytes: number): number => rounded(bytes / GiB);
