/** One Flink job in a cluster of its own: what an operator decides. Sizes that are left out are derived. */
import { z } from "zod";
import { choice, count, cpu, duration, factor, flag, rate, settings, size, text } from "../../core/config/fields";

/** Versions that the pinned operator runs; the image's own, as its S3 plugin's file name holds all three numbers. */
const version = () =>
  z
    .string({ error: "must be a version in quotes" })
    .regex(/^1\.(19|20)\.\d+$/, { error: "must be 1.19 or 1.20 with its third number, such as 1.20.1" });

const Job = settings({
  name: text().describe("Name of the job in Flink's pages and metrics (`pipeline.name`)."),
  jar: z
    .string({ error: "must be a URI" })
    .regex(/^(local|https?):\/\/\S+\.jar$/, {
      error: "must be the URI of a jar, such as local:///opt/flink/jobs/job.jar",
    })
    .describe("The job's jar; `local://` is a path inside the image."),
  class: text().optional().describe("Main class. Default: as the jar's manifest says."),
  args: z
    .array(z.string({ error: "must be a text" }))
    .default([])
    .describe("Arguments of the main class."),
  upgrade: choice(["savepoint", "last-state"])
    .default("savepoint")
    .describe("How a changed job goes on: from a savepoint taken first, or, faster, from the last checkpoint."),
  restore: settings({
    from: z
      .string({ error: "must be a URI" })
      .regex(/^s3:\/\/\S+$/, { error: "must be the s3:// URI of a checkpoint or savepoint" })
      .describe("The checkpoint or savepoint."),
    attempt: count(1, 1_000_000).describe("Another number restores once more."),
  })
    .optional()
    .describe("Starts the job from this state instead of its own."),
});

const Checkpoints = settings({
  interval: duration({ min: "1s" })
    .prefault("60s")
    .describe("Time between two checkpoints; Kafka offsets are committed, and lag is seen to fall, only with one."),
  timeout: duration({ min: "10s" }).prefault("10m").describe("A checkpoint that takes longer fails."),
  minPause: duration()
    .optional()
    .describe("Least time between the end of one and the next. Default: half of the interval."),
  failures: count(0, 1_000).default(3).describe("Checkpoints that may fail in a row before the job restarts."),
  incremental: flag().default(true).describe("Upload only what changed since the last one; with RocksDB alone."),
  retained: count(1, 20).default(3).describe("Checkpoints kept in the bucket."),
  savepoints: count(0, 100).default(3).describe("Savepoints kept in the bucket."),
  changed: factor(0, 1).default(0.1).describe("Share of the state that changes between two checkpoints."),
});

export const FlinkConfig = settings({
  image: text().describe("Image of the application: Flink with the job's jar, by tag and digest."),
  version: version().describe("Flink's version in the image."),
  job: Job.describe("What runs."),
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
  latency: duration().prefault("60s").describe("Time between two latency markers; 0s turns them off."),
  restart: settings({
    first: duration({ min: "1s" }).prefault("1s").describe("Wait after the first failure; doubles with each."),
    longest: duration({ min: "1s" }).prefault("5m").describe("Longest wait."),
    calm: duration({ min: "1s" }).prefault("1h").describe("Without a failure for this long, waits start over."),
  })
    .prefault({})
    .describe("A failed job restarts without end, more slowly each time (`exponential-delay`)."),
  catchUp: settings({
    outage: duration({ min: "1m" }).prefault("30m").describe("A standstill of this length"),
    within: duration({ min: "1m" }).prefault("2h").describe("is caught up with in this time."),
  })
    .prefault({})
    .describe("What the job's spare capacity is for."),
});
export type FlinkConfig = z.output<typeof FlinkConfig>;
