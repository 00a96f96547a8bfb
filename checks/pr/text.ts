/** On one line, and no longer than this. */
export function shortened(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

/** Closed until somebody opens it. */
export const folded = (summary: string, body: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;

/** A value as it is, whatever it holds: neither Markdown nor HTML nor a mention. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Prose that may quote values. */
export const prose = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** What a table leaves out. */
export const rest = (count: number, most: number): string => (count > most ? `\n\n… and ${count - most} more` : "");
