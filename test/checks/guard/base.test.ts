import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkOut, renderOf } from "../../../checks/guard/base";
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

/** A revision whose render writes what it is told, or fails. */
function commit(render: string): string {
  write("checks/render.ts", render);
  write("Pulumi.dev.yaml", "config: {}\n");
  write("package-lock.json", "{}");
  git("add", "-A");
  git("commit", "--quiet", "-m", "one");
  return git("rev-parse", "HEAD");
}

const WRITES = `
import { mkdirSync, writeFileSync } from "node:fs";
const out = String(process.argv[process.argv.indexOf("--out") + 1]);
mkdirSync(out, { recursive: true });
writeFileSync(out + "/resources.json", JSON.stringify([{ name: "old" }]));
`;

test("a revision's own code is run over its own files, whatever the working tree holds", async () => {
  const sha = commit(WRITES);
  write("checks/render.ts", "process.exit(1)");
  const revision = checkOut(root, "HEAD", path.join(ROOT, "node_modules"));
  expect(revision).toMatchObject({ commit: sha, ownPackages: true });
  const list = await renderOf(revision, "dev");
  expect(JSON.parse(fs.readFileSync(String(list), "utf8"))).toEqual([{ name: "old" }]);
  expect(await renderOf(revision, "prod")).toBeUndefined();
});

test("says when the packages aren't those of its lockfile", () => {
  commit(WRITES);
  expect(checkOut(root, "HEAD").ownPackages).toBe(true);
  write("package-lock.json", '{ "changed": true }');
  expect(checkOut(root, "HEAD").ownPackages).toBe(false);
});

test("a revision that can't be rendered tells why, and leaves nothing that looks like a render", async () => {
  commit('process.stderr.write("retention must be a duration"); process.exit(1);');
  const revision = checkOut(root, "HEAD", path.join(ROOT, "node_modules"));
  await expect(renderOf(revision, "dev")).rejects.toThrow(
    /can't be rendered by that revision's own code:\nretention must be a duration/,
  );
  await expect(renderOf(revision, "dev")).rejects.toThrow(/retention/);
});

test("a name that git doesn't know is refused", () => {
  commit(WRITES);
  expect(() => checkOut(root, "nowhere")).toThrow(/"nowhere" is no revision that git knows/);
});
