import { paint } from "../../../core/cli";
import type { Finding } from "../../../policy/framework/run";
import type { Report } from "../report";

/** For people at a terminal: what refuses first, then the rest; the same advice for several resources once; the counts at the end. */
export function printText(report: Report): string {
  const { findings, skipped } = report;
  const groups = [...grouped(findings)].sort(([a], [b]) => weightOf(a) - weightOf(b));
  const width = Math.max(0, ...findings.map(({ rule }) => rule.length));
  const lines = groups.map((group) => linesOf(group, report, width));
  const left = skipped.map(({ file, line, reason }) => paint("dim", `skipped ${file}:${line}: ${reason}`));
  return [...lines, ...left, summaryOf(report), ""].join("\n");
}

type Group = readonly [Finding, ...Finding[]];

const weightOf = ({ level, waived }: Finding): number =>
  waived ? 3 : level === "mandatory" ? 0 : level === "advisory" ? 1 : 2;

/** What refuses stands alone, as each must be mended; advice that is the same is one line. */
function grouped(findings: readonly Finding[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const [i, finding] of findings.entries()) {
    const { rule, path, message, level, waived } = finding;
    const key = JSON.stringify(level === "mandatory" || waived ? i : [rule, path, message, level]);
    const others = groups.get(key);
    groups.set(key, others === undefined ? [finding] : [...others, finding]);
  }
  return groups.values();
}

const WORDS = { mandatory: "refused", advisory: "advised", "cannot-prove": "unproved" } as const;
const COLOURS = { mandatory: "red", advisory: "yellow", "cannot-prove": "dim" } as const;
/** Resources of a group that are named. */
const NAMED = 3;

function linesOf(group: Group, report: Report, width: number): string {
  const [{ rule, level, path, message, waiver }] = group;
  const word = waiver === undefined ? paint(COLOURS[level], WORDS[level].padEnd(8)) : paint("dim", "waived  ");
  const places = group.slice(0, NAMED).map((finding) => placeOf(finding, report));
  const more = group.length > NAMED ? ` and ${group.length - NAMED} more` : "";
  const until = waiver === undefined ? "" : ` [until ${waiver.until}, ${waiver.owner}: ${waiver.reason}]`;
  return `${word}  ${rule.padEnd(width)}  ${places.join(", ")}${more}\n${" ".repeat(width + 12)}${path === "" ? "" : `${path}: `}${message}${until}`;
}

function placeOf(finding: Finding, { sourceOf }: Report): string {
  const { resource, namespace } = finding;
  const source = sourceOf(finding);
  return `${resource}${namespace === "" ? "" : ` in ${namespace}`}${source === undefined ? "" : ` (${source.file}:${source.line})`}`;
}

export function summaryOf({ counts }: Report): string {
  const parts = [
    `${counts.mandatory} refused`,
    `${counts.advisory} advised`,
    `${counts["cannot-prove"]} not to be proved`,
    `${counts.waived} waived`,
  ];
  const skipped = counts.skipped === 0 ? "" : `, ${counts.skipped} document${counts.skipped === 1 ? "" : "s"} skipped`;
  return `${parts.join(", ")}; ${counts.rules} rules, ${counts.resources} resources${skipped}`;
}
