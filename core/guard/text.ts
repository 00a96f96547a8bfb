/** How a change is told, in reports and by the wall at `pulumi up`. */
import { formatNumber } from "../capacity/format";
import type { Change, Loss, Plain } from "./change";
import { type ChangeWaiver, GUARD_RULE } from "./waivers";

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
export const changeText = (change: Change): string =>
  `${shown(change.from)} → ${shown(change.to)} is ${effectText(change)}`;

function effectText({ class: kind, why, loss }: Change): string {
  const lost = lossText(loss);
  return `${kind}: ${why}${lost === "" ? "" : `; lost: ${lost}`}`;
}

/** `namespace/Kind/name`. */
export const placed = (namespace: string, resource: string): string =>
  namespace === "" ? resource : `${namespace}/${resource}`;

/** The line of a stack file that decides a change, and the value there that would leave all as it is, where one would. */
export interface DecidingSetting {
  /** `streaming:apphub.topics["apphub.core.events"].retention`. */
  readonly key: string;
  /** As it is typed there; absent where the line must stay in or out as a whole. */
  readonly keep: string | undefined;
}

export function settingText(setting: DecidingSetting | undefined): string {
  if (setting === undefined) return "";
  return setting.keep === undefined ? setting.key : `${setting.key}: ${setting.keep}`;
}

/** The entry of `streaming:waivers` that lets exactly this change pass, what only people know left open. */
export function waiverText({ resource, field, to }: Change): string {
  const isPlain = typeof to === "string" || typeof to === "number" || typeof to === "boolean";
  const text = JSON.stringify(isPlain ? to : JSON.stringify(to));
  const value = to === undefined || to === null ? "" : `, to: ${text}`;
  return `{ rule: ${GUARD_RULE}, resource: ${resource}, field: ${JSON.stringify(field)}${value}, reason: …, owner: …, until: "YYYY-MM-DD" }`;
}

/** What the wall says of a change without a waiver. */
export function wallText(change: Change, setting?: DecidingSetting): string {
  const { resource, namespace, field } = change;
  const what = field === "removed" ? `removed: ${effectText(change)}` : `${field}: ${changeText(change)}`;
  return [
    `${GUARD_RULE} ${placed(namespace, resource)} ${what}`,
    ...(setting === undefined ? [] : [`  ${settingHint(setting)}`]),
    `  if it is wanted, add to streaming:waivers: ${waiverText(change)}`,
  ].join("\n");
}

/** `unchanged with streaming:apphub.redpanda.brokers: 3`. */
export const settingHint = (setting: DecidingSetting): string =>
  `${setting.keep === undefined ? "decided by" : "unchanged with"} ${settingText(setting)}`;

/** What the wall says of a change that a waiver lets pass. */
export const waivedText = ({ resource, namespace, field }: Change, { until, owner, reason }: ChangeWaiver): string =>
  `${GUARD_RULE} ${placed(namespace, resource)} ${field}: let pass until ${until} by ${owner}: ${reason}`;
