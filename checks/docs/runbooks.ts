/** Runbook pages and the table of alerts. */
import { pageMarkdown, plain } from "../../components/monitoring/pages/markdown";
import type { Alert } from "../../core/alerts/alert";
import type { Page } from "../../core/alerts/page";
import { priorityOf } from "../../core/alerts/rules";
import { alertsOf, type Watch } from "../../core/alerts/watch";
import { APPHUB_REFERENCE, appHubWatch } from "../../stacks/apphub-alerts";
import { appHubPages } from "../../stacks/apphub-pages";
import { streamflowWatch } from "../../stacks/streamflow-alerts";
import { REFERENCE_FACTS } from "../../stacks/streamflow-facts";
import { streamflowPages } from "../../stacks/streamflow-pages/index";
import { rows } from "./tables";

/** A platform's alerts and the pages that they lead to. */
export interface Book {
  readonly watch: Watch;
  readonly title: string;
  readonly pages: readonly Page[];
}

export const BOOKS: readonly Book[] = [
  { watch: appHubWatch(APPHUB_REFERENCE), title: "AppHub", pages: appHubPages() },
  { watch: streamflowWatch(REFERENCE_FACTS), title: "StreamFlow", pages: streamflowPages(REFERENCE_FACTS) },
];

/** Pages by path. */
export const runbookPages = (): Readonly<Record<string, () => string>> =>
  Object.fromEntries(
    BOOKS.flatMap((book) => [
      [`docs/runbooks/${book.watch.platform}/README.md`, () => index(book)],
      ...book.pages.map((page) => [
        `docs/runbooks/${book.watch.platform}/${page.slug}.md`,
        () => pageMarkdown(page, leadingTo(page, book)),
      ]),
    ]),
  ) as Readonly<Record<string, () => string>>;

const leadingTo = (page: Page, { watch }: Book): readonly Alert[] =>
  alertsOf(watch).filter((alert) => alert.page === page.slug);

const GENERATED = "<!-- Made by `npm run docs` from the alerts and their pages; edits here are lost. -->";

function index({ title, pages, watch }: Book): string {
  const table = rows(
    ["Page", "Component", "Alerts"],
    pages.map((page) => [
      `[${page.title}](${page.slug}.md)`,
      page.component,
      leadingTo(page, { title, pages, watch })
        .map(({ name }) => name)
        .join(", "),
    ]),
  );
  const symptoms = rows(
    ["What one sees", "Page"],
    pages.flatMap((page) => page.symptoms.map((symptom) => [symptom, `[${page.slug}](${page.slug}.md)`])),
  );
  return `${[GENERATED, `# Runbook of ${title}`, NOTE, table, "## By symptom", symptoms].join("\n\n")}\n`;
}

const NOTE = `Commands are for a platform on many nodes. On a single node Kafka asks for no login: leave \`--command-config …\` out. What alerts show in
angle quotes (‹pod›) is a label of the alert.`;

/** `docs/alerts.md`: every alert with its levels. */
export function alertsPage(): string {
  const sections = BOOKS.flatMap(({ watch, title }) => [
    `## ${title}`,
    rows(
      ["Alert", "Severity", "Team", "After", "Says", "Page"],
      alertsOf(watch).flatMap((alert) =>
        alert.levels.map((level) => [
          `\`${alert.name}\``,
          `${level.severity}, ${priorityOf(level)}`,
          level.team,
          level.for,
          plain(alert.summary),
          `[${alert.page}](runbooks/${watch.platform}/${alert.page}.md)`,
        ]),
      ),
    ),
  ]);
  return `${[GENERATED, "# Alerts", ALERTS_NOTE, ...sections].join("\n\n")}\n`;
}

const ALERTS_NOTE = `Figures are those of a platform on many nodes with 100 transactions per second and a checkpoint each minute; those that depend on capacity grow
with the stack's rates: each is the runbook's figure or what the plan derives, whichever is higher. An alert with several lines has one name and several
levels, and the critical one mutes the warning. P1 is a page, answered within 15 minutes; P2 within the hour; P3 within four hours; P4 is a ticket.`;
