/** Random stacks that the config accepts, on nodes of which some are just too few: where model and scheduler could part. */
import fc from "fast-check";
import { ConfigError } from "../../core/problems";
import type { CapacityConfig } from "../../checks/capacity/config";
import { configOf, edited, fixture, type Edits } from "./support";

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const RAW = 'streamflow.topics["transactions.raw"]';

const load = {
  [`${RAW}.rate`]: pick("50/s", "500/s", "2000/s", "8000/s"),
  [`${RAW}.peakFactor`]: pick(1.5, 2, 4),
  "streamflow.flink.slots": pick(1, 2, 4),
  "streamflow.flink.checkpoints.retained": pick(1, 3),
  "streamflow.airflow.tasks": fc.integer({ min: 1, max: 40 }),
  "streamflow.postgres.maxConnections": pick(undefined, 200, 300),
  "monitoring.series": pick(20_000, 100_000, 400_000),
};

/** Parts that are switched off, one in four each, but never all. */
const parts = fc.record({
  apphub: fc.boolean(),
  streamflow: fc.boolean(),
  monitoring: fc.boolean(),
});

const multiNode: fc.Arbitrary<Edits> = fc
  .record({
    ...load,
    zones: pick(["a"], ["a", "b"], ["a", "b", "c"]),
    count: fc.integer({ min: 3, max: 14 }),
    size: pick(["4", "16Gi"], ["6", "24Gi"], ["8", "16Gi"], ["8", "32Gi"], ["16", "32Gi"]),
    "target.distribution": pick("eks", "gke", "other"),
    "streamflow.kafka.brokers": fc.integer({ min: 3, max: 5 }),
    "streamflow.postgres.instances": fc.integer({ min: 3, max: 4 }),
    "streamflow.flink.taskManagers": fc.integer({ min: 1, max: 14 }),
    "apphub.redpanda.brokers": pick(3, 5),
    "apphub.redpanda.cpu": pick("2", "4"),
    parts,
  })
  .map(({ zones, count, size: [cpu, memory], parts: on, ...edits }) => ({
    ...edits,
    "target.zones": zones,
    "target.nodes": [{ count, cpu, memory, disk: "200Gi" }],
    ...switchedOff(on),
  }));

const singleNode: fc.Arbitrary<Edits> = fc
  .record({
    ...load,
    size: pick(["4", "16Gi"], ["6", "16Gi"], ["8", "16Gi"], ["8", "24Gi"], ["12", "32Gi"], ["16", "64Gi"]),
    "streamflow.flink.taskManagers": fc.integer({ min: 1, max: 6 }),
    parts,
  })
  .map(({ size: [cpu, memory], parts: on, ...edits }) => ({
    ...edits,
    "target.nodes": [{ count: 1, cpu, memory, disk: "2Ti" }],
    ...switchedOff(on),
  }));

function switchedOff(on: {
  readonly apphub: boolean;
  readonly streamflow: boolean;
  readonly monitoring: boolean;
}): Edits {
  return {
    ...(on.apphub || !on.streamflow ? {} : { apphub: undefined }),
    ...(on.streamflow || !on.apphub ? {} : { streamflow: undefined }),
    ...(on.monitoring ? {} : { monitoring: undefined }),
  };
}

const configs: fc.Arbitrary<CapacityConfig | undefined> = fc.oneof(
  { arbitrary: multiNode.map((edits) => accepted("prod", edits)), weight: 4 },
  { arbitrary: singleNode.map((edits) => accepted("dev", edits)), weight: 1 },
);

/** The config, or undefined where it is refused: more brokers than nodes, for instance. */
function accepted(name: string, edits: Edits): CapacityConfig | undefined {
  try {
    return configOf(edited(fixture(name), edits));
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** The same so many for the same seed. */
export const randomConfigs = (count: number, seed: number): readonly CapacityConfig[] =>
  fc
    .sample(configs, { seed, numRuns: count * 3 })
    .filter((config) => config !== undefined)
    .slice(0, count);
