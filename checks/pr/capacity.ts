import { type CapacityConfig, parseCapacityConfig, rawOf } from "../capacity/config";
import { capacityOf } from "../capacity/model";
import { type CapacityReport, reportOf } from "../capacity/report";

/** What a reviewer wants to know of a stack's capacity; the whole of it is `npm run capacity`. */
export interface CapacitySummary {
  /** Every proof holds. */
  readonly ok: boolean;
  /** The proofs that don't, as sentences. */
  readonly faults: readonly string[];
  readonly bottleneck: CapacityReport["bottleneck"];
  readonly sizes: CapacityReport["sizes"];
  readonly cost: CapacityReport["cost"];
}

/** One side of the comparison: its config, and what the model makes of it. */
export interface CapacitySide {
  readonly config: CapacityConfig;
  readonly summary: CapacitySummary;
}

/** @throws ConfigError for a config that the model refuses */
export function capacitySide(stack: string, values: Readonly<Record<string, string>>, file: string): CapacitySide {
  const raw = rawOf(values);
  const config = parseCapacityConfig(raw, file);
  const report = reportOf(stack, raw, capacityOf(config));
  return {
    config,
    summary: {
      ok: report.ok,
      faults: faultsOf(report),
      bottleneck: report.bottleneck,
      sizes: report.sizes,
      cost: report.cost,
    },
  };
}

function faultsOf({ fit, loseNode, loseZone, budgets }: CapacityReport): readonly string[] {
  return [
    ...fit.unplaced.map(({ name, namespace, why }) => `${namespace}/${name} stays Pending: ${why}`),
    ...loseNode
      .filter(({ survives }) => !survives)
      .map(({ node, why }) => `the loss of ${node} isn't survived: ${why}`),
    ...loseZone
      .filter(({ survives }) => !survives)
      .map(({ zone, why }) => `the loss of ${zone} isn't survived: ${why}`),
    ...budgets
      .filter(({ level, holds }) => level === "proof" && !holds)
      .map(
        ({ path, need, usable, unit, remedy }) => `${path}: needs ${need} ${unit}, ${usable} can be used; ${remedy}`,
      ),
  ];
}

/** A size that isn't what it was. */
export interface SizeChange {
  readonly path: string;
  readonly unit: string;
  readonly from: number | null;
  readonly to: number | null;
}

export function sizeChanges(before: CapacitySummary | null, after: CapacitySummary | null): readonly SizeChange[] {
  const [old, next] = [byPath(before), byPath(after)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((path): readonly SizeChange[] => {
    const [a, b] = [old.get(path), next.get(path)];
    if (a?.value === b?.value) return [];
    return [{ path, unit: b?.unit ?? a?.unit ?? "", from: a?.value ?? null, to: b?.value ?? null }];
  });
}

const byPath = (summary: CapacitySummary | null) => new Map((summary?.sizes ?? []).map((size) => [size.path, size]));
