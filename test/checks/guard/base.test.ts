import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Revision, checkOut } from "../../../checks/guard/base";
import { plansOf } from "../../../checks/guard/base-plans";
import { ROOT } from "../../sources";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "revisions-"));
  git("init", "--quiet");
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
    cwd: root,
    encoding: "utf8",
  }).trim();

const write = (file: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
};

/** A revision with two stacks and these files. */
function commit(files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) write(file, text);
  for (const stack of ["dev", "prod"]) write(`Pulumi.${stack}.yaml`, "config: {}\n");
  write("package-lock.json", "{}");
  git("add", "-A");
  git("commit", "--quiet", "-m", "one");
  return git("rev-parse", "HEAD");
}

/** As revisions had it before they could plan several stacks. */
const RENDERS = `
import { mkdirSync, writeFileSync } from "node:fs";
const out = String(process.argv[process.argv.indexOf("--out") + 1]);
mkdirSync(out, { recursive: true });
writeFileSync(out + "/resources.json", JSON.stringify([{ name: "old" }]));
`;

const PLANS = `
import { mkdirSync, writeFileSync } from "node:fs";
const [out, ...stacks] = process.argv.slice(2);
for (const stack of stacks) {
  const folder = out + "/" + stack;
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify([{ stack, process: process.pid }]);
  writeFileSync(folder + "/resources.json", text);
}
`;

const planOf = (revision: Revision, stack: string): Promise<string | undefined> | undefined =>
  plansOf(revision, [stack]).get(stack);
const read = (file: string | undefined): unknown => JSON.parse(fs.readFileSync(String(file), "utf8"));
const MODULES = path.join(ROOT, "node_modules");

test("an old revision's own render is run over its own files, whatever the working tree holds", async () => {
  const sha = commit({ "checks/render.ts": RENDERS });
  write("checks/render.ts", "process.exit(1)");
  const revision = checkOut(root, "HEAD", MODULES);
  expect(revision).toMatchObject({ commit: sha, ownPackages: true });
  expect(read(await planOf(revision, "dev"))).toEqual([{ name: "old" }]);
  expect(await planOf(revision, "staging")).toBeUndefined();
});

test("all stacks of a revision are planned by one process, and once", async () => {
  commit({ "checks/guard/plan-stacks.ts": PLANS });
  const revision = checkOut(root, "HEAD", MODULES);
  const first = plansOf(revision, ["dev", "prod", "staging"]);
  expect(read(await first.get("dev"))).toEqual([{ stack: "dev", process: expect.any(Number) as unknown }]);
  expect(read(await first.get("dev"))).toEqual([{ ...(read(await first.get("prod")) as object[])[0], stack: "dev" }]);
  expect(await first.get("staging")).toBeUndefined();
  const again = checkOut(root, "HEAD", MODULES);
  expect(again.dir).toBe(revision.dir);
  expect(await planOf(again, "dev")).toBe(await first.get("dev"));
});

test("one stack that can't be planned doesn't stop the other", async () => {
  commit({
    "checks/guard/plan-stacks.ts": PLANS.replace(
      "const text",
      'if (stack === "dev") { writeFileSync(folder + "/fault.txt", "retention must be a duration"); continue; } const text',
    ),
  });
  const plans = plansOf(checkOut(root, "HEAD", MODULES), ["dev", "prod"]);
  await expect(plans.get("dev")).rejects.toThrow(
    /The stack dev of .{12} can't be planned by that revision's own code:\nretention must be a duration$/,
  );
  expect(read(await plans.get("prod"))).toMatchObject([{ stack: "prod" }]);
});

test.each([
  ["checks/render.ts", 'process.stderr.write("out of memory"); process.exit(1);'],
  ["checks/guard/plan-stacks.ts", 'process.stderr.write("out of memory"); process.exit(1);'],
])("a revision whose %s fails tells why, and leaves nothing that looks like a plan", async (file, code) => {
  commit({ [file]: code });
  const revision = checkOut(root, "HEAD", MODULES);
  await expect(planOf(revision, "dev")).rejects.toThrow(/can't be planned by that revision's own code:\nout of memory/);
  await expect(planOf(revision, "dev")).rejects.toThrow(/out of memory/);
});

test("says when the packages aren't those of its lockfile, and plans anew with others", () => {
  commit({ "checks/render.ts": RENDERS });
  const first = checkOut(root, "HEAD");
  expect(first.ownPackages).toBe(true);
  write("package-lock.json", '{ "changed": true }');
  const second = checkOut(root, "HEAD");
  expect(second.ownPackages).toBe(false);
  expect(second.dir).not.toBe(first.dir);
  expect(checkOut(root, "HEAD", MODULES)).toMatchObject({ ownPackages: true });
});

test("a folder without packages is refused", () => {
  commit({ "checks/render.ts": RENDERS });
  expect(() => checkOut(root, "HEAD", path.join(root, "checks"))).toThrow(/must be a node_modules folder/);
});

test.each(["nowhere", "--help", "HEAD:checks", ""])("%j, which git doesn't know as a revision, is refused", (name) => {
  commit({ "checks/render.ts": RENDERS });
  expect(() => checkOut(root, name)).toThrow(/is no revision that git knows/);
});

test("tests and pages aren't written out", () => {
  commit({ "checks/render.ts": RENDERS, "test/a.test.ts": "1", "docs/a.md": "1" });
  expect(fs.readdirSync(checkOut(root, "HEAD").dir).sort()).toEqual([
    "Pulumi.dev.yaml",
    "Pulumi.prod.yaml",
    "checks",
    "package-lock.json",
  ]);
});

test("only the last few revisions are kept, but all of today", () => {
  const dirs = [1, 2, 3, 4, 5, 6, 7].map((i) => {
    commit({ "checks/render.ts": `${RENDERS}// ${i}` });
    return checkOut(root, "HEAD").dir;
  });
  expect(dirs.every((dir) => fs.existsSync(dir))).toBe(true);
  const old = new Date(Date.now() - 2 * 86_400_000);
  for (const dir of dirs) fs.utimesSync(dir, old, old);
  commit({ "checks/render.ts": `${RENDERS}// 8` });
  checkOut(root, "HEAD");
  expect(dirs.filter((dir) => fs.existsSync(dir))).toHaveLength(5);
});
