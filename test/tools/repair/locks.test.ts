import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { folderOf, lockOwners, releaseDeadLock } from "../../../tools/repair/locks";
import type { LockOwner } from "../../../tools/repair/locks";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "locks-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const DEAD = Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));

function lock(owner: Partial<LockOwner>): void {
  const dir = path.join(folder, ".pulumi", "locks", "organization", "streaming", "dev");
  fs.mkdirSync(dir, { recursive: true });
  const whole = { pid: DEAD, username: "me", hostname: os.hostname(), timestamp: new Date().toISOString(), ...owner };
  fs.writeFileSync(path.join(dir, "0b9e4a7c.json"), JSON.stringify(whole));
  fs.writeFileSync(path.join(dir, "0b9e4a7c.json.attrs"), "{}");
}

/** Stands for the CLI: a lock that isn't refused comes to `pulumi cancel`, which fails in this folder without a project. */
const release = (stack = "dev"): Promise<readonly string[]> =>
  releaseDeadLock({ projectDir: folder, stack, env: { PATH: "", PULUMI_BACKEND_URL: "none" } }, "streaming", folder);

test("without a lock there is nothing to do", async () => {
  expect(lockOwners(folder, "streaming", "dev")).toEqual([]);
  expect(await release()).toEqual([]);
});

test("a lock whose owner lives is refused by the owner's process id", async () => {
  lock({ pid: process.pid });
  await expect(release()).rejects.toThrow(`Another pulumi is at work on this stack: process ${process.pid}.`);
  await expect(release("organization/streaming/dev")).rejects.toThrow("Another pulumi is at work");
});

test("a lock from another machine is refused, as its owner can't be seen", async () => {
  lock({ hostname: "elsewhere" });
  await expect(release()).rejects.toThrow(/locked by me@elsewhere \(process \d+\) since .*pulumi cancel --stack dev/s);
});

test.each([
  ["of a dead process", {}],
  ["whose owner's id another process got later", { pid: process.pid, timestamp: "2001-01-01T00:00:00Z" }],
])("a lock %s is given to pulumi cancel", async (_, owner) => {
  lock(owner);
  await expect(release()).rejects.toThrow(/pulumi cancel --yes .*--stack dev failed|"pulumi" isn't there yet/);
});

test("a lock that isn't in place yet is its owner's already, one that is being written nobody's", () => {
  lock({ pid: process.pid });
  const dir = path.join(folder, ".pulumi", "locks", "organization", "streaming", "dev");
  fs.renameSync(path.join(dir, "0b9e4a7c.json"), path.join(dir, "0b9e4a7c.json.18f0.tmp"));
  expect(lockOwners(folder, "streaming", "dev")).toMatchObject([{ pid: process.pid }]);
  fs.writeFileSync(path.join(dir, "0b9e4a7c.json.18f0.tmp"), `{"pid":`);
  expect(lockOwners(folder, "streaming", "dev")).toEqual([]);
});

test("what a run left unfinished is cleared, but not while another one lives", async () => {
  const notes = path.join(folder, ".pulumi", "stacks", "streaming", "dev.json.attrs");
  fs.mkdirSync(path.dirname(notes), { recursive: true });
  fs.writeFileSync(notes, "");
  lock({ pid: process.pid });
  await expect(release()).rejects.toThrow("Another pulumi is at work");
  expect(fs.existsSync(notes)).toBe(true);
  fs.rmSync(path.join(folder, ".pulumi", "locks"), { recursive: true });
  expect(await release()).toEqual([
    "cleared .pulumi/stacks/streaming/dev.json.attrs, which a killed run had left unfinished",
  ]);
});

test.each([
  ["file:///srv/state", "/srv/state"],
  ["file:///srv/state?no_tmp_dir=true", "/srv/state"],
  ["file://~", os.homedir()],
  ["file://~/state", path.join(os.homedir(), "state")],
  ["s3://bucket", undefined],
  ["https://api.pulumi.com", undefined],
])("the folder of %s", (url, expected) => {
  expect(folderOf(url)).toBe(expected);
});
