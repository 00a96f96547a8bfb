import { METASPACE, taskManagerMemory } from "../../core/capacity/flink/memory";
import { MiB } from "../../core/units";
import { type FlinkSettings, flinkBytes } from "./flink";

export type Backend = "rocksdb" | "hashmap";

/** `state.backend.type`; Flink keeps state on the heap where nobody says otherwise. */
export const backendOf = (settings: FlinkSettings): Backend =>
  /rocksdb|forst/i.test(settings.text("state.backend.type", "state.backend") ?? "") ? "rocksdb" : "hashmap";

export interface TaskMemory {
  /** Bytes for user code; negative where the process can't start. */
  readonly taskHeap: number;
  readonly managed: number;
}

const MANAGED_SHARE = 0.4;
const PREFIX = "taskmanager.memory";

/** How a TaskManager's process is divided, with what the settings change of Flink's own model. */
export function taskMemory(process: number, settings: FlinkSettings): TaskMemory {
  const bytes = (name: string): number | undefined => flinkBytes(settings.text(`${PREFIX}.${name}`));
  const share = (name: string): number | undefined => settings.get(`${PREFIX}.${name}`)?.number;
  const standard = taskManagerMemory(process, "rocksdb");
  const overhead = bounded(
    process,
    share("jvm-overhead.fraction"),
    bytes("jvm-overhead.min"),
    bytes("jvm-overhead.max"),
    standard.overhead,
  );
  const metaspace = bytes("jvm-metaspace.size") ?? METASPACE;
  const flink = process - overhead - metaspace;
  const managed = bytes("managed.size") ?? flink * (share("managed.fraction") ?? MANAGED_SHARE);
  const network = bounded(
    flink,
    share("network.fraction"),
    bytes("network.min"),
    bytes("network.max"),
    Math.max(flink * 0.1, 64 * MiB),
  );
  const framework = (bytes("framework.heap.size") ?? 128 * MiB) + (bytes("framework.off-heap.size") ?? 128 * MiB);
  const rest = flink - managed - network - framework - (bytes("task.off-heap.size") ?? 0);
  return { managed, taskHeap: bytes("task.heap.size") ?? rest };
}

function bounded(
  whole: number,
  fraction: number | undefined,
  least: number | undefined,
  most: number | undefined,
  standard: number,
): number {
  const amount = fraction === undefined ? standard : whole * fraction;
  return Math.min(Math.max(amount, least ?? 0), most ?? Infinity);
}
