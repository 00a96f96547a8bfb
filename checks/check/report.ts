import { paint } from "../../core/cli";

/** One subject of the check: what it is, and how it fares. */
export interface Finding {
  readonly subject: string;
  readonly ok: boolean;
  /** One line where all is well, else everything that is wrong. */
  readonly text: string;
}

/** What is well in a line each, then what isn't in full. */
export function reportOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const well = findings
    .filter(({ ok }) => ok)
    .map(({ subject, text }) => `${paint("green", "ok")}  ${subject.padEnd(width)}  ${text}`);
  const wrong = findings.filter(({ ok }) => !ok).map(({ text }) => paint("red", text));
  return `${[...(well.length === 0 ? [] : [well.join("\n")]), ...wrong].join("\n\n")}\n`;
}
