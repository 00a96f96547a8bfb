/** docs/coverage.md says where each thing of the runbooks is; here is seen that it is there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { alertsOf } from "../../core/alerts/watch";
import { REFERENCE_FACTS } from "../../stacks/streamflow-facts";
import { streamflowWatch } from "../../stacks/streamflow-alerts";
import { coverageRows, type Row } from "./coverage";

const ROOT = join(__dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const rows = coverageRows(read("docs/coverage.md"));
const deviations = words(read("docs/deviations.md"));
const covered = rows.filter(({ state }) => state === "covered");

/** Tables are padded: only words count. */
function words(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

const told = ({ section, what }: Row): string => `${section}: ${what}`;

describe("docs/coverage.md", () => {
  test("has rows of every kind, and nothing of StreamFlow is open", () => {
    const open = rows.filter(({ state }) => state === "open");
    console.log(`coverage: ${rows.length} rows, ${covered.length} covered, ${open.length} open`);
    expect(covered.length).toBeGreaterThan(100);
    expect(open.filter(({ section }) => section.startsWith("StreamFlow")).map(told)).toEqual([]);
  });

  test("names files and tests that exist", () => {
    const missing = covered.flatMap((row) =>
      [...row.declared, ...row.proven]
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${told(row)}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test("proves every covered row by a test", () =>
    expect(covered.filter(({ declared, proven }) => declared.length === 0 || !proven.some(isTest)).map(told)).toEqual(
      [],
    ));

  test("names things as the files do", () => {
    const absent = covered.flatMap((row) => {
      const texts = [...row.declared, ...row.proven].filter((path) => existsSync(join(ROOT, path))).map(read);
      return row.names
        .filter((name) => !texts.some((text) => text.includes(name)))
        .map((name) => `${told(row)}: ${name}`);
    });
    expect(absent).toEqual([]);
  });

  test("points to deviations that are written down", () =>
    expect(
      rows.filter(({ state, deviation }) => state === "deviation" && !deviations.includes(words(deviation))).map(told),
    ).toEqual([]));

  test("has a row for every alert of StreamFlow", () => {
    const named = new Set(rows.filter(({ section }) => section === "StreamFlow: alerts").flatMap(({ names }) => names));
    const alerts = alertsOf(streamflowWatch(REFERENCE_FACTS)).map(({ name }) => name);
    expect(alerts.filter((name) => !named.has(name))).toEqual([]);
    expect([...named].filter((name) => !alerts.includes(name))).toEqual([]);
  });

  test("says each thing once", () => {
    const all = rows.map(told);
    expect(all.filter((row, i) => all.indexOf(row) !== i)).toEqual([]);
  });
});

const isTest = (path: string): boolean => /^test\/.+\.test\.ts$/.test(path);
