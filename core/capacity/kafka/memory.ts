import { GiB, MiB } from "../../units";

/** Share of the container that is heap, and its ceiling, as Strimzi sets them without `jvmOptions` [Strimzi KafkaCluster, default heap]. */
export const HEAP_SHARE = 0.5;
export const HEAP_CEILING = 5 * GiB;

/** Non-heap memory of the JVM (metaspace, threads, direct buffers); assumed, to be replaced by a measurement. */
export const NON_HEAP = 307 * MiB;

/** Seconds of writes that the page cache should hold [Kafka operations guide, "Memory"]. */
export const PAGE_CACHE_SECONDS = 30;

/** Page cache: 30 s × bytes written per second and broker. */
export const pageCache = (writePerBroker: number): number => PAGE_CACHE_SECONDS * writePerBroker;

/** What a container must have at least: heap + non-heap + page cache; and twice the heap, as Strimzi's default heap is half of it. */
export const containerFor = (heap: number, writePerBroker: number): number =>
  Math.max(heap / HEAP_SHARE, heap + NON_HEAP + pageCache(writePerBroker));

/**
 * Heap for a broker: a floor by profile plus 1 MiB per 8 replicas; LinkedIn's 6 GB heaps carried some 830 partitions at 5 MB/s each with ease
 * [Kafka operations guide, "A production server config"].
 */
export const heapFor = (replicas: number, floor: number): number =>
  Math.min(HEAP_CEILING, floor + Math.ceil(replicas / 8) * MiB);
