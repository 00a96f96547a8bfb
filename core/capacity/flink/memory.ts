import { clamp } from "../numbers";
import { GiB, MiB } from "../../units";

/** Flink's memory model: how a process's memory is divided [Flink docs, "Set up Flink's Process Memory", common_memory_section]. Bytes throughout. */
export const OVERHEAD = { share: 0.1, least: 192 * MiB, most: GiB } as const;
export const METASPACE = 256 * MiB;
const MANAGED_SHARE = 0.4;
const NETWORK = { share: 0.1, least: 64 * MiB } as const;
const FRAMEWORK_HEAP = 128 * MiB;
const FRAMEWORK_OFF_HEAP = 128 * MiB;
const JOBMANAGER_OFF_HEAP = 128 * MiB;

/** Task heap below which a TaskManager spends its time collecting garbage; the larger one for production. Rules of thumb, assumed. */
export const TASK_HEAP = { singleNode: 192 * MiB, multiNode: 384 * MiB } as const;
/** Managed memory that RocksDB needs in a slot: a write buffer (64 MiB) and block cache besides; assumed. */
export const MANAGED_PER_SLOT = 128 * MiB;
/** `state.backend.type`: RocksDB lives in managed memory, the heap backend needs none. */
export type StateBackend = "rocksdb" | "hashmap";

/** `taskmanager.memory.managed.fraction`. */
export const managedShare = (backend: StateBackend): number => (backend === "rocksdb" ? MANAGED_SHARE : 0);

export interface TaskManagerMemory {
  readonly overhead: number;
  readonly flink: number;
  readonly managed: number;
  readonly network: number;
  /** What is left for user code; may be negative, which means that the process can't start. */
  readonly taskHeap: number;
}

/**
 * overhead = clamp(10 % of process, 192 MiB, 1 GiB); Flink = process − overhead − metaspace 256; managed 40 % of Flink (0 with the heap backend);
 * network 10 % of Flink, at least 64 MiB; task heap = Flink − managed − network − framework heap 128 − framework off-heap 128.
 */
export function taskManagerMemory(process: number, backend: StateBackend = "rocksdb"): TaskManagerMemory {
  const overhead = clamp(process * OVERHEAD.share, OVERHEAD.least, OVERHEAD.most);
  const flink = process - overhead - METASPACE;
  const managed = flink * managedShare(backend);
  const network = Math.max(flink * NETWORK.share, NETWORK.least);
  return {
    overhead,
    flink,
    managed,
    network,
    taskHeap: flink - managed - network - FRAMEWORK_HEAP - FRAMEWORK_OFF_HEAP,
  };
}

/** JobManager heap = process − overhead − metaspace 256 − off-heap 128. */
export const jobManagerHeap = (process: number): number =>
  process - clamp(process * OVERHEAD.share, OVERHEAD.least, OVERHEAD.most) - METASPACE - JOBMANAGER_OFF_HEAP;

/** Heap below which a JobManager fails with its first sizeable job; assumed. */
export const JOBMANAGER_HEAP = 256 * MiB;
/** JobManager processes: 1,600 MiB is Flink's shipped configuration; 1,024 MiB leaves 448 MiB of heap, enough for one small job. */
export const JOBMANAGER = { stock: 1_600 * MiB, small: 1_024 * MiB } as const;

/** Network buffers: 32 KiB each, channels × 2 + 8 per gate [Flink docs, network_mem_tuning]. An all-to-all shuffle needs up to p² ÷ TMs × 2 × 64 KiB per TaskManager. */
export const shuffleBuffers = (parallelism: number, taskManagers: number): number =>
  (parallelism ** 2 / taskManagers) * 2 * 64 * 1024;

export interface TaskManagerNeed {
  readonly slots: number;
  readonly backend: StateBackend;
  readonly taskHeap: number;
  readonly parallelism: number;
  readonly taskManagers: number;
}

/** Does a process of this size give its slots what they need? The first thing missing, or undefined. */
export function taskManagerLacks(
  process: number,
  need: TaskManagerNeed,
): { what: "task heap" | "managed memory" | "network memory"; have: number; need: number } | undefined {
  const memory = taskManagerMemory(process, need.backend);
  const managed = need.backend === "rocksdb" ? need.slots * MANAGED_PER_SLOT : 0;
  const network = shuffleBuffers(need.parallelism, need.taskManagers);
  if (memory.taskHeap < need.taskHeap) return { what: "task heap", have: memory.taskHeap, need: need.taskHeap };
  if (memory.managed < managed) return { what: "managed memory", have: memory.managed, need: managed };
  if (memory.network < network) return { what: "network memory", have: memory.network, need: network };
  return undefined;
}

/** The smallest process, in steps of 64 MiB, that lacks nothing. */
export function smallestTaskManager(need: TaskManagerNeed): number {
  let process = 768 * MiB;
  while (taskManagerLacks(process, need) !== undefined) process += 64 * MiB;
  return process;
}
