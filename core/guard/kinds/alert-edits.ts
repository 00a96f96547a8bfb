/** Whether an alert fires later than before, or less urgently. */
import type { Verdict } from "../change";

type Told = Pick<Verdict, "why" | "loosened">;

const OTHER: Told = { why: "it watches something else" };

/** Comparisons with a number, where nothing else of the expression differs. */
export function compared(from: string, to: string): Told {
  const shape = (text: string): string => text.replaceAll(COMPARISON, "$1 #");
  if (shape(from) !== shape(to)) return OTHER;
  const [old, next] = [[...from.matchAll(COMPARISON)], [...to.matchAll(COMPARISON)]];
  const moves = old.flatMap(([, operator = "", was], i) => {
    const step = Number(next[i]?.[2]) - Number(was);
    if (step === 0) return [];
    // Nothing lies between equal and unequal.
    return [operator.startsWith(">") ? step : operator.startsWith("<") ? -step : Number.NaN];
  });
  if (moves.length > 0 && moves.every((move) => move > 0)) return { why: "loosened: it fires later", loosened: true };
  return moves.length > 0 && moves.every((move) => move < 0) ? { why: "tightened: it fires earlier" } : OTHER;
}
const COMPARISON = /([<>]=?|[=!]=)\s*(?:bool\s+)?(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w.])/g;

/** How long it must hold before it fires. */
export const waits = (from: string, to: string): Told =>
  milliseconds(to) > milliseconds(from)
    ? { why: "loosened: it must hold longer", loosened: true }
    : { why: "tightened: it fires sooner" };

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** A Prometheus duration: `1h30m`. */
const milliseconds = (text: string): number =>
  [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? 0),
    0,
  );

/** From least to most urgent; words that aren't here have no order. */
const SEVERITIES = ["none", "info", "p4", "warning", "p3", "high", "p2", "critical", "p1"];

export function severities(from: string, to: string): Told {
  const [old, next] = [SEVERITIES.indexOf(from.toLowerCase()), SEVERITIES.indexOf(to.toLowerCase())];
  if (old < 0 || next < 0) return { why: "another severity" };
  return next < old ? { why: "loosened: it is less urgent", loosened: true } : { why: "tightened: it is more urgent" };
}
