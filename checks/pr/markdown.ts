import { placed } from "../../core/guard/text";
import { type Finding, refuses } from "../../policy/framework/run";
import { table } from "../markdown";
import { capacityPart } from "./markdown-capacity";
import { changeTable, editTable, newTable, waiverHint } from "./markdown-changes";
import type { PullRequest } from "./pull-request";
import type { Review, ReviewedChange } from "./review";
import { folded, prose, rest, shortened } from "./text";
import { refusals, verdictOf } from "./verdict";

/** GitHub refuses a comment that is longer. */
export const MOST_CHARACTERS = 65_536;
/** Edited settings that are shown without being opened. */
const OPEN_EDITS = 10;

/** The report as one comment: the verdict first, then a part for each stack; what isn't refused is folded. */
export function markdownOf({ reviews, base, removedStacks }: PullRequest): string {
  const head = [
    `# ${verdictOf(reviews) === "clean" ? "✅ Clean" : "❌ Refused"}`,
    `Compared with ${prose(shortened(base, 200))}.`,
    verdictLines(reviews),
    ...removedStacks.map((stack) => `> ${removedNote(stack)}`),
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

export const removedNote = (stack: string): string =>
  `Pulumi.${stack}.yaml is gone: what it deployed stays, and nothing looks after it any more. Run pulumi destroy first where it is to go too.`;

function verdictLines(reviews: readonly Review[]): string {
  const lines = reviews.map((review) => {
    const why = refusals(review);
    return `- **${review.stack}**: ${why.length === 0 ? "clean" : why.join("; ")}`;
  });
  return lines.join("\n");
}

function stackPart(review: Review, most: number): string {
  const { stack, changes, alerts, capacity, notes, edits } = review;
  const { findings } = review.policy;
  const refused = [...changes, ...alerts].filter((change) => change.refused);
  const made = changes.filter(isNew);
  const others = changes.filter((change) => !change.refused && !isNew(change));
  const quiet = alerts.filter((change) => !change.refused);
  const mandatory = findings.filter(refuses);
  const lesser = findings.filter((finding) => !refuses(finding));
  const editsTable = editTable(edits, most);
  const parts = [
    `## ${stack}`,
    ...notes.map((note) => `> ${prose(note)}`),
    edits.length > OPEN_EDITS ? folded(`${edits.length} edited setting(s)`, editsTable) : editsTable,
    ...(refused.length === 0 ? [] : ["### Refused changes", changeTable(refused, most), waiverHint(refused)]),
    ...(mandatory.length === 0 ? [] : ["### Refused by rules", findingTable(mandatory, most)]),
    ...(capacity.after.ok ? [] : ["### Proofs that fail", listed(capacity.after.faults, most)]),
    changes.length === 0 && alerts.length === 0 ? "No resource changes." : "",
    ...(made.length === 0 ? [] : [folded(`${made.length} new resource(s)`, newTable(made))]),
    others.length === 0 ? "" : folded(`${others.length} other change(s)`, changeTable(others, most)),
    quiet.length === 0 ? "" : folded(`${quiet.length} change(s) of alerts`, changeTable(quiet, most)),
    capacityPart(capacity, most),
    lesser.length === 0 ? "" : folded(`${lesser.length} finding(s) that refuse nothing`, findingTable(lesser, most)),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const isNew = ({ field }: ReviewedChange): boolean => field === "added";

function findingTable(findings: readonly Finding[], most: number): string {
  const rows = findings
    .slice(0, most)
    .map((f) => [
      f.rule,
      f.waived ? `${f.level}, waived` : f.level,
      `\`${placed(f.namespace, f.resource)}\``,
      `\`${f.path}\``,
      prose(shortened(f.message, 400)),
    ]);
  return `${table(["rule", "level", "resource", "path", "message"], rows)}${rest(findings.length, most)}`;
}

const listed = (lines: readonly string[], most: number): string =>
  `${lines
    .slice(0, most)
    .map((line) => `- ${prose(shortened(line, 400))}`)
    .join("\n")}${rest(lines.length, most)}`;
