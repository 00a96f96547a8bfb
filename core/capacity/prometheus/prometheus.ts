import { MiB } from "../../units";

/** Bytes of a sample on disk, 1 to 2 [Prometheus docs, storage]; the larger one. */
export const BYTES_PER_SAMPLE = 2;
/** Share of the volume that `retentionSize` may take: compaction briefly doubles a block, WAL and head aren't counted [Prometheus docs, storage]. */
export const RETENTION_SHARE = 0.8;
/** Memory per active series with churn and queries, 7–9 KiB in practice [prometheus-alert-generator]; cardinality alone is 732 B, doubled for GC [Robust Perception]. */
const BYTES_PER_SERIES = 8 * 1024;
/** Memory of a Prometheus without series; assumed. */
export const BASE = 256 * MiB;

/** Samples per second: series ÷ interval. */
export const samplesPerSecond = (series: number, intervalMs: number): number => (series * 1000) / intervalMs;

/** Bytes of blocks: retention × samples/s × 2 B. */
export const blockBytes = (series: number, intervalMs: number, retentionMs: number): number =>
  (retentionMs / 1000) * samplesPerSecond(series, intervalMs) * BYTES_PER_SAMPLE;

/** Memory that series take: series × 8 KiB. */
export const seriesMemory = (series: number): number => series * BYTES_PER_SERIES;

/** Memory of a Prometheus: series × 8 KiB + 256 MiB. */
export const prometheusMemory = (series: number): number => seriesMemory(series) + BASE;
