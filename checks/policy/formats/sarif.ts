/** SARIF 2.1.0, which code hosts show beside the lines of a change [OASIS, Static Analysis Results Interchange Format]. */
import type { Level } from "../../../policy/framework/finding";
import { type RuleText, nameOf } from "../../../policy/framework/rule";
import { type Finding, WAIVERS_RULE } from "../../../policy/framework/run";
import type { Report } from "../report";

const LEVELS: Readonly<Record<Level, "error" | "warning" | "note">> = {
  mandatory: "error",
  advisory: "warning",
  "cannot-prove": "note",
};
/** Scores by which code hosts sort findings. */
const SCORES: Readonly<Record<RuleText["severity"], string>> = {
  low: "3.0",
  medium: "5.0",
  high: "7.5",
  critical: "9.5",
};

/** `fallback`: the file that findings without one are about, such as the stack's config. */
export function printSarif({ findings, rules, sourceOf }: Report, fallback: string): string {
  const ids = [...rules.map(({ id }) => id), WAIVERS_RULE.id];
  const results = findings.map((finding) => {
    const source = sourceOf(finding) ?? { file: fallback, line: 1 };
    return {
      ruleId: finding.rule,
      ruleIndex: ids.indexOf(finding.rule),
      level: LEVELS[finding.level],
      message: { text: textOf(finding) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(source.file.replaceAll("\\", "/")) },
            region: { startLine: source.line },
          },
          logicalLocations: [{ name: finding.resource, fullyQualifiedName: qualified(finding) }],
        },
      ],
      partialFingerprints: { "finding/v1": `${finding.rule}:${qualified(finding)}` },
      ...(finding.waiver === undefined
        ? {}
        : {
            suppressions: [
              {
                kind: "external",
                status: "accepted",
                justification: `${finding.waiver.reason} (${finding.waiver.owner}, until ${finding.waiver.until})`,
              },
            ],
          }),
    };
  });
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "streaming-policies", rules: [...rules.map(descriptor), waiversDescriptor()] } },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const descriptor = (rule: RuleText) => ({
  id: rule.id,
  name: nameOf(rule),
  shortDescription: { text: rule.description },
  fullDescription: { text: `${rule.description} ${rule.why}` },
  help: { text: rule.remedy },
  properties: { "security-severity": SCORES[rule.severity], tags: [rule.id.split("-")[0] ?? ""] },
});

const waiversDescriptor = () => ({
  id: WAIVERS_RULE.id,
  name: WAIVERS_RULE.name,
  shortDescription: { text: "Waivers hold until their day and cover something." },
});

const qualified = ({ namespace, resource, path }: Finding): string =>
  [namespace, resource, path].filter((part) => part !== "").join("/");

const textOf = ({ resource, namespace, path, message }: Finding): string =>
  `${resource}${namespace === "" ? "" : ` in ${namespace}`}: ${path === "" ? "" : `${path}: `}${message}`;
