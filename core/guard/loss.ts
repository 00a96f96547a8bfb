import { GiB } from "../units";
import type { Loss } from "./change";
import type { BrokerFacts, TopicFacts } from "./facts";

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

/**
 * Share of the partitions that have more than half of their copies on the brokers that go, where copies are spread by chance: the upper tail of
 * the hypergeometric distribution (so many brokers, so many of them going, so many copies drawn).
 */
export function shareWithoutMajority(brokers: number, going: number, copies: number): number {
  const least = Math.floor(copies / 2) + 1;
  const counts = Array.from({ length: Math.max(0, copies - least + 1) }, (_, i) => least + i);
  const ways = counts.reduce((sum, k) => sum + choose(going, k) * choose(brokers - going, copies - k), 0);
  return ways / choose(brokers, copies);
}

function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  return Array.from({ length: k }).reduce<number>((ways, _, i) => (ways * (n - i)) / (i + 1), 1);
}

/** A bound of what is lost, where it is known. */
export const atMost = (gib: number | undefined): Loss | undefined =>
  gib === undefined ? undefined : { GiB: rounded(gib) };

/** GiB on all brokers together, each record once. */
export const onceGiB = ({ dataGiB, replication }: BrokerFacts): number | undefined =>
  dataGiB === undefined ? undefined : rounded(dataGiB / replication);

export const inGiB = (bytes: number): number => rounded(bytes / GiB);
