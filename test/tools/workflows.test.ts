/** The workflows of GitHub: pinned, with the least rights, and with commands that there are. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { COMMANDS } from "../../tools/commands";

const ROOT = join(__dirname, "../..");
const WORKFLOWS = join(ROOT, ".github/workflows");

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}
interface Job {
  readonly steps: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
}
interface Workflow {
  readonly on: unknown;
  readonly permissions: object;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = readdirSync(WORKFLOWS).map((file) => [file, readFileSync(join(WORKFLOWS, file), "utf8")] as const);
const action = readFileSync(join(ROOT, ".github/actions/platform/action.yml"), "utf8");
const workflows = new Map(files.map(([file, text]) => [file, parse(text) as Workflow]));
const jobsOf = (file: string): Readonly<Record<string, Job>> => workflows.get(file)?.jobs ?? {};

test.each([...files, ["action.yml", action] as const])(
  "%s uses nothing but commits, and says their version",
  (_, text) => {
    const uses = [...text.matchAll(/uses: *(.*)$/gm)].map(([, used = ""]) => used.trim());
    expect(uses.length).toBeGreaterThan(0);
    for (const used of uses)
      if (used.startsWith("./")) expect(existsSync(join(ROOT, used, "action.yml"))).toBe(true);
      else expect(used).toMatch(/^[\w.-]+\/[\w.-]+(\/[\w.-]+)*@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  },
);

test("the same action is the same commit everywhere", () => {
  const pins = [...files.map(([, text]) => text), action].flatMap((text) =>
    [...text.matchAll(/uses: *([\w./-]+)@(\w+)/g)].map(([, name = "", commit = ""]) => [name, commit] as const),
  );
  const commits = new Map<string, Set<string>>();
  for (const [name, commit] of pins) commits.set(name, (commits.get(name) ?? new Set()).add(commit));
  expect([...commits].filter(([, all]) => all.size > 1)).toEqual([]);
});

describe.each([...workflows])("%s", (_, { on, permissions, concurrency, jobs }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test("gives no right to a job that doesn't ask, bounds its time, and never runs for a fork with secrets", () => {
    expect(permissions).toEqual({});
    expect(concurrency).toBeDefined();
    expect(JSON.stringify(on)).not.toContain("pull_request_target");
    for (const job of Object.values(jobs)) {
      expect(job.permissions).toBeDefined();
      expect(job["timeout-minutes"]).toBeGreaterThan(0);
    }
  });

  test("hands values to scripts by the environment, never as text of the script", () => {
    const scripts = steps.flatMap(({ run, with: inputs }) => [run ?? "", String(inputs?.["script"] ?? "")]);
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  });

  test("runs npm commands that there are", () => {
    const names = steps.flatMap(({ run = "" }) =>
      [...run.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name),
    );
    expect(names.filter((name) => !Object.hasOwn(COMMANDS, name ?? ""))).toEqual([]);
  });

  test("checks out without leaving its token behind", () => {
    const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
    for (const { with: inputs } of checkouts) expect(inputs).toMatchObject({ "persist-credentials": false });
  });
});

describe("the check of a pull request", () => {
  test("runs its code with the right to read only, and reports by a job that runs none of it", () => {
    const { check, report } = jobsOf("pull-request.yml");
    expect(check?.permissions).toEqual({ contents: "read" });
    expect(check?.steps.map(({ run = "" }) => run).join("\n")).toContain(
      'npm run --silent pr -- --base "origin/$BASE" --format md',
    );
    expect(report?.permissions).toEqual({ contents: "read", "pull-requests": "write", "security-events": "write" });
    expect(report?.steps.filter(({ run }) => run !== undefined)).toEqual([]);
    expect(JSON.stringify(jobsOf("pull-request.yml"))).not.toContain("secrets.");
  });
});

describe("what reaches a cluster", () => {
  test.each([
    ["drift.yml", "drift", "pulumi preview", ["--refresh", "--expect-no-changes"]],
    ["deploy.yml", "deploy", "pulumi up", ["--policy-pack policy", "--yes"]],
  ])("%s stands behind an environment and runs %s", (file, name, command, flags) => {
    const job = jobsOf(file)[name];
    expect(job?.environment).toBeDefined();
    const run = job?.steps.map(({ run: text = "" }) => text).find((text) => text.startsWith(command)) ?? "";
    for (const flag of flags) expect(run).toContain(flag);
    // Rules over the whole stack stop it through its preview.
    expect(run).not.toContain("skip-preview");
  });

  test("deploys the commit that the first job found to be reviewed", () => {
    const { deploy } = jobsOf("deploy.yml");
    expect(deploy?.steps[0]?.with).toMatchObject({ ref: "${{ needs.reviewed.outputs.sha }}" });
  });

  test("runs the CLI of this repository", () => {
    const { tools } = JSON.parse(readFileSync(join(ROOT, "versions.json"), "utf8")) as {
      tools: Record<string, string>;
    };
    expect(action).toContain(`pulumi-version: ${String(tools["pulumi"])}`);
  });
});
