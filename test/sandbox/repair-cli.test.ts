/** `npm run repair` on a stack of somebody's own: a project and a backend in a folder, no sandbox. */
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REPOSITORY } from "../../sandbox/layout";
import { withTools } from "../../tools/paths";
import type { Exported, Operation } from "../../tools/repair/deployment";

let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "repair-"));
  fs.mkdirSync(path.join(folder, "state"));
  fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: yaml\n");
  env = {
    ...withTools(),
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${folder}/state`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  await pulumi("stack", "init", "test");
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const pulumi = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)("pulumi", args, { cwd: folder, env })).stdout;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function repair(): Promise<Ended> {
  const entry = path.join(REPOSITORY, "tools", "repair.ts");
  const args = ["--require", "streaming/typescript", entry, "--stack", "test", "--project-dir", folder];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY, env });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as {
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
    };
    return { code, out: stdout, err: stderr };
  }
}

const lockFile = (): string =>
  path.join(folder, "state", ".pulumi", "locks", "organization", "shop", "test", "0b9e4a7c.json");

function lock(pid: number): void {
  fs.mkdirSync(path.dirname(lockFile()), { recursive: true });
  const owner = { pid, username: "me", hostname: os.hostname(), timestamp: new Date().toISOString() };
  fs.writeFileSync(lockFile(), JSON.stringify(owner));
}

/** As a killed engine leaves the state. */
async function interrupted(...operations: readonly Operation[]): Promise<void> {
  const file = path.join(folder, "state", ".pulumi", "stacks", "shop", "test.json");
  const state = JSON.parse(fs.readFileSync(file, "utf8")) as { checkpoint: { latest?: object | null } };
  const { deployment } = JSON.parse(await pulumi("stack", "export")) as Exported;
  state.checkpoint.latest = { ...deployment, pending_operations: operations };
  fs.writeFileSync(file, JSON.stringify(state));
}

const pendingIn = async (): Promise<number | undefined> =>
  (JSON.parse(await pulumi("stack", "export")) as Exported).deployment.pending_operations?.length;

const creating = (type: string, name: string, custom: boolean): Operation => ({
  type: "creating",
  resource: { urn: `urn:pulumi:test::shop::${type}::${name}`, type, custom, inputs: {} },
});

test("where all is well there is nothing to repair", async () => {
  expect(await repair()).toEqual({ code: 0, out: "nothing to repair\n", err: "" });
});

test("what a run had begun to note beside the state is cleared: with half of it the CLI reads nothing", async () => {
  const notes = path.join(".pulumi", "stacks", "shop", "test.json.attrs");
  fs.truncateSync(path.join(folder, "state", notes));
  await expect(pulumi("stack", "export")).rejects.toThrow(/EOF/);
  expect(await repair()).toEqual({
    code: 0,
    out: `cleared ${notes}, which a killed run had left unfinished\n`,
    err: "",
  });
  await expect(pulumi("stack", "export")).resolves.toContain("deployment");
});

describe("a lock", () => {
  test("of a run that is dead is cancelled", async () => {
    const dead = Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
    lock(dead);
    const out = `cancelled the lock of process ${dead}, which was killed\n`;
    expect(await repair()).toEqual({ code: 0, out, err: "" });
    expect(fs.existsSync(lockFile())).toBe(false);
  });

  test("of a run that lives stays, and is told with exit code 2", async () => {
    lock(process.pid);
    const { code, out, err } = await repair();
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`Another pulumi is at work on this stack: process ${process.pid}.`);
    expect(fs.existsSync(lockFile())).toBe(true);
    fs.rmSync(lockFile());
  });
});

describe("a creation that was interrupted", () => {
  test("of a component is cleared", async () => {
    await interrupted(creating("shop:index:Shop", "shop", false));
    const out = "cleared Shop shop: its creation left no trace\n";
    expect(await repair()).toEqual({ code: 0, out, err: "" });
    expect(await pendingIn()).toBeUndefined();
  });

  test("of something that nobody knows the id of is left as it is, with exit code 1", async () => {
    await interrupted(creating("acme:index/thing:Thing", "thing", true));
    const { code, out, err } = await repair();
    expect([code, out]).toEqual([1, "left urn:pulumi:test::shop::acme:index/thing:Thing::thing\n"]);
    expect(err).toContain("pulumi refresh --stack test asks for each");
    expect(await pendingIn()).toBe(1);
  });
});
