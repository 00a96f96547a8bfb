import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { REPOSITORY } from "../../../sandbox/layout";

const executable = path.join(REPOSITORY, "sandbox/providers/bin/kubernetes/pulumi-resource-kubernetes");
const env = { ...process.env, PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env["PATH"] ?? ""}` };
const deadline = { timeout: 20_000, interval: 20 };

/** Ended processes that nobody has waited for yet count as ended. */
function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

test("the executable works from any folder: it prints its port and ends when the engine closes its stdin", async () => {
  const plugin = spawn(executable, ["--logtostderr", "127.0.0.1:1"], {
    cwd: "/",
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(plugin.stdout, "data")) as [Buffer];
  expect(Number(line.toString())).toBeGreaterThan(1023);
  plugin.stdin.end();
  expect(await once(plugin, "exit")).toEqual([0, null]);
}, 30_000);

test("it ends when the process that started it is killed, though nobody closes its stdin", async () => {
  const script = `
    const { spawn } = require("node:child_process");
    const plugin = spawn(${JSON.stringify(executable)}, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
    plugin.stdout.once("data", () => console.log(plugin.pid));
  `;
  const engine = spawn(process.execPath, ["-e", script], { env, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(engine.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  expect(isRunning(pid)).toBe(true);
  engine.kill("SIGKILL");
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), deadline);
}, 30_000);
