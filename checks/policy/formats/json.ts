import type { Report } from "../report";

/** For programs. */
export function printJson({ findings, counts, skipped, sourceOf }: Report): string {
  const shown = findings.map((finding) => {
    const { rule, level, severity, resource, namespace, path, message, waived, waiver } = finding;
    const source = sourceOf(finding);
    return {
      rule,
      level,
      severity,
      resource,
      namespace,
      path,
      message,
      waived,
      ...(waiver === undefined ? {} : { waiver }),
      ...(source === undefined ? {} : source),
    };
  });
  return `${JSON.stringify({ findings: shown, counts, skipped }, null, 2)}\n`;
}
