import { z } from "zod";
import { formatBytes } from "../../core/capacity/format";
import { JOBMANAGER_HEAP, MANAGED_PER_SLOT, TASK_HEAP, jobManagerHeap } from "../../core/capacity/flink/memory";
import { size } from "../../core/config/fields";
import { MiB, parseSize } from "../../core/units";
import { type Complaints, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, resourceRule } from "../framework/rule";
import { DEPLOYMENT, clusterOf, processMemory, slotsOf } from "../kinds/flink";
import { backendOf, taskMemory } from "../kinds/flink-memory";

interface Args {
  readonly taskHeap: string;
  readonly managedPerSlot: string;
}
const amount = () =>
  z.string().refine((text) => size().safeParse(text).success, { error: "must be a size such as 384Mi" });

export const memoryModel = resourceRule<Args>({
  id: "FLK-01",
  slug: "memory-model",
  severity: "high",
  level: both("mandatory"),
  kinds: [DEPLOYMENT],
  description:
    "What Flink's memory model leaves for user code and for RocksDB is enough; sizes are written in units that Flink reads.",
  why: "Of a TaskManager with 1 GiB, 26 MiB are left for the job: it spends its time collecting garbage.",
  remedy:
    "Raise taskManager.resource.memory (2048m leaves some 540 MiB of task heap), or lower the managed share where no RocksDB is used.",
  args: z.strictObject({
    taskHeap: amount().describe("Least task heap of a TaskManager."),
    managedPerSlot: amount().describe("Least managed memory of a slot, where RocksDB keeps the state."),
  }),
  defaults: per(
    { taskHeap: `${TASK_HEAP.singleNode / MiB}Mi`, managedPerSlot: `${MANAGED_PER_SLOT / MiB}Mi` },
    { taskHeap: `${TASK_HEAP.multiNode / MiB}Mi`, managedPerSlot: `${MANAGED_PER_SLOT / MiB}Mi` },
  ),
  example: { target: "multi-node", bad: example("1024m"), good: example("2048m") },
  check: (item, args) =>
    parts(
      item,
      () => taskManager(item, args),
      () => jobManager(item),
    ),
});

function taskManager(item: Item, { taskHeap, managedPerSlot }: Args): Complaints {
  const { settings } = clusterOf(item);
  const given = processMemory(item, settings, "taskManager");
  if (given === undefined)
    return [complain(item, "spec.taskManager.resource.memory", "is missing: the TaskManagers' memory must be said")];
  const { at, bytes: process } = given;
  if (process === undefined || process < 64 * MiB)
    return [complain(item, at, `is ${JSON.stringify(at.value)}, must be a size that Flink reads, such as 2048m (MiB)`)];
  const memory = taskMemory(process, settings);
  const least = parseSize(taskHeap) ?? 0;
  const slots = slotsOf(settings);
  const managed = backendOf(settings) === "rocksdb" ? slots * (parseSize(managedPerSlot) ?? 0) : 0;
  return [
    ...(memory.taskHeap < least
      ? [
          complain(
            item,
            at,
            `leaves ${formatBytes(memory.taskHeap)} of task heap, must leave at least ${formatBytes(least)}`,
          ),
        ]
      : []),
    ...(memory.managed < managed
      ? [
          complain(
            item,
            at,
            `leaves ${formatBytes(memory.managed)} of managed memory, must leave at least ${formatBytes(managed)}: ${managedPerSlot} for RocksDB in each of ${slots} slot(s)`,
          ),
        ]
      : []),
  ];
}

function jobManager(item: Item): Complaints {
  const { settings } = clusterOf(item);
  const given = processMemory(item, settings, "jobManager");
  if (given === undefined)
    return [complain(item, "spec.jobManager.resource.memory", "is missing: the JobManager's memory must be said")];
  const { at, bytes: process } = given;
  if (process === undefined || process < 64 * MiB)
    return [complain(item, at, `is ${JSON.stringify(at.value)}, must be a size that Flink reads, such as 1600m (MiB)`)];
  const heap = jobManagerHeap(process);
  return heap >= JOBMANAGER_HEAP
    ? []
    : [
        complain(
          item,
          at,
          `leaves ${formatBytes(heap)} of heap to the JobManager, must leave at least ${formatBytes(JOBMANAGER_HEAP)}`,
        ),
      ];
}

function example(memory: string): string {
  return `
apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
metadata: { name: scoring, namespace: streaming }
spec:
  flinkConfiguration: { taskmanager.numberOfTaskSlots: "2", state.backend.type: rocksdb }
  jobManager: { resource: { cpu: 1, memory: 1600m } }
  taskManager: { resource: { cpu: 1, memory: ${memory} } }`;
}
