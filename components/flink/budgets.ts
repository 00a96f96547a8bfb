import type { Budget } from "../../core/capacity/budget";
import {
  JOBMANAGER_HEAP,
  jobManagerHeap,
  MANAGED_PER_SLOT,
  shuffleBuffers,
  taskManagerMemory,
} from "../../core/capacity/flink/memory";
import { catchUpSeconds, TARGET_UTILISATION } from "../../core/capacity/flink/slots";
import { formatBytes, formatRate, formatSpan } from "../../core/capacity/format";
import { MiB } from "../../core/units";
import type { FlinkConfig } from "./config";
import type { FlinkPlan } from "./plan";

/** What must suffice for a Flink job: throughput, time to catch up, the three pools of a TaskManager, checkpoint timing. */
export function flinkBudgets(plan: Omit<FlinkPlan, "demand">, config: FlinkConfig): readonly Budget[] {
  const { path, capacity, rate, peakRate } = plan;
  const { outage, within } = config.catchUp;
  const catchUpHours = (growth: number): number => catchUpSeconds(outage.ms / 1000, rate * growth, capacity) / 3600;
  return [
    {
      name: "flink-throughput",
      path: `${path}.taskManagers`,
      level: "proof",
      unit: "events/s",
      need: peakRate,
      usable: capacity * TARGET_UTILISATION,
      have: capacity,
      formula: `the lesser of ${plan.parallelism} slots and the TaskManagers' cores × ${formatRate(config.ratePerCore.perSecond)}, planned to ${TARGET_UTILISATION * 100} %`,
      remedy: `raise ${path}.taskManagers or ${path}.taskManager.cpu`,
      needAt: (growth) => peakRate * growth,
      whenFull: `the job ${plan.deployment} can't keep up at the peak`,
    },
    {
      name: "flink-catch-up",
      path: `${path}.catchUp`,
      level: "proof",
      unit: "h",
      need: catchUpHours(1),
      usable: within.ms / 3_600_000,
      have: within.ms / 3_600_000,
      formula: `${formatSpan(outage.ms)} of backlog at ${formatRate(rate)} ÷ (${formatRate(capacity)} − ${formatRate(rate)})`,
      remedy: `raise ${path}.taskManagers or ${path}.catchUp.within`,
      needAt: catchUpHours,
      whenFull: `the job ${plan.deployment} no longer catches up in time after ${formatSpan(outage.ms)} of standstill`,
    },
    ...memoryBudgets(plan),
    {
      name: "flink-jobmanager-heap",
      path: `${path}.jobManager.memory`,
      level: "proof",
      unit: "MiB",
      need: JOBMANAGER_HEAP / MiB,
      usable: jobManagerHeap(plan.jobManager.memory) / MiB,
      have: plan.jobManager.memory / MiB,
      formula: `a process of ${formatBytes(plan.jobManager.memory)} leaves ${formatBytes(jobManagerHeap(plan.jobManager.memory))} of heap`,
      remedy: `raise ${path}.jobManager.memory`,
    },
    {
      name: "flink-max-parallelism",
      path: `${path}.maxParallelism`,
      level: "proof",
      unit: "slots",
      need: plan.parallelism,
      usable: plan.maxParallelism,
      have: plan.maxParallelism,
      formula: "a job can't be more parallel than its key groups",
      remedy: `lower ${path}.taskManagers or slots; another ${path}.maxParallelism drops the state`,
    },
    {
      name: "flink-checkpoint-timeout",
      path: `${path}.checkpoints.interval`,
      level: "proof",
      unit: "h",
      need: config.checkpoints.interval.ms / 3_600_000,
      usable: config.checkpoints.timeout.ms / 3_600_000,
      have: config.checkpoints.timeout.ms / 3_600_000,
      formula: "a checkpoint may take longer than one interval before it fails",
      remedy: `raise ${path}.checkpoints.timeout`,
    },
  ];
}

/** Heap, managed and network memory of one TaskManager against what its slots need. */
function memoryBudgets({
  path,
  taskManager,
  memoryNeed,
  slots,
  parallelism,
  taskManagers,
}: Omit<FlinkPlan, "demand">): readonly Budget[] {
  const memory = taskManagerMemory(taskManager.memory, memoryNeed.backend);
  const managed = memoryNeed.backend === "rocksdb" ? slots * MANAGED_PER_SLOT : 0;
  const pool = (name: string, need: number, have: number, formula: string): Budget => ({
    name,
    path: `${path}.taskManager.memory`,
    level: "proof",
    unit: "MiB",
    need: need / MiB,
    usable: have / MiB,
    have: have / MiB,
    formula: `${formula}; a process of ${formatBytes(taskManager.memory)} leaves ${formatBytes(have)}`,
    remedy: `raise ${path}.taskManager.memory`,
  });
  return [
    pool("flink-task-heap", memoryNeed.taskHeap, memory.taskHeap, "user code below this collects garbage all the time"),
    pool("flink-managed-memory", managed, memory.managed, `RocksDB, ${slots} slots × 128 MiB`),
    pool(
      "flink-network-memory",
      shuffleBuffers(parallelism, taskManagers),
      memory.network,
      `buffers of an all-to-all shuffle at parallelism ${parallelism}`,
    ),
  ];
}
