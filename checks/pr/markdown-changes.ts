import { lossText, shown, waiverText, placed, settingText } from "../../core/guard/text";
import { table } from "../markdown";
import type { SettingEdit } from "./edits";
import type { ReviewedChange } from "./review";
import { code, prose, rest, shortened } from "./text";

/** Names of resources in one row: of refused ones each is wanted for its waiver. */
const NAMED = 3;
const NAMED_REFUSED = 20;

/** A row for each change; the same change of several resources that loses nothing is one. */
export function changeTable(changes: readonly ReviewedChange[], most: number): string {
  const alike = new Map<string, ReviewedChange[]>();
  for (const change of changes) {
    const { field, from, to, class: kind, why, loss, setting, waiver } = change;
    const isOwn = field === "removed" || field === "added" || loss !== undefined;
    const key = JSON.stringify(
      isOwn ? [change.urn, field] : [change.type, field, from, to, kind, why, setting, waiver],
    );
    alike.set(key, [...(alike.get(key) ?? []), change]);
  }
  const groups = [...alike.values()];
  const rows = groups.slice(0, most).map(rowOf);
  return `${table(["resource", "field", "change", "class", "loss", "what happens"], rows)}${rest(groups.length, most)}`;
}

function rowOf(group: readonly ReviewedChange[]): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { field, from, to, class: kind, why, loss, setting, moved } = first;
  const most = first.refused ? NAMED_REFUSED : NAMED;
  const names = group.slice(0, most).map((c) => code(placed(c.namespace, c.resource)));
  const more = group.length > most ? ` and ${group.length - most} more` : "";
  const decided = settingText(setting);
  const kept = setting?.keep === undefined ? "Decided by" : "Unchanged with";
  const told = [
    `${capital(prose(why))}.`,
    moved === undefined || moved === 0 ? "" : `${String(moved)} GiB are copied.`,
    first.refused && decided !== "" ? `${kept} ${code(decided)}.` : "",
    waived(first),
  ];
  return [
    `${names.join(", ")}${more}`,
    code(field),
    `${code(shown(from))} → ${code(shown(to))}`,
    kind,
    lossText(loss),
    told.filter(Boolean).join(" "),
  ];
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const waived = ({ waiver }: ReviewedChange): string =>
  waiver === null
    ? ""
    : `Waived until ${waiver.until} by ${prose(shortened(`${waiver.owner}: ${waiver.reason}`, 200))}.`;

/** One row for each kind and namespace: what is new can't lose anything. */
export function newTable(made: readonly ReviewedChange[]): string {
  const counts = new Map<string, number>();
  for (const { namespace, resource } of made) {
    const key = placed(namespace, resource.split("/")[0] ?? "");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return table(
    ["kind", "new"],
    [...counts].sort().map(([kind, count]) => [code(kind), String(count)]),
  );
}

export function editTable(edits: readonly SettingEdit[], most: number): string {
  if (edits.length === 0) return "";
  const rows = edits
    .slice(0, most)
    .map(({ key, from, to }) => [code(`streaming:${key}`), code(shown(from)), code(shown(to))]);
  return `${table(["edited setting", "before", "after"], rows)}${rest(edits.length, most)}`;
}

export function waiverHint(refused: readonly ReviewedChange[]): string {
  const [first] = refused;
  if (first === undefined) return "";
  return `To let one pass, add to \`streaming:waivers\`: ${code(shortened(waiverText(first), 500))}`;
}
