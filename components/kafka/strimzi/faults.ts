import type { Fault, Path } from "../../../core/config/faults";
import type { DeepPartial } from "../../../core/config/lenient";
import type { TargetConfig } from "../../../core/config/target";
import { leastVolumeFaults } from "../../../core/config/volume";
import type { StrimziKafkaConfig } from "./config";

type Target = DeepPartial<TargetConfig> | undefined;

/** Faults of brokers on this target, `at` their place in the file. */
export function strimziFaults(
  at: Path,
  config: DeepPartial<StrimziKafkaConfig> | undefined,
  target: Target,
): readonly Fault[] {
  if (config === undefined) return [];
  const { heap, memory, entityOperator, managedBy } = config;
  const faults: Fault[] = [
    ...brokerFaults([...at, "brokers"], config.brokers, target),
    ...leastVolumeFaults(at, config, "volume", "minVolume"),
  ];
  if (heap !== undefined && memory !== undefined && heap.bytes > memory.bytes)
    faults.push({
      path: [...at, "heap"],
      message: `must be less than the broker's memory of ${memory.text}`,
      got: heap.text,
    });
  if (entityOperator === false && (managedBy === "operator" || target?.kind === "multi-node"))
    faults.push({
      path: [...at, "entityOperator"],
      message:
        managedBy === "operator"
          ? "must be true with managedBy operator: it makes the topics and users"
          : "must be true on a multi-node target: it makes the superuser",
      got: entityOperator,
    });
  return faults;
}

/** One on a single node; at least three elsewhere, each with a node of its own. */
function brokerFaults(path: Path, got: number | undefined, target: Target): readonly Fault[] {
  if (got === undefined || target?.kind === undefined) return [];
  if (target.kind === "single-node")
    return got === 1
      ? []
      : [{ path, message: "must be 1 on a single-node target: brokers that share a node are lost together", got }];
  if (got < 3) return [{ path, message: "must be at least 3 on a multi-node target, so that one may be lost", got }];
  const nodes = (target.nodes ?? []).reduce((sum, group) => sum + (group?.count ?? Number.POSITIVE_INFINITY), 0);
  return got <= nodes
    ? []
    : [{ path, message: `must be at most ${nodes}, the number of nodes: each has one to itself`, got }];
}
