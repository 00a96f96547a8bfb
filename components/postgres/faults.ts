import type { Fault, Path } from "../../core/config/faults";
import type { DeepPartial } from "../../core/config/lenient";
import type { TargetConfig } from "../../core/config/target";
import { leastVolumeFaults } from "../../core/config/volume";
import type { PostgresConfig } from "./config";
import { PERIODS } from "./schedule";

type Part = DeepPartial<PostgresConfig> | undefined;

export interface PostgresSurroundings {
  readonly target: DeepPartial<TargetConfig> | undefined;
  /** The stack has an object store. Undefined where nobody knows. */
  readonly hasStore: boolean | undefined;
}

/** Faults that several settings make together, `at` the cluster's place in the file. */
export const postgresFaults = (at: Path, config: Part, { target, hasStore }: PostgresSurroundings): readonly Fault[] =>
  config === undefined
    ? []
    : [
        ...instanceFaults(at, config, target),
        ...leastVolumeFaults(at, config, "volume", "minVolume"),
        ...leastVolumeFaults(at, config, "walVolume", "minWalVolume"),
        ...backupFaults(at, config, hasStore),
      ];

function instanceFaults(
  at: Path,
  { instances }: DeepPartial<PostgresConfig>,
  target: PostgresSurroundings["target"],
): readonly Fault[] {
  if (instances === undefined || target?.kind === undefined) return [];
  const refused = (message: string): readonly Fault[] => [{ path: [...at, "instances"], message, got: instances }];
  if (target.kind === "single-node")
    return instances === 1
      ? []
      : refused("must be 1 on a single-node target: standbys that share the node are lost with it");
  if (instances < 3) return refused("must be at least 3 on a multi-node target, so that one may be lost");
  const nodes = (target.nodes ?? []).reduce((sum, group) => sum + (group?.count ?? Number.POSITIVE_INFINITY), 0);
  return instances <= nodes
    ? []
    : refused(`must be at most ${nodes}, the number of nodes: each instance has one to itself`);
}

const DAY_MS = 86_400_000;

function backupFaults(
  at: Path,
  { backup }: DeepPartial<PostgresConfig>,
  hasStore: boolean | undefined,
): readonly Fault[] {
  const place = [...at, "backup"];
  if (backup === undefined) return [];
  const { period, retention } = backup;
  const faults: Fault[] = [];
  if (hasStore === false)
    faults.push({ path: place, message: "must be left out without objectStore: backups have no other place" });
  const isKnown = period === undefined || PERIODS[period.text] !== undefined;
  if (!isKnown)
    faults.push({
      path: [...place, "period"],
      message: `must be one of ${Object.keys(PERIODS).join(", ")}`,
      got: period.text,
    });
  if (retention !== undefined && retention.ms % DAY_MS !== 0)
    faults.push({ path: [...place, "retention"], message: "must be whole days, such as 7d", got: retention.text });
  if (isKnown && period !== undefined && retention !== undefined && period.ms > retention.ms)
    faults.push({
      path: [...place, "period"],
      message: `must be at most the retention of ${retention.text}`,
      got: period.text,
    });
  return faults;
}
