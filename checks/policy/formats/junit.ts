/** JUnit's XML, which build servers read: a suite for each rule, a failed case for each finding that refuses. */
import { nameOf } from "../../../policy/framework/rule";
import { type Finding, WAIVERS_RULE, refuses } from "../../../policy/framework/run";
import type { Report } from "../report";

export function printJunit({ findings, rules }: Report): string {
  const suites = [...rules.map((rule) => ({ id: rule.id, name: nameOf(rule) })), WAIVERS_RULE].map(({ id, name }) =>
    suiteOf(
      `${id} ${name}`,
      findings.filter(({ rule }) => rule === id),
    ),
  );
  const failures = findings.filter(refuses).length;
  const tests = suites.reduce((sum, { tests }) => sum + tests, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="streaming policies" tests="${tests}" failures="${failures}" errors="0">`,
    ...suites.map(({ xml }) => xml),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteOf(name: string, findings: readonly Finding[]): { readonly tests: number; readonly xml: string } {
  const cases =
    findings.length === 0
      ? [`    <testcase classname=${quoted(name)} name="holds"/>`]
      : findings.map((one) => caseOf(name, one));
  const failures = findings.filter(refuses).length;
  const skipped = findings.filter(({ waived }) => waived).length;
  return {
    tests: cases.length,
    xml: [
      `  <testsuite name=${quoted(name)} tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}">`,
      ...cases,
      "  </testsuite>",
    ].join("\n"),
  };
}

function caseOf(suite: string, finding: Finding): string {
  const { resource, namespace, path, message, waiver } = finding;
  const place = [namespace, resource, path].filter((part) => part !== "").join(" ");
  const head = `    <testcase classname=${quoted(suite)} name=${quoted(place)}>`;
  if (refuses(finding)) return `${head}<failure type="mandatory" message=${quoted(message)}/></testcase>`;
  if (waiver !== undefined)
    return `${head}<skipped message=${quoted(`waived until ${waiver.until} by ${waiver.owner}: ${waiver.reason}`)}/></testcase>`;
  return `${head}<system-out>${escaped(`${finding.level}: ${message}`)}</system-out></testcase>`;
}

const quoted = (text: string): string => `"${escaped(text)}"`;

/** What XML can't hold at all is left out. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
