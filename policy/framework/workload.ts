/** What the stack is there to carry: rates of topics, tables and the job's state. Objects don't say it; the config does. */
import { z } from "zod";
import { bytes, count, duration, factor, flag, rate, size } from "../../core/config/fields";
import { faultsOf, asProblem } from "../../core/config/faults";
import { isMap, lenient } from "../../core/config/lenient";
import type { Problem } from "../../core/problems";

const TopicWorkload = z.looseObject({
  rate: rate().describe("Messages per second, the mean over a day."),
  messageSize: bytes().describe("One message as it lies on disk."),
  peakFactor: factor(1, 100).default(2).describe("Peak rate ÷ mean rate."),
  keys: count(1, 1_000_000_000).optional().describe("Different keys, of a compacted topic."),
});

const TableWorkload = z.looseObject({
  rows: rate().describe("Rows written per second."),
  rowSize: bytes().describe("One row with its share of the indexes."),
  retention: duration().describe("How long rows are kept."),
  vacuumFull: flag().default(false).describe("VACUUM FULL is run on it."),
});

export const WorkloadConfig = z.strictObject(
  {
    topics: z.record(z.string(), TopicWorkload, { error: "must be topics by name" }).default({}).describe("By name."),
    tables: z.record(z.string(), TableWorkload, { error: "must be tables by name" }).default({}).describe("By name."),
    flink: z
      .looseObject({ state: size().optional().describe("State of the job when it is full grown.") })
      .prefault({})
      .describe("The job."),
  },
  { error: "must be settings by name" },
);
export type Workload = z.output<typeof WorkloadConfig>;

export const NO_WORKLOAD: Workload = { topics: {}, tables: {}, flink: {} };

/** The workload of a target's file: every fault is told. */
export function parseWorkload(raw: unknown): { readonly workload: Workload; readonly problems: readonly Problem[] } {
  const result = WorkloadConfig.safeParse(raw ?? {});
  return result.success
    ? { workload: result.data, problems: [] }
    : {
        workload: NO_WORKLOAD,
        problems: faultsOf(result.error, WorkloadConfig, raw).map((fault) =>
          asProblem({ ...fault, path: ["workload", ...fault.path] }),
        ),
      };
}

const PLATFORMS = ["apphub", "corePlatform", "streamflow", "streamhouse"];

/** The workload that a stack's platforms declare. Their own schemas find the faults; here what is sound is read. */
export function workloadOf(config: Readonly<Record<string, unknown>>): Workload {
  const platforms = PLATFORMS.map((name) => config[name]).filter(isMap);
  const topics = platforms.flatMap(({ topics }) => sound(TopicWorkload, topics));
  const tables = platforms.flatMap(({ postgres }) => (isMap(postgres) ? sound(TableWorkload, postgres["tables"]) : []));
  const states = platforms.flatMap(({ flink }) => {
    const state = isMap(flink) ? lenient(size(), flink["state"]) : undefined;
    return state === undefined ? [] : [state];
  });
  const [state] = states.sort((a, b) => b.bytes - a.bytes);
  return {
    topics: Object.fromEntries(topics),
    tables: Object.fromEntries(tables),
    flink: state === undefined ? {} : { state },
  };
}

function sound<T extends z.ZodType>(schema: T, raw: unknown): readonly (readonly [string, z.output<T>])[] {
  if (!isMap(raw)) return [];
  return Object.entries(raw).flatMap(([name, value]) => {
    const result = schema.safeParse(value);
    return result.success ? [[name, result.data] as const] : [];
  });
}
