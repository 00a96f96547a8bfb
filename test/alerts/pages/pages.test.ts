/** Each alert leads to a page, each page is complete, and what pages speak of exists. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GENERATED } from "../../../checks/docs/generated";
import { BOOKS } from "../../../checks/docs/runbooks";
import { settingsOf } from "../../../checks/docs/settings";
import { pageMarkdown } from "../../../components/monitoring/pages/markdown";
import { alertsOf } from "../../../core/alerts/watch";
import { StackConfig } from "../../../stacks/config";
import { WATCHES } from "../watches";

const ROOT = join(__dirname, "../../..");
const SETTINGS = new Set(settingsOf(StackConfig).map(({ path }) => path));

test("each alert of every kind of target leads to a page", () => {
  const pages = new Map(BOOKS.map(({ watch, pages: own }) => [watch.platform, own.map(({ slug }) => slug)]));
  const lost = Object.values(WATCHES).flatMap((watch) =>
    alertsOf(watch).filter(({ page }) => !(pages.get(watch.platform) ?? []).includes(page)),
  );
  expect(lost.map(({ name }) => name)).toEqual([]);
});

test("no page is left over from an earlier print", () => {
  const folder = join(ROOT, "docs/runbooks");
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
  expect(found.map((file) => `docs/runbooks/${file}`).filter((file) => !(file in GENERATED))).toEqual([]);
});

describe.each(
  BOOKS.flatMap((book) => book.pages.map((page) => ({ title: `${book.watch.platform}/${page.slug}`, page, book }))),
)("$title", ({ page, book }) => {
  test("has all sections", () => {
    const { symptoms, causes, investigation, resolution, verification, prevention } = page;
    for (const section of [symptoms, causes, investigation, resolution, verification, prevention])
      expect(section.length).toBeGreaterThan(0);
    expect(resolution.every(({ steps }) => steps.length > 0)).toBe(true);
    expect(alertsOf(book.watch).some((alert) => alert.page === page.slug)).toBe(true);
  });

  test("links to pages that exist", () => {
    const text = pageMarkdown(page, []);
    const links = [...text.matchAll(/\]\(([\w-]+)\.md\)/g)].map(([, slug]) => slug);
    const slugs = book.pages.map(({ slug }) => slug);
    expect(links.filter((slug) => slug === undefined || !slugs.includes(slug))).toEqual([]);
  });

  test("speaks of settings that exist", () => {
    const text = pageMarkdown(page, []);
    const paths = [...text.matchAll(/`((?:streamflow|apphub|monitoring)\.[\w.]+)/g)].map(([, path]) => path ?? "");
    expect(paths.filter((path) => !SETTINGS.has(path))).toEqual([]);
  });
});
