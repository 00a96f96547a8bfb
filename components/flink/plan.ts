import { SECONDS_PER_MONTH, type CostPart } from "../../core/capacity/cost/quantities";
import { addUp, demand, type Demand } from "../../core/capacity/demand";
import { SizeSheet } from "../../core/capacity/derived";
import {
  checkpointPuts,
  checkpointStorage,
  lagThreshold,
  uploadRate,
  visibleLag,
  type Checkpointing,
} from "../../core/capacity/flink/checkpoints";
import { JOBMANAGER, smallestTaskManager, TASK_HEAP, type TaskManagerNeed } from "../../core/capacity/flink/memory";
import { MAX_PARALLELISM, TARGET_UTILISATION } from "../../core/capacity/flink/slots";
import { formatBytes, formatNumber, formatRate, formatSpan, formatThroughput } from "../../core/capacity/format";
import { replicasFor, type Shape } from "../../core/capacity/nodes/shape";
import { roundUp } from "../../core/capacity/numbers";
import { GiB } from "../../core/units";
import { flinkBudgets } from "./budgets";
import type { FlinkConfig } from "./config";
import { flinkPods } from "./pods";
import { flinkWidth, type FlinkWidth } from "./width";

export interface FlinkPlanArgs {
  /** Path of the job in the config: `streamflow.flink`. */
  readonly path: string;
  /** Name of the FlinkDeployment. */
  readonly deployment: string;
  readonly namespace: string;
  readonly config: FlinkConfig;
  readonly shape: Shape;
  /** Load of the sources together, events per second. */
  readonly rate: number;
  readonly peakRate: number;
}

export interface FlinkPlan {
  readonly path: string;
  readonly deployment: string;
  readonly namespace: string;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly slots: number;
  readonly taskManagers: number;
  readonly taskManager: { readonly cpu: number; readonly memory: number };
  readonly jobManagers: number;
  readonly jobManager: { readonly cpu: number; readonly memory: number };
  readonly memoryNeed: TaskManagerNeed;
  readonly checkpointing: Checkpointing;
  /** Least lag, in records, that may alert. */
  readonly lagThreshold: number;
  /** Events per second that the job can process: a subtask is one thread, so the lesser of slots and cores counts. */
  readonly capacity: number;
  readonly rate: number;
  readonly peakRate: number;
  readonly demand: Demand;
}

/** Least cores of a TaskManager and a JobManager: garbage collection and checkpoints need some even when idle. */
const FLOOR = {
  "single-node": { taskManager: 500, jobManager: 250 },
  "multi-node": { taskManager: 1_000, jobManager: 500 },
} as const;

