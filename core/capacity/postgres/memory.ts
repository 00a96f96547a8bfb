import { roundUp } from "../numbers";
import { GiB, MiB } from "../../units";

/** Settings that follow from an instance's memory. Bytes. */
export interface PostgresMemory {
  readonly sharedBuffers: number;
  readonly effectiveCacheSize: number;
  readonly maintenanceWorkMem: number;
  readonly workMem: number;
}

/** `max_worker_processes` that CloudNativePG sets [CloudNativePG docs, postgresql_conf]. */
export const WORKER_PROCESSES = 32;
/** PostgreSQL's default `autovacuum_max_workers`. */
const AUTOVACUUM_WORKERS = 3;
/** PostgreSQL's default `work_mem`, the floor. */
const WORK_MEM_FLOOR = 4 * MiB;
/** Private memory of a backend besides `work_mem`; assumed. */
const PER_BACKEND = 8 * MiB;
/** Share of the limit that the worst case may take. */
const WORST_CASE_SHARE = 0.9;
/** Smallest instance offered, and the step of derived ones. */
const SMALLEST = GiB;
const STEP = 256 * MiB;

/**
 * shared_buffers 25 % [PostgreSQL docs, runtime-config-resource]; effective_cache_size 75 %; maintenance_work_mem RAM ÷ 16, at most 2 GiB (pgtune: 8 GB
 * on Linux; less, as each autovacuum worker may take it); work_mem = (RAM − shared_buffers) ÷ (3 × (connections + workers)), at least 4 MB
 * [pgtune configurationSlice.js].
 */
export function postgresMemory(
  memory: number,
  connections: number,
  workers: number = WORKER_PROCESSES,
): PostgresMemory {
  const sharedBuffers = memory / 4;
  return {
    sharedBuffers,
    effectiveCacheSize: (memory * 3) / 4,
    maintenanceWorkMem: Math.min(memory / 16, 2 * GiB),
    workMem: Math.max(WORK_MEM_FLOOR, (memory - sharedBuffers) / (3 * (connections + workers))),
  };
}

/** Worst case: shared_buffers + connections × (work_mem + 8 MiB) + autovacuum workers × maintenance_work_mem. */
export function worstCase(memory: number, connections: number): number {
  const m = postgresMemory(memory, connections);
  return m.sharedBuffers + connections * (m.workMem + PER_BACKEND) + AUTOVACUUM_WORKERS * m.maintenanceWorkMem;
}

/** What the worst case may take: 90 % of the limit; the rest is for the operator's process and the page cache. */
export const worstCaseLimit = (memory: number): number => memory * WORST_CASE_SHARE;

/** The smallest memory, in steps of 256 MiB from 1 GiB, whose worst case stays within 90 %. */
export function memoryFor(connections: number): number {
  let memory = SMALLEST;
  while (worstCase(memory, connections) > worstCaseLimit(memory)) memory = roundUp(memory + STEP, STEP);
  return memory;
}
