import { changeText, settingHint } from "../../core/guard/text";
import { GUARD_RULE } from "../../core/guard/waivers";
import type { RuleText } from "../../policy/framework/rule";
import type { Finding } from "../../policy/framework/run";
import { RULES } from "../../policy/rules";
import { type Report, byLevel } from "../policy/report";
import type { Source } from "../policy/source";
import type { Review, ReviewedChange } from "./review";

/** The guard as reports list it, beside the rules. */
const GUARD: RuleText = {
  id: GUARD_RULE,
  slug: "lossy-change",
  severity: "critical",
  description: "No change loses data, can't be made, or lifts a protection.",
  why: "What a change deletes can't be had back, and `pulumi preview` shows it as an ordinary update or replacement.",
  remedy:
    "Leave the field as it is; or, if the loss is wanted, add a waiver for exactly this change to streaming:waivers.",
};

/** Guard and rules in the form that all formats of findings print; every finding stands in its stack's file, on the line that decides it. */
export function reportOf(reviews: readonly Review[]): Report {
  const places = new Map<Finding, Source>();
  const findings = reviews.flatMap(({ stack, changes, alerts, policy }) => {
    const file = `Pulumi.${stack}.yaml`;
    const guarded = [...changes, ...alerts]
      .filter(({ refused, waiver }) => refused || waiver !== null)
      .map((change) => {
        const finding = findingOf(change);
        places.set(finding, { file, line: change.setting?.line ?? 1 });
        return finding;
      });
    for (const finding of policy.findings) places.set(finding, { file, line: 1 });
    return [...guarded, ...policy.findings];
  });
  return {
    findings,
    rules: [GUARD, ...RULES],
    skipped: [],
    counts: {
      ...byLevel(findings),
      resources: reviews.reduce((sum, { policy }) => sum + policy.counts.resources, 0),
      rules: RULES.length + 1,
      skipped: 0,
    },
    sourceOf: (finding) => places.get(finding),
  };
}

function findingOf(change: ReviewedChange): Finding {
  const { resource, namespace, urn, field, waiver, setting } = change;
  return {
    rule: GUARD.id,
    name: `${GUARD.id.toLowerCase()}-${GUARD.slug}`,
    severity: GUARD.severity,
    level: "mandatory",
    resource,
    namespace,
    urn,
    path: field,
    message: `${changeText(change)}${setting === undefined ? "" : `; ${settingHint(setting)}`}`,
    waived: waiver !== null,
    ...(waiver === null ? {} : { waiver }),
  };
}
