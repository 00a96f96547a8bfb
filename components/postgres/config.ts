import type { z } from "zod";
import type { Fault, Path } from "../../core/config/faults";
import { count, cpu, settings, size } from "../../core/config/fields";
import type { DeepPartial } from "../../core/config/lenient";
import type { TargetConfig } from "../../core/config/target";

export const PostgresConfig = settings({
  instances: count(1, 9).describe("PostgreSQL servers: one primary, the others standbys. 1 on a single node."),
  cpu: cpu({ min: "100m" }).describe("CPU of each instance."),
  memory: size({ min: "512Mi" }).describe(
    "Memory of each instance; a quarter becomes shared_buffers, and it bounds the connections.",
  ),
  volume: size({ min: "1Gi" }).describe("Volume of each instance, for data and write-ahead log."),
});
export type PostgresConfig = z.output<typeof PostgresConfig>;

/** Faults of the instances on this target, `at` their place in the file. */
export function postgresFaults(
  at: Path,
  config: DeepPartial<PostgresConfig> | undefined,
  target: DeepPartial<TargetConfig> | undefined,
): readonly Fault[] {
  const instances = config?.instances;
  if (instances === undefined || target?.kind === undefined) return [];
  const path = [...at, "instances"];
  if (target.kind === "single-node")
    return instances === 1
      ? []
      : [
          {
            path,
            message: "must be 1 on a single-node target: standbys that share the node are lost with it",
            got: instances,
          },
        ];
  const nodes = (target.nodes ?? []).reduce((sum, group) => sum + (group?.count ?? Number.POSITIVE_INFINITY), 0);
  return instances <= nodes
    ? []
    : [
        {
          path,
          message: `must be at most ${nodes}, the number of nodes: each instance has one to itself`,
          got: instances,
        },
      ];
}
