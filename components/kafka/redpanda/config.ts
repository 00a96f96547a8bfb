import type { z } from "zod";
import { CORES, memoryForCores } from "../../../core/capacity/redpanda/memory";
import type { Fault, Path } from "../../../core/config/faults";
import { count, cpu, settings, size } from "../../../core/config/fields";
import type { DeepPartial } from "../../../core/config/lenient";
import { leastVolume, leastVolumeFaults } from "../../../core/config/volume";
import type { TargetConfig } from "../../../core/config/target";
import { formatSize } from "../../../core/units";

export const RedpandaConfig = settings({
  brokers: count(1, 9).describe(
    "Broker pods: 1 on a single node; 3, 5, 7 or 9 elsewhere, of which a minority may be lost.",
  ),
  cpu: cpu({ min: "1" })
    .optional()
    .describe(
      "Cores of each broker, whole and even: Redpanda pins one thread to each. 1 only on a single node. Absent: from the topics' rates.",
    ),
  memory: size()
    .optional()
    .describe(
      "Memory of each broker; at least 2.22 GiB per core, as 90 % of it must give 2 GiB per core. Absent: just that.",
    ),
  volume: size({ min: "20Gi" })
    .optional()
    .describe(
      "Volume of each broker. With less than 5 GiB free on one of them, all brokers refuse producers. Absent: from rates and retention.",
    ),
  minVolume: leastVolume("volume"),
});
export type RedpandaConfig = z.output<typeof RedpandaConfig>;

/** Faults of brokers on this target, `at` their place in the file. */
export function redpandaFaults(
  at: Path,
  config: DeepPartial<RedpandaConfig> | undefined,
  target: DeepPartial<TargetConfig> | undefined,
): readonly Fault[] {
  return [
    ...brokerFaults(at, config?.brokers, target),
    ...sizeFaults(at, config, target),
    ...leastVolumeFaults(at, config, "volume", "minVolume"),
  ];
}

function brokerFaults(
  at: Path,
  brokers: number | undefined,
  target: DeepPartial<TargetConfig> | undefined,
): readonly Fault[] {
  if (brokers === undefined || target?.kind === undefined) return [];
  const path = [...at, "brokers"];
  if (target.kind === "single-node")
    return brokers === 1
      ? []
      : [
          {
            path,
            message: "must be 1 on a single-node target: brokers that share a node are lost together",
            got: brokers,
          },
        ];
  if (brokers < 3 || brokers % 2 === 0)
    return [
      {
        path,
        message: "must be 3, 5, 7 or 9 on a multi-node target, so that a majority is left when one is lost",
        got: brokers,
      },
    ];
  const nodes = (target.nodes ?? []).reduce((sum, group) => sum + (group?.count ?? Number.POSITIVE_INFINITY), 0);
  return brokers <= nodes
    ? []
    : [{ path, message: `must be at most ${nodes}, the number of nodes: each broker has one to itself`, got: brokers }];
}

function sizeFaults(
  at: Path,
  config: DeepPartial<RedpandaConfig> | undefined,
  target: DeepPartial<TargetConfig> | undefined,
): readonly Fault[] {
  const millicores = config?.cpu?.millicores;
  if (millicores === undefined) return [];
  const cores = millicores / 1000;
  const single = target?.kind === "single-node";
  if (!Number.isInteger(cores) || (cores % 2 === 1 && !(cores === CORES.developer && single)))
    return [
      {
        path: [...at, "cpu"],
        message: `must be a whole, even number of cores${single ? ", or 1" : ""}`,
        got: config?.cpu?.text,
      },
    ];
  const least = memoryForCores(cores);
  const memory = config?.memory;
  return memory === undefined || memory.bytes >= least
    ? []
    : [
        {
          path: [...at, "memory"],
          message: `must be at least ${formatSize(least)} with ${cores} core(s): 2.22 GiB per core`,
          got: memory.text,
        },
      ];
}
