import type { Report } from "../report";

/** For programs: these fields and no others. Files and lines are SARIF's business. */
export function printJson({ findings, counts, skipped }: Report): string {
  const shown = findings.map(({ rule, level, resource, namespace, path, message, waived }) => ({
    rule,
    level,
    resource,
    namespace,
    path,
    message,
    waived,
  }));
  return `${JSON.stringify({ findings: shown, counts, skipped }, null, 2)}\n`;
}
