import { brokerData, usableShare, type TopicLoad } from "../kafka/disk";
import { GiB, MiB } from "../../units";

/** `storage_min_free_bytes`: with less free on any broker, all brokers refuse producers [Redpanda cluster properties]. */
export const MIN_FREE = 5 * GiB;
/** Default `log_segment_size` [Redpanda cluster properties]. */
export const SEGMENT = 128 * MiB;
/** Smallest volume that Redpanda supports; its chart's default [Redpanda Kubernetes requirements]. */
export const SMALLEST_VOLUME = 20 * GiB;
/** Segments that each replica reserves [Redpanda cluster properties, `storage_reserve_min_segments`]. */
export const RESERVED_SEGMENTS = 2;
/** Partitions of Redpanda's own topics: offsets 16, transactions 50, audit 12 [Redpanda internal topics]. Transactions and audit exist once used. */
export const INTERNAL_PARTITIONS = { offsets: 16 } as const;

/** Bytes that the replicas of a broker reserve: replicas × 2 × segment. */
export const segmentReserve = (replicas: number, segment: number = SEGMENT): number =>
  replicas * RESERVED_SEGMENTS * segment;

/** Bytes on one broker: Σ topics copy × RF ÷ brokers + replicas × min(segment, rate × 14 d). */
export const redpandaData = (topics: readonly TopicLoad[], brokers: number, segment: number = SEGMENT): number =>
  brokerData(topics, brokers, segment);

/** Bytes that data may fill before producers are refused: volume − 5 GiB. */
export const writable = (volume: number): number => Math.max(0, volume - MIN_FREE);

export interface VolumeNeed {
  readonly data: number;
  /** Replicas on the broker, internal topics included. */
  readonly replicas: number;
  readonly brokers: number;
  readonly segment?: number;
}

/**
 * Volume of a broker: max(20 GiB, data ÷ 0.6, data + 5 GiB + 2 segments per replica).
 * Source: Redpanda sizing guide (free space), cluster properties (`storage_min_free_bytes`, segments).
 */
export function redpandaVolume({ data, replicas, brokers, segment = SEGMENT }: VolumeNeed): number {
  return Math.max(SMALLEST_VOLUME, data / usableShare(brokers), data + MIN_FREE + segmentReserve(replicas, segment));
}
