import type { Loss, Plain } from "../../core/guard/change";
import { formatNumber } from "../../core/capacity/format";

/** For reports: short, on one line, and the same for the same value. */
export function shown(value: Plain): string {
  if (value === undefined || value === null) return "–";
  const text = typeof value === "string" ? value.replaceAll(/\s+/g, " ") : JSON.stringify(value);
  return text.length <= MOST ? text : `${text.slice(0, MOST - 1)}…`;
}
const MOST = 80;

/** `34,560,000 records, 33 GiB, 96 h`; how much is lost isn't always known. */
export function lossText(loss: Loss | undefined): string {
  if (loss === undefined) return "";
  const { records, GiB, hours } = loss;
  const parts = [
    ...(records === undefined ? [] : [`${formatNumber(records)} records`]),
    ...(GiB === undefined ? [] : [`${formatNumber(GiB)} GiB`]),
    ...(hours === undefined ? [] : [`${formatNumber(hours)} h`]),
  ];
  return parts.length === 0 ? "an amount that isn't known" : parts.join(", ");
}

/** `namespace/Kind/name`. */
export const placed = (namespace: string, resource: string): string =>
  namespace === "" ? resource : `${namespace}/${resource}`;

/** Closed until somebody opens it. */
export const folded = (summary: string, body: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
