/** How checkpoints are taken [Flink docs, checkpointing_configuration]. */
export interface Checkpointing {
  readonly stateBytes: number;
  readonly intervalMs: number;
  readonly incremental: boolean;
  /** `state.checkpoints.num-retained`. */
  readonly retained: number;
  /** Savepoints that are kept besides. */
  readonly savepoints: number;
  /** Bytes of state that change between two checkpoints. */
  readonly changedBytes: number;
}

/** Un-merged SST files that an incremental checkpoint still refers to, times the state; assumed, 1.5 to 2. */
const UNMERGED = 2;

/**
 * Bytes in the bucket. Full: state × (retained + 1), as the new one is written before the oldest goes.
 * Incremental: state × 2 + changes × retained. And savepoints × state.
 */
export function checkpointStorage(c: Checkpointing): number {
  const savepoints = c.savepoints * c.stateBytes;
  if (!c.incremental) return c.stateBytes * (c.retained + 1) + savepoints;
  return c.stateBytes * UNMERGED + c.changedBytes * c.retained + savepoints;
}

/** Bytes per second that checkpoints upload: state ÷ interval, or only what changed. */
export const uploadRate = (c: Checkpointing): number =>
  ((c.incremental ? c.changedBytes : c.stateBytes) * 1000) / c.intervalMs;

/**
 * Records that look unread just before a checkpoint completes: rate × interval.
 * Flink commits Kafka offsets only with a completed checkpoint [Flink Kafka connector docs, "Consumer Offset Committing"].
 */
export const visibleLag = (rate: number, intervalMs: number): number => (rate * intervalMs) / 1000;

/** Lowest lag that may alert: 2 × rate × interval, as a checkpoint may take as long as the interval before it. */
export const lagThreshold = (rate: number, intervalMs: number): number => 2 * visibleLag(rate, intervalMs);

/** Objects that checkpoints write per second: about two for each parallel subtask (its state and its changes) and the metadata; assumed. */
export const checkpointPuts = (parallelism: number, intervalMs: number): number =>
  ((2 * parallelism + 1) * 1000) / intervalMs;