export function planFlink(args: FlinkPlanArgs): FlinkPlan {
  const { config, shape, rate, peakRate, path } = args;
  const sheet = new SizeSheet(path);
  const width = flinkWidth(config, shape, peakRate);
  const own = flinkWidth({ ...config, taskManagers: undefined }, shape, peakRate);
  sheet.count(
    "taskManagers",
    "pods",
    own.taskManagers,
    `${formatRate(peakRate)} at the peak ÷ ${formatRate(config.ratePerCore.perSecond)} per core ÷ ${TARGET_UTILISATION}, ÷ ${config.slots} slots, at least ${replicasFor(shape, 2)}`,
    config.taskManagers,
  );
  sheet.count("parallelism", "slots", width.parallelism, `${width.taskManagers} TaskManagers × ${width.slots} slots`);
  const maxParallelism = sheet.count(
    "maxParallelism",
    "slots",
    MAX_PARALLELISM,
    "has many divisors, and never changes by itself: a change drops the state",
    config.maxParallelism,
  );
  const memoryNeed: TaskManagerNeed = {
    ...width,
    backend: config.stateBackend,
    taskHeap: shape.kind === "single-node" ? TASK_HEAP.singleNode : TASK_HEAP.multiNode,
  };
  const taskManager = sizeTaskManager(sheet, args, width, memoryNeed);
  const jobManagers = sheet.count(
    "jobManager.replicas",
    "pods",
    replicasFor(shape, 2),
    "one, and a standby on a multi-node target",
    config.jobManager.replicas,
  );
  const stock = shape.kind === "single-node" ? JOBMANAGER.small : JOBMANAGER.stock;
  const jobManager = {
    cpu: sheet.cpu(
      "jobManager.cpu",
      FLOOR[shape.kind].jobManager,
      "coordination only",
      config.jobManager.cpu?.millicores,
    ),
    memory: sheet.memory(
      "jobManager.memory",
      stock,
      "heap 448 MiB suffices for one small job; Flink ships 1,600 MiB",
      config.jobManager.memory?.bytes,
    ),
  };
  const { checkpoints } = config;
  // The heap backend has no files of which only the new ones could be uploaded.
  const incremental = checkpoints.incremental && config.stateBackend === "rocksdb";
  const checkpointing: Checkpointing = {
    stateBytes: config.state.bytes,
    intervalMs: checkpoints.interval.ms,
    incremental,
    retained: checkpoints.retained,
    savepoints: checkpoints.savepoints,
    changedBytes: config.state.bytes * checkpoints.changed,
  };
  sheet.disk(
    "checkpoints.storage",
    checkpointStorage(checkpointing),
    `${formatBytes(config.state.bytes)} of state, ${checkpoints.retained} checkpoints and ${checkpoints.savepoints} savepoints kept, ${incremental ? "incremental" : "full"}`,
  );
  sheet.count(
    "checkpoints.upload",
    "MiB/s",
    uploadRate(checkpointing) / 1024 ** 2,
    `${formatThroughput(uploadRate(checkpointing))}: what changes every ${formatSpan(checkpoints.interval.ms)}`,
  );
  const threshold = sheet.count(
    "lagThreshold",
    "events",
    Math.ceil(lagThreshold(rate, checkpoints.interval.ms)),
    `2 × ${formatRate(rate)} × ${formatSpan(checkpoints.interval.ms)}; ${formatNumber(visibleLag(rate, checkpoints.interval.ms))} look unread just before each checkpoint`,
  );
  const cores = Math.min(width.parallelism, (width.taskManagers * taskManager.cpu) / 1000);
  const plan: Omit<FlinkPlan, "demand"> = {
    path,
    deployment: args.deployment,
    namespace: args.namespace,
    ...width,
    maxParallelism,
    taskManager,
    jobManagers,
    jobManager,
    memoryNeed,
    checkpointing,
    lagThreshold: threshold,
    capacity: cores * config.ratePerCore.perSecond,
    rate,
    peakRate,
  };
  const puts = checkpointPuts(width.parallelism, checkpoints.interval.ms) * SECONDS_PER_MONTH;
  const costs: CostPart[] = [
    {
      driver: "object-gib",
      amount: checkpointStorage(checkpointing) / GiB,
      what: `${args.deployment} checkpoints and savepoints`,
    },
    { driver: "put-requests", amount: puts, what: `${args.deployment} checkpoints` },
  ];
  return {
    ...plan,
    demand: addUp([demand({ sizes: sheet.sizes, budgets: flinkBudgets(plan, config), costs }), flinkPods(plan, shape)]),
  };
}

function sizeTaskManager(
  sheet: SizeSheet,
  { config, shape, peakRate }: FlinkPlanArgs,
  width: FlinkWidth,
  need: TaskManagerNeed,
): { cpu: number; memory: number } {
  const floor = FLOOR[shape.kind].taskManager;
  const cores = peakRate / config.ratePerCore.perSecond / TARGET_UTILISATION;
  return {
    cpu: sheet.cpu(
      "taskManager.cpu",
      Math.max(floor, roundUp((cores * 1000) / width.taskManagers, 100)),
      `max(${floor}m, ${formatNumber(cores)} cores for the peak at ${TARGET_UTILISATION * 100} % ÷ ${width.taskManagers})`,
      config.taskManager.cpu?.millicores,
    ),
    memory: sheet.memory(
      "taskManager.memory",
      smallestTaskManager(need),
      `smallest process with ${formatBytes(need.taskHeap)} of task heap, ${need.backend === "rocksdb" ? "128 MiB of managed memory per slot, " : ""}and buffers for parallelism ${width.parallelism}`,
      config.taskManager.memory?.bytes,
    ),
  };
}
