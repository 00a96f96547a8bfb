/** Partitions that Kafka's own topics add: `__consumer_offsets` and `__transaction_state`, 50 each [GroupCoordinatorConfig, TransactionLogConfig]. */
export const INTERNAL_PARTITIONS = { offsets: 50, transactions: 50 } as const;

/** Highly composite numbers: they divide evenly among many consumer counts. */
const HIGHLY_COMPOSITE = [1, 2, 4, 6, 12, 24, 36, 48, 60, 120, 180, 240, 360, 720, 840, 1260, 1680, 2520, 5040];
/** With several brokers, those that three and six of them divide. */
const FOR_SEVERAL = HIGHLY_COMPOSITE.filter((n) => n % 6 === 0);

/** Generic guidance: 4,000 partition replicas per broker, 200,000 per cluster [KIP-578]. */
export const CLUSTER_PARTITION_LIMIT = 200_000;

/**
 * Partition replicas that a broker of this memory carries well, internal topics included:
 * 300 (2 GiB), 1,000 (8 and 16 GiB), 2,000 (32 GiB), 4,000 (64 GiB and more) [AWS MSK best practices, right-size your cluster].
 */
export function partitionLimit(memoryBytes: number): number {
  const gib = memoryBytes / 1024 ** 3;
  if (gib >= 64) return 4_000;
  if (gib >= 32) return 2_000;
  if (gib >= 4) return 1_000;
  return 300;
}

export interface PartitionNeed {
  /** Bytes per second at the peak. */
  readonly peakBytes: number;
  /** Bytes per second that one partition takes and gives, as measured. */
  readonly producePerPartition: number;
  readonly consumePerPartition: number;
  /** The most consumers of one group that must work at once, for instance a Flink source's parallelism. */
  readonly consumers: number;
  /** Room for more consumers later; partitions of a keyed topic can't be added without reshuffling its keys. */
  readonly growth: number;
  readonly brokers: number;
}

/**
 * ceil(max(T ÷ p, T ÷ c, consumers)) × growth, rounded up to a highly composite number; with several brokers to a multiple of six.
 * It isn't rounded to a multiple of the brokers' own number: one more broker would then change partitions, which can't become fewer, and
 * whose growth reshuffles keys. What an uneven spread costs is counted in the disk.
 * Source: Confluent "How to choose the number of topics/partitions" (max(t/p, t/c)); Kafka operations guide (adding partitions moves no data).
 */
export function partitionsFor(need: PartitionNeed): number {
  const least = Math.ceil(
    Math.max(1, need.peakBytes / need.producePerPartition, need.peakBytes / need.consumePerPartition, need.consumers) *
      need.growth,
  );
  const ladder = need.brokers > 1 ? FOR_SEVERAL : HIGHLY_COMPOSITE;
  return ladder.find((n) => n >= least) ?? Math.ceil(least / 720) * 720;
}
