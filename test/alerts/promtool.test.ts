/** Every alert, tried by Prometheus' own test runner: fires, near miss, no data, no traffic. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { promtoolFile } from "../../core/alerts/promtool";
import { rulesOf } from "../../core/alerts/rules";
import { alertsOf, rulesOfWatch } from "../../core/alerts/watch";
import { toolPath } from "../../tools/paths";
import { WATCHES } from "./watches";

const LINKS = { runbooks: "docs/runbooks" };
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alerts-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function promtool(...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(toolPath("promtool"), args, { encoding: "utf8" });
  return { code: status, output: `${stdout}${stderr}` };
}

/** What a watch has that no earlier one has: the same rule needs no second proof. */
const own = Object.entries(WATCHES).map(([title, watch], index, all) => {
  const earlier = new Set(all.slice(0, index).flatMap(([, other]) => alertsOf(other).map((a) => JSON.stringify(a))));
  return { title, watch, alerts: alertsOf(watch).filter((alert) => !earlier.has(JSON.stringify(alert))) };
});

describe.each(own)("$title", ({ title, watch, alerts }) => {
  test("rules are such as Prometheus takes", () => {
    const file = join(folder, `${title.replaceAll(" ", "-")}.yaml`);
    writeFileSync(file, stringify({ groups: rulesOfWatch(watch, LINKS).flatMap(({ groups }) => groups) }));
    const { code, output } = promtool("check", "rules", "--lint=all", "--lint-fatal", file);
    expect(output).not.toContain("FAILED");
    expect(code).toBe(0);
  });

  test.each(alerts.map((alert) => [alert.name, alert] as const))("%s", (name, alert) => {
    const file = join(folder, `${title.replaceAll(" ", "-")}-${name}`);
    const rules = `${file}.rules.yaml`;
    writeFileSync(rules, stringify({ groups: [{ name, rules: rulesOf(watch.platform, alert, LINKS) }] }));
    writeFileSync(`${file}.test.yaml`, stringify(promtoolFile(alert, basename(rules))));
    const { code, output } = promtool("test", "rules", `${file}.test.yaml`);
    expect(code, output).toBe(0);
  });
});
