/** `npm run bench:checks`: how long the rules and the change guard take over stacks of several sizes, and the whole report on a pull request. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { EXIT, runCommand } from "../../core/cli";
import type { GuardedResource, PlainObject } from "../../core/guard/change";
import { changes } from "../../core/guard/changes";
import { UserError } from "../../core/problems";
import type { Pack } from "../../policy/framework/crossguard";
import { RULES } from "../../policy/rules";
import { TARGET, stackOf } from "./bench-stack";
import { judge } from "./report";
import { packOf } from "./target-file";

export const benchPack = (): Pack => packOf(TARGET, "bench", "2026-01-01");

/** Milliseconds of CPU of one run, the best of three: what else the machine does counts little. */
function best(run: () => void): number {
  const runs = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return Math.min(...runs);
}

/** Of all rules over so many resources. */
export function measure(count: number, pack: Pack): number {
  const loaded = { resources: stackOf(count), sources: new Map(), skipped: [] };
  return best(() => judge(RULES, loaded, pack));
}

/** Of the change guard over so many resources, each of which is changed. */
export function measureGuard(count: number): number {
  const before = stackOf(count).map(({ urn, type, name, props }): GuardedResource => ({
    urn,
    type,
    name,
    props: props as PlainObject,
    opts: {},
  }));
  const after = before.map((resource) => ({ ...resource, props: { ...resource.props, spec: { changed: true } } }));
  return best(() => changes(before, after));
}

/** Seconds of `npm run pr` for all stacks against the last commit, without what an earlier run has planned of it. */
function measurePullRequest(): number {
  rmSync(join(ROOT, ".tools", "cache", "revisions"), { recursive: true, force: true });
  const start = performance.now();
  const { status } = spawnSync("npm", ["run", "-s", "pr", "--", "--base", "HEAD"], { cwd: ROOT, stdio: "ignore" });
  if (status === null || status > 1) throw new Error(`npm run pr ended with ${String(status)}`);
  return (performance.now() - start) / 1000;
}

const ROOT = join(__dirname, "..", "..");

if (require.main === module)
  void runCommand(
    {
      name: "bench:checks",
      about:
        "Milliseconds of CPU that the rules and the change guard take over made-up stacks of so many resources (rules: 500 should take at most 300),\n" +
        "and seconds of npm run pr for all stacks, which has planned nothing yet (at most 8).",
      options: {
        resources: { type: "string", value: "NUMBERS", about: "Numbers of resources, such as 500,5000: the default." },
      },
    },
    ({ resources = "500,5000" }) => {
      const counts = resources.split(",").map(Number);
      if (!counts.every((count) => Number.isInteger(count) && count > 0 && count <= 100_000))
        throw new UserError(`--resources must be numbers from 1 to 100,000 such as 500,5000, got ${resources}`);
      const pack = benchPack();
      const line = (count: number): string =>
        `${count} resources: rules ${measure(count, pack).toFixed(0)} ms, change guard ${measureGuard(count).toFixed(0)} ms\n`;
      for (const count of counts) process.stdout.write(line(count));
      process.stdout.write(`npm run pr, all stacks, nothing planned yet: ${measurePullRequest().toFixed(1)} s\n`);
      return EXIT.clean;
    },
  );
