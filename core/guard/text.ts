/** How a change is told, in reports and by the wall at `pulumi up`. */
import { formatNumber } from "../capacity/format";
import type { Change, Loss, Plain } from "./change";
import { GUARD_RULE } from "./waivers";

/** Short, on one line, and the same for the same value. */
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

/** `6 → 3 is data loss: the topic is deleted and made anew; lost: 96 h`. */
export function changeText({ from, to, class: kind, why, loss }: Change): string {
  const lost = lossText(loss);
  return `${shown(from)} → ${shown(to)} is ${kind}: ${why}${lost === "" ? "" : `; lost: ${lost}`}`;
}

/** The entry of `streaming:waivers` that lets exactly this change pass, what only people know left open. */
export function waiverText({ resource, field, to }: Change): string {
  const isPlain = typeof to === "string" || typeof to === "number" || typeof to === "boolean";
  const text = JSON.stringify(isPlain ? to : JSON.stringify(to));
  const value = to === undefined || to === null ? "" : `, to: ${text}`;
  return `{ rule: ${GUARD_RULE}, resource: ${resource}, field: ${JSON.stringify(field)}${value}, reason: …, owner: …, until: "YYYY-MM-DD" }`;
}
