/** One Flink job in a cluster of its own: what an operator decides. Sizes that are left out are derived. */
import { z } from "zod";
import { choice, count, cpu, duration, factor, flag, rate, settings, size, text } from "../../core/config/fields";

const Checkpoints = settings({
  interval: duration({ min: "1s" })
    .prefault("60s")
    .describe("Time between two checkpoints; Kafka offsets are committed, and lag is seen to fall, only with one."),
  timeout: duration({ min: "10s" }).prefault("10m").describe("A checkpoint that takes longer fails."),
  incremental: flag().default(true).describe("Upload only what changed since the last one (RocksDB)."),
  retained: count(1, 20).default(3).describe("Checkpoints kept in the bucket."),
  savepoints: count(0, 100).default(3).describe("Savepoints kept in the bucket."),
  changed: factor(0, 1).default(0.1).describe("Share of the state that changes between two checkpoints."),
});

export const FlinkConfig = settings({
  sources: z
    .array(text(), { error: "must be a list of topics" })
    .min(1, { error: "must name at least one topic" })
    .describe("Topics that the job reads."),
  ratePerCore: rate().describe("Events per second that one core processes, as measured."),
  state: size({ min: "1Mi" }).describe("State of the job when it is full grown."),
  stateBackend: choice(["rocksdb", "hashmap"]).default("rocksdb").describe("hashmap keeps the state on the heap."),
  sinks: count(0, 50).default(0).describe("JDBC sinks; each opens one database connection per parallel subtask."),
  taskManagers: count(1, 500).optional().describe("TaskManager pods; with slots it decides the parallelism."),
  slots: count(1, 32).default(2).describe("Task slots of each TaskManager."),
  maxParallelism: count(1, 32_768).optional().describe("`pipeline.max-parallelism`; a change drops the job's state."),
  taskManager: settings({
    cpu: cpu().optional().describe("Cores of each TaskManager."),
    memory: size({ min: "512Mi" })
      .optional()
      .describe("Process memory of each TaskManager (`taskmanager.memory.process.size`)."),
  })
    .prefault({})
    .describe("Size of a TaskManager."),
  jobManager: settings({
    replicas: count(1, 3).optional().describe("JobManagers; a standby takes over faster."),
    cpu: cpu().optional().describe("Cores of each JobManager."),
    memory: size({ min: "768Mi" }).optional().describe("Process memory of each JobManager."),
  })
    .prefault({})
    .describe("Size of a JobManager."),
  checkpoints: Checkpoints.prefault({}).describe("How state is made safe."),
  catchUp: settings({
    outage: duration({ min: "1m" }).prefault("30m").describe("A standstill of this length"),
    within: duration({ min: "1m" }).prefault("2h").describe("is caught up with in this time."),
  })
    .prefault({})
    .describe("What the job's spare capacity is for."),
});
export type FlinkConfig = z.output<typeof FlinkConfig>;
