import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTimeOf } from "../../../sandbox/process-table";
import { endOrphans, livingRuns, recordRun } from "../../../tools/repair/runs";

let home: string;
let env: NodeJS.ProcessEnv;
const children: ChildProcess[] = [];
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "runs-"));
  env = { ...process.env, PULUMI_HOME: home };
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  fs.rmSync(home, { recursive: true });
});

/** Runs until it is ended; true to its environment, whatever it is called. */
async function start(environment: NodeJS.ProcessEnv, code = ""): Promise<number> {
  const script = `${code}; setInterval(() => undefined, 1000); console.log("there")`;
  const child = spawn(process.execPath, ["-e", script], { env: environment, stdio: ["ignore", "pipe", "ignore"] });
  children.push(child);
  await once(child.stdout, "data");
  return child.pid ?? 0;
}

/** A run whose engine was killed: its plugin, with the mark of the run, goes on. */
async function killedRun(code?: string): Promise<number> {
  const run = recordRun(env);
  const engine = await start(run.env);
  run.began(engine);
  const plugin = await start(run.env, code);
  process.kill(engine, "SIGKILL");
  const [dead] = children.filter(({ pid }) => pid === engine);
  if (dead && dead.exitCode === null && dead.signalCode === null) await once(dead, "exit");
  return plugin;
}

describe("what a killed run left", () => {
  test("is ended and named; other processes are left alone", async () => {
    const plugin = await killedRun();
    const other = await start(env);
    expect(await endOrphans(env)).toEqual([`ended node (process ${plugin}), which a killed run had left`]);
    expect(startTimeOf(plugin)).toBeUndefined();
    expect(startTimeOf(other)).toBeDefined();
    expect(await endOrphans(env)).toEqual([]);
  });

  test("is ended by force where it doesn't heed", async () => {
    const plugin = await killedRun(`process.on("SIGTERM", () => undefined)`);
    await endOrphans(env);
    expect(startTimeOf(plugin)).toBeUndefined();
  });
});

test("what belongs to a run that lives is left alone", async () => {
  const run = recordRun(env);
  const engine = await start(run.env);
  run.began(engine);
  const plugin = await start(run.env);
  expect(livingRuns(env)).toEqual([engine]);
  expect(await endOrphans(env)).toEqual([]);
  expect(startTimeOf(plugin)).toBeDefined();
  run.ended();
  expect(livingRuns(env)).toEqual([]);
});
