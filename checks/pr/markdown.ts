import { formatNumber } from "../../core/capacity/format";
import { lossText, shown, waiverText } from "../../core/guard/text";
import type { JudgedChange } from "../../core/guard/waivers";
import { type Finding, refuses } from "../../policy/framework/run";
import { type CapacitySummary, sizeChanges } from "./capacity";
import type { Review } from "./review";
import { table } from "../markdown";
import { folded, placed } from "./text";
import { refusals, verdictOf } from "./verdict";

/** GitHub refuses a comment that is longer. */
export const MOST_CHARACTERS = 65_536;

/** The report as one comment: the verdict first, then a part for each stack; what isn't refused is folded. */
export function markdownOf(reviews: readonly Review[], base: string): string {
  const head = [
    `# ${verdictOf(reviews) === "clean" ? "✅ Clean" : "❌ Refused"}`,
    `Compared with ${base}.`,
    verdictLines(reviews),
  ];
  const rowsEach = [Number.POSITIVE_INFINITY, 100, 40, 15, 5, 2];
  for (const most of rowsEach) {
    const text = `${[...head, ...reviews.map((review) => stackPart(review, most))].join("\n\n")}\n`;
    if (text.length <= MOST_CHARACTERS) return text;
  }
  return `${head.join("\n\n")}\n\nThe rest is too long for a comment; see npm run pr -- --format json.\n`.slice(
    0,
    MOST_CHARACTERS,
  );
}

function verdictLines(reviews: readonly Review[]): string {
  const lines = reviews.map((review) => {
    const why = refusals(review);
    return `- **${review.stack}**: ${why.length === 0 ? "clean" : why.join("; ")}`;
  });
  return lines.join("\n");
}

function stackPart(review: Review, most: number): string {
  const { stack, changes, alerts, capacity, notes } = review;
  const { findings } = review.policy;
  const refused = [...changes, ...alerts].filter((change) => change.refused);
  const made = changes.filter(isNew);
  const others = changes.filter((change) => !change.refused && !isNew(change));
  const mandatory = findings.filter(refuses);
  const lesser = findings.filter((finding) => !refuses(finding));
  const parts = [
    `## ${stack}`,
    ...notes.map((note) => `> ${note}`),
    ...(refused.length === 0 ? [] : ["### Refused changes", changeTable(refused, most), waiverHint(refused)]),
    ...(mandatory.length === 0 ? [] : ["### Refused by rules", findingTable(mandatory, most)]),
    ...(capacity.after.ok ? [] : ["### Proofs that fail", listed(capacity.after.faults, most)]),
    changes.length === 0 && alerts.length === 0 ? "No resource changes." : "",
    ...(made.length === 0 ? [] : [folded(`${made.length} new resource(s)`, newTable(made))]),
    others.length === 0 ? "" : folded(`${others.length} other change(s)`, changeTable(others, most)),
    alerts.length === 0 ? "" : folded(`${alerts.length} change(s) of alerts`, changeTable(alerts, most)),
    capacityPart(capacity, most),
    lesser.length === 0 ? "" : folded(`${lesser.length} finding(s) that refuse nothing`, findingTable(lesser, most)),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function changeTable(changes: readonly JudgedChange[], most: number): string {
  const rows = changes
    .slice(0, most)
    .map((c) => [
      `\`${placed(c.namespace, c.resource)}\``,
      `\`${c.field}\``,
      `${shown(c.from)} → ${shown(c.to)}`,
      c.class,
      [c.why, lossText(c.loss) === "" ? "" : `Lost: ${lossText(c.loss)}.`, waived(c)].filter(Boolean).join(" "),
    ]);
  return `${table(["resource", "field", "change", "class", "what happens"], rows)}${rest(changes.length, most)}`;
}

const isNew = ({ field }: JudgedChange): boolean => field === "added";

/** One row for each kind and namespace: what is new can't lose anything. */
function newTable(made: readonly JudgedChange[]): string {
  const counts = new Map<string, number>();
  for (const { namespace, resource } of made) {
    const key = placed(namespace, resource.split("/")[0] ?? "");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return table(
    ["kind", "new"],
    [...counts].sort().map(([kind, count]) => [`\`${kind}\``, String(count)]),
  );
}

const waived = ({ waiver }: JudgedChange): string =>
  waiver === null ? "" : `Waived until ${waiver.until} by ${waiver.owner}: ${waiver.reason}`;

const waiverHint = ([first]: readonly JudgedChange[]): string =>
  first === undefined ? "" : `To let one pass, add to \`streaming:waivers\`: \`${waiverText(first)}\``;

function findingTable(findings: readonly Finding[], most: number): string {
  const rows = findings
    .slice(0, most)
    .map((f) => [
      f.rule,
      f.waived ? `${f.level}, waived` : f.level,
      `\`${placed(f.namespace, f.resource)}\``,
      `\`${f.path}\``,
      f.message,
    ]);
  return `${table(["rule", "level", "resource", "path", "message"], rows)}${rest(findings.length, most)}`;
}

function capacityPart({ before, after }: Review["capacity"], most: number): string {
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
const listed = (lines: readonly string[], most: number): string =>
  `${lines
    .slice(0, most)
    .map((line) => `- ${line}`)
    .join("\n")}${rest(lines.length, most)}`;
const rest = (count: number, most: number): string => (count > most ? `\n\n… and ${count - most} more` : "");
