/** Runbook pages as Markdown. */
import type { Alert } from "../../../core/alerts/alert";
import type { Page, Step } from "../../../core/alerts/page";
import { priorityOf } from "../../../core/alerts/rules";

const HEAD = "<!-- Made by `npm run docs` from the alerts and their pages; edits here are lost. -->";

/** One page, with the alerts that lead to it. */
export function pageMarkdown(page: Page, alerts: readonly Alert[]): string {
  const parts = [
    HEAD,
    `# ${page.title}`,
    `**Component:** ${page.component} · **Impact:** ${page.impact}`,
    ...(alerts.length === 0 ? [] : ["## Alerts", ...alerts.map(alertMarkdown)]),
    "## Symptoms",
    bullets(page.symptoms),
    "## Root causes",
    bullets(page.causes),
    "## Investigation",
    steps(page.investigation),
    "## Resolution",
    ...page.resolution.flatMap((remedy) => [`### ${remedy.when}`, steps(remedy.steps)]),
    "## Verification",
    steps(page.verification),
    "## Prevention",
    bullets(page.prevention),
    ...(page.escalation.length === 0 ? [] : ["## Escalation", bullets(page.escalation)]),
    ...(page.related === undefined
      ? []
      : [`Related: ${page.related.map((slug) => `[${slug}](${slug}.md)`).join(", ")}`]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function alertMarkdown(alert: Alert): string {
  const levels = alert.levels.map(
    (level) =>
      `- **${level.severity}** (${priorityOf(level)}, ${level.team}) after ${level.for}:\n\n${fence("promql", level.expr, "  ")}`,
  );
  return [`### ${alert.name}`, plain(alert.summary), ...levels].join("\n\n");
}

/** Rule templates as a reader knows them: `{{ $labels.pod }}` is `<pod>`. */
export const plain = (text: string): string => text.replace(/\{\{ ?\$labels\.(\w+) ?\}\}/g, "‹$1›");

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

const steps = (all: readonly Step[]): string =>
  all
    .map(({ text, run }, i) => `${i + 1}. ${text}${run === undefined ? "" : `\n\n${fence("bash", run, "   ")}`}`)
    .join("\n\n");

const fence = (language: string, text: string, indent: string): string =>
  ["```" + language, ...text.split("\n"), "```"].map((line) => (line === "" ? "" : indent + line)).join("\n");
