import { formatNumber } from "../../core/capacity/format";
import { table } from "../markdown";
import { type CapacitySummary, sizeChanges } from "./capacity";
import type { Review } from "./review";
import { folded, rest } from "./text";

/** Sizes and cost quantities that change, and where the load ends. */
export function capacityPart({ before, after }: Review["capacity"], most: number): string {
  const sizes = before === null ? [] : sizeChanges(before, after);
  const rows = sizes.slice(0, most).map(({ path, unit, from, to }) => [`\`${path}\``, number(from), number(to), unit]);
  const costs = Object.keys(after.cost).filter(
    (driver) => before !== null && before.cost[driver] !== after.cost[driver],
  );
  const body = [
    rows.length === 0 ? "" : `${table(["size", "before", "after", "unit"], rows)}${rest(sizes.length, most)}`,
    costs.length === 0
      ? ""
      : table(
          ["per month", "before", "after"],
          costs.map((d) => [d, number(before?.cost[d] ?? null), number(after.cost[d] ?? null)]),
        ),
  ].filter((part) => part !== "");
  const line = `**Capacity**: ${growth(after)}${before === null ? "" : ` (before: ${growth(before)})`}.`;
  if (body.length === 0) return before === null ? line : `${line} No size changes.`;
  return `${line}\n\n${folded(`${sizes.length} size(s) and ${costs.length} cost quantit${costs.length === 1 ? "y" : "ies"} change`, body.join("\n\n"))}`;
}

const growth = ({ bottleneck: { factor, what } }: CapacitySummary): string =>
  factor === null ? "nothing depends on the load" : `at ${formatNumber(factor)}× the load, ${what}`;

const number = (value: number | null): string => (value === null ? "–" : formatNumber(value));
