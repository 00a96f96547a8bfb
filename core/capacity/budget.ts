import type { Unit } from "./derived";

/**
 * Something that must suffice, such as a volume for its data. A proof that doesn't hold refuses the config; an advice that doesn't is shown.
 * `usable` ≤ `have`: the proof keeps a reserve; growth is told against what is really there.
 */
export interface Budget {
  /** What it is, in kebab-case: `kafka-disk`. */
  readonly name: string;
  /** The setting that it is about. */
  readonly path: string;
  readonly level: "proof" | "advice";
  readonly unit: Unit;
  readonly need: number;
  /** How much of `have` may be used. */
  readonly usable: number;
  readonly have: number;
  readonly formula: string;
  /** What to do where it doesn't hold. */
  readonly remedy: string;
  /** What is needed when every rate grows by this factor; absent where rates don't matter. */
  readonly needAt?: (growth: number) => number;
  /** How the end of growth is told: `the brokers' disk is full`. Goes with `needAt`. */
  readonly whenFull?: string;
}

export const holds = (b: Budget): boolean => b.need <= b.usable * (1 + 1e-9);

export interface Bottleneck {
  /** Growth of all rates that just fits; Infinity where nothing depends on rates. */
  readonly factor: number;
  readonly what: string;
}

/** Most growth that is looked at; beyond it the plan isn't bound by anything that matters. */
const HORIZON = 1_000;

/** The factor at which a budget's physical end is reached. Needs grow with the load, so bisection finds it. */
export function ceiling(b: Budget): number {
  const { needAt, have } = b;
  if (needAt === undefined) return Infinity;
  if (needAt(HORIZON) <= have) return Infinity;
  let low = 0;
  let high = HORIZON;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (needAt(middle) <= have) low = middle;
    else high = middle;
  }
  return low;
}

/** What gives way first when the load grows. */
export function bottleneck(budgets: readonly Budget[]): Bottleneck {
  const first = budgets
    .map((b) => ({ factor: ceiling(b), what: b.whenFull ?? b.name }))
    .reduce((least, b) => (b.factor < least.factor ? b : least), {
      factor: Infinity,
      what: "nothing depends on the rates",
    });
  return first;
}
