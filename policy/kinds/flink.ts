/** Jobs and clusters that the Flink operator runs. */
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import type { Scene } from "../framework/scene";
import { METASPACE, OVERHEAD } from "../../core/capacity/flink/memory";
import { clamp } from "../../core/capacity/numbers";
import { GiB, KiB, MiB } from "../../core/units";
import { parseQuantity } from "../pods/quantity";

export const DEPLOYMENT = "flink.apache.org/FlinkDeployment";
export const SESSION_JOB = "flink.apache.org/FlinkSessionJob";

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(b|bytes)?$/, 1],
  [/^(k|kb|kibibytes)$/, KiB],
  [/^(m|mb|mebibytes)$/, MiB],
  [/^(g|gb|gibibytes)$/, GiB],
  [/^(t|tb|tebibytes)$/, KiB * GiB],
];

/**
 * Bytes as Flink writes them: units are binary whatever their spelling (`2048m`, `2 gb`), a plain number is bytes
 * [Flink docs, Configuration, MemorySize]. The operator also takes Kubernetes' units (`2Gi`).
 */
export function flinkBytes(text: string | undefined): number | undefined {
  const [, number, unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(text ?? "") ?? [];
  if (number === undefined) return undefined;
  const factor = UNITS.find(([pattern]) => pattern.test(unit.toLowerCase()))?.[1];
  return factor === undefined ? parseQuantity(`${number}${unit}`) : Number(number) * factor;
}

const PERIODS: readonly (readonly [RegExp, number])[] = [
  [/^(ms|millis?|milliseconds?)?$/, 1],
  [/^(s|sec|secs|seconds?)$/, 1_000],
  [/^(m|min|mins|minutes?)$/, 60_000],
  [/^(h|hours?)$/, 3_600_000],
  [/^(d|days?)$/, 86_400_000],
];

/** Milliseconds as Flink writes them: `60s`, `10 min`, a plain number is milliseconds. */
export function flinkMs(text: string | undefined): number | undefined {
  const [, number, unit = ""] = /^\s*(\d+)\s*([A-Za-z]*)\s*$/.exec(text ?? "") ?? [];
  if (number === undefined) return undefined;
  const factor = PERIODS.find(([pattern]) => pattern.test(unit.toLowerCase()))?.[1];
  return factor === undefined ? undefined : Number(number) * factor;
}

/** Settings of a job or cluster by their dotted name; maps within maps are read as dots. */
export class FlinkSettings {
  private readonly fields = new Map<string, Field>();

  constructor(...layers: readonly Field[]) {
    for (const layer of layers) this.add(layer, "");
  }

  private add(field: Field, prefix: string): void {
    for (const [key, value] of field.entries) {
      const name = prefix === "" ? key : `${prefix}.${key}`;
      if (!value.isUnknown && value.isMap) this.add(value, name);
      else this.fields.set(name, value);
    }
  }

  /** The first of several spellings that is set: Flink renames settings now and then. */
  get(...names: readonly string[]): Field | undefined {
    return names.map((name) => this.fields.get(name)).find((field) => field?.isSet === true);
  }

  text(...names: readonly string[]): string | undefined {
    return this.get(...names)?.text;
  }
}

export interface FlinkJob {
  readonly item: Item;
  readonly settings: FlinkSettings;
  /** `spec.job`. */
  readonly job: Field;
}

/** Jobs with their settings: those of a cluster of their own, and those of a session cluster in sight. */
export function jobs(scene: Scene): readonly FlinkJob[] {
  const own = scene.of(DEPLOYMENT).flatMap((item) =>
    scene.attempt(item, () => {
      const { job, settings } = clusterOf(item);
      return job.isSet ? [{ item, settings, job }] : [];
    }),
  );
  const inSession = scene.of(SESSION_JOB).flatMap((item) =>
    scene.attempt(item, () => {
      const cluster = sessionOf(scene, item);
      const common = cluster === undefined ? [] : [cluster.spec.at("flinkConfiguration")];
      const settings = new FlinkSettings(...common, item.spec.at("flinkConfiguration"));
      return [{ item, settings, job: item.spec.at("job") }];
    }),
  );
  return [...own, ...inSession];
}

export const sessionOf = (scene: Scene, job: Item): Item | undefined =>
  scene.in(job.namespace, DEPLOYMENT).find((item) => item.name === job.spec.at("deploymentName").text);

export const clusterOf = (item: Item): Omit<FlinkJob, "item"> => ({
  settings: new FlinkSettings(item.spec.at("flinkConfiguration")),
  job: item.spec.at("job"),
});

/** `parallelism` of a job: its own, else `parallelism.default`, else 1. */
export const parallelismOf = ({ job, settings }: Pick<FlinkJob, "job" | "settings">): number =>
  job.at("parallelism").count ?? settings.get("parallelism.default")?.count ?? 1;

export const slotsOf = (settings: FlinkSettings): number =>
  Math.max(1, settings.get("taskmanager.numberOfTaskSlots")?.count ?? 1);

export interface ProcessMemory {
  readonly at: Field;
  /** Undefined where the size is none that Flink reads. */
  readonly bytes: number | undefined;
}

/** Memory of a JobManager's or TaskManager's process. Where only Flink's own part is said, the JVM's come on top: metaspace, and an overhead of 10 % of all. */
export function processMemory(
  item: Item,
  settings: FlinkSettings,
  who: "jobManager" | "taskManager",
): ProcessMemory | undefined {
  const own = item.spec.at(who, "resource", "memory");
  const prefix = `${who.toLowerCase()}.memory`;
  const at = own.isSet ? own : settings.get(`${prefix}.process.size`);
  if (at !== undefined) return { at, bytes: flinkBytes(at.text) };
  const part = settings.get(`${prefix}.flink.size`);
  const flink = flinkBytes(part?.text);
  if (part === undefined || flink === undefined) return part && { at: part, bytes: undefined };
  const inner = flink + (flinkBytes(settings.text(`${prefix}.jvm-metaspace.size`)) ?? METASPACE);
  return { at: part, bytes: inner + clamp(inner / 9, OVERHEAD.least, OVERHEAD.most) };
}

/** TaskManagers: as many as are asked for; in native mode as many as the parallelism needs [Flink Kubernetes operator, custom resource]. */
export function taskManagersOf(item: Item, settings: FlinkSettings): number {
  const given = item.spec.at("taskManager", "replicas").count;
  if (given !== undefined) return given;
  const { job } = clusterOf(item);
  if (!job.isSet) return 0;
  return Math.ceil(parallelismOf({ job, settings }) / slotsOf(settings));
}
