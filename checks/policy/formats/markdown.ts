import { table } from "../../markdown";
import type { Finding } from "../../../policy/framework/run";
import { type Report, isRefused } from "../report";
import { summaryOf } from "./text";

/** For a pull request: the verdict, then what refuses, then the rest folded. */
export function printMarkdown(report: Report): string {
  const { findings } = report;
  const open = findings.filter(({ waived }) => !waived);
  const refused = open.filter(({ level }) => level === "mandatory");
  const sections = [
    `**Policies: ${isRefused(report) ? "refused" : "pass"}.** ${summaryOf(report)}.`,
    findingTable(refused),
    folded(
      "advised",
      open.filter(({ level }) => level === "advisory"),
    ),
    folded(
      "not to be proved before the deployment",
      open.filter(({ level }) => level === "cannot-prove"),
    ),
    folded(
      "waived",
      findings.filter(({ waived }) => waived),
    ),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function findingTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return "";
  const rows = findings.map(({ rule, resource, namespace, path, message, waiver }) => [
    rule,
    `${resource}${namespace === "" ? "" : ` (${namespace})`}`,
    path === "" ? "" : `\`${path}\``,
    message + (waiver === undefined ? "" : ` (until ${waiver.until}, ${waiver.owner}: ${waiver.reason})`),
  ]);
  return table(["Rule", "Resource", "Where", "What"], rows);
}

const folded = (what: string, findings: readonly Finding[]): string =>
  findings.length === 0
    ? ""
    : `<details><summary>${findings.length} ${what}</summary>\n\n${findingTable(findings)}\n\n</details>`;
