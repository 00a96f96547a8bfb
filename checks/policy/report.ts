/** What a run of the rules came to, as all formats print it. */
import type { Level } from "../../policy/framework/finding";
import type { Pack } from "../../policy/framework/crossguard";
import type { Rule, RuleText } from "../../policy/framework/rule";
import { type Finding, refuses, runRules } from "../../policy/framework/run";
import { Scene } from "../../policy/framework/scene";
import type { Loaded, Skipped } from "./manifests";
import type { Source } from "./source";

export interface Report {
  readonly findings: readonly Finding[];
  readonly counts: Counts;
  readonly skipped: readonly Skipped[];
  readonly rules: readonly RuleText[];
  /** Where a finding's resource stands; absent where it is in no file. */
  readonly sourceOf: (finding: Finding) => Source | undefined;
}

/** Findings by level; waived ones count as waived alone. */
export type Counts = Readonly<Record<Level | "waived" | "resources" | "rules" | "skipped", number>>;

export function judge(rules: readonly Rule[], loaded: Loaded, { surroundings, settings, today }: Pack): Report {
  const scene = new Scene(loaded.resources, surroundings);
  const findings = runRules(rules, scene, settings, today);
  return {
    findings,
    counts: countsOf(findings, loaded, rules),
    skipped: loaded.skipped,
    rules,
    sourceOf: ({ urn }) => loaded.sources.get(urn),
  };
}

/** A report with findings that no rule made. */
export const withFindings = (report: Report, more: readonly Finding[]): Report => {
  const findings = [...report.findings, ...more];
  return { ...report, findings, counts: { ...report.counts, ...byLevel(findings) } };
};

function countsOf(findings: readonly Finding[], { resources, skipped }: Loaded, rules: readonly Rule[]): Counts {
  return { ...byLevel(findings), resources: resources.length, rules: rules.length, skipped: skipped.length };
}

/** Waived ones count as waived alone. */
export function byLevel(findings: readonly Finding[]): Readonly<Record<Level | "waived", number>> {
  const of = (level: Level): number => findings.filter((finding) => finding.level === level && !finding.waived).length;
  return {
    mandatory: of("mandatory"),
    advisory: of("advisory"),
    "cannot-prove": of("cannot-prove"),
    waived: findings.filter(({ waived }) => waived).length,
  };
}

export const isRefused = ({ findings }: Report): boolean => findings.some(refuses);
