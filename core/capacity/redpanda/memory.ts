import { GiB, KiB, MiB } from "../../units";

/** Redpanda gets 90 % of the container's memory as `--memory` and needs 2 GiB per core of it: 2.22 GiB per core [Redpanda chart, values `resources`]. */
export const MEMORY_SHARE = 0.9;
export const MEMORY_PER_CORE = 2 * GiB;
/** Throughput that one core is planned for, in bytes per second [Redpanda sizing guide]. */
export const BYTES_PER_CORE = 100e6;
/** Cores: 4 are recommended, 2 the least that is supported, 1 in developer mode [Redpanda Kubernetes requirements]. */
export const CORES = { recommended: 4, supported: 2, developer: 1 } as const;

/** Partition replicas per core [Redpanda `topic_partitions_per_shard`]. */
export const REPLICAS_PER_CORE = 5_000;
/** 10 % of memory is for partitions, 200 KiB each [Redpanda `topic_memory_per_partition`]; the sizing guide says 2 MB of memory per replica. */
const PARTITION_POOL = 0.1;
const POOL_PER_REPLICA = 200 * KiB;
const SIZING_PER_REPLICA = 2e6;

/** Smallest container for so many cores: cores × 2 GiB ÷ 0.9, up to whole MiB. */
export const memoryForCores = (cores: number): number =>
  Math.ceil((cores * MEMORY_PER_CORE) / MEMORY_SHARE / MiB) * MiB;

/** Cores for a broker: max(floor, ceil(bytes per second ÷ 100 MB/s)), even above one. */
export function coresFor(bytesPerSecond: number, floor: number): number {
  const cores = Math.max(floor, Math.ceil(bytesPerSecond / BYTES_PER_CORE));
  return cores === 1 ? 1 : Math.ceil(cores / 2) * 2;
}

/** Replicas that a broker carries: the strictest of 5,000 per core, the pool of 10 % ÷ 200 KiB and memory ÷ 2 MB. */
export const replicaLimit = (cores: number, memory: number): number =>
  Math.floor(
    Math.min(
      cores * REPLICAS_PER_CORE,
      (memory * MEMORY_SHARE * PARTITION_POOL) / POOL_PER_REPLICA,
      memory / SIZING_PER_REPLICA,
    ),
  );
