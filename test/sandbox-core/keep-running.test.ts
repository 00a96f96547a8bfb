import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepRunning } from "../../sandbox/keep-running";
import { sandboxLayout } from "../../sandbox/layout";
import type { SandboxLayout } from "../../sandbox/layout";
import { isAlive, running, start, stop, stopAll } from "../../sandbox/processes";
import type { RunRecord } from "../../sandbox/processes";
import { waitFor } from "../../sandbox/wait";

let layout: SandboxLayout;
let told: string;
beforeEach(() => {
  layout = sandboxLayout("dev", fs.mkdtempSync(path.join(os.tmpdir(), "keep-")));
  fs.mkdirSync(layout.dir);
  told = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await stopAll(layout);
  fs.rmSync(layout.root, { recursive: true });
});

const begin = (name: string): Promise<RunRecord> =>
  start(layout, { name, command: [process.execPath, "-e", "setInterval(() => undefined, 1000)"] });
const kill = ({ pid }: RunRecord): boolean => process.kill(pid, "SIGKILL");
/** Another process runs under the name. */
const startedAgain = (name: string, before: RunRecord): Promise<true> =>
  waitFor(layout, { what: name, deadlineMs: 10_000 }, () => {
    const now = running(layout, name);
    return Promise.resolve(now !== undefined && now.pid !== before.pid && true);
  });

test("what ends during the work is named and started again, and the work goes on", async () => {
  const etcd = await begin("etcd");
  const result = await keepRunning(
    layout,
    () => begin("etcd"),
    async () => {
      kill(etcd);
      await startedAgain("etcd", etcd);
      return "done";
    },
  );
  expect(result).toBe("done");
  expect(told).toContain(`etcd (process ${etcd.pid}) ended: starting it again; its last words are in `);
});

test("a broker that what plays the operators started again is told, one that was stopped before isn't", async () => {
  const [crashing, stopped] = [await begin("kafka/n/broker-0"), await begin("kafka/n/broker-1")];
  const restart = vi.fn(() => Promise.resolve());
  await keepRunning(layout, restart, async () => {
    kill(crashing);
    await stop(layout, stopped);
    await begin("kafka/n/broker-0");
    await begin("kafka/n/broker-1");
  });
  expect(told).toContain(`kafka/n/broker-0 (process ${crashing.pid}) had ended and was started again`);
  expect(told).not.toContain("kafka/n/broker-1");
  expect(restart).not.toHaveBeenCalled();
});

/** Says that its disk is full, and ends. */
const full = (name: string): Promise<RunRecord> =>
  start(layout, { name, command: [process.execPath, "-e", "console.error('PANIC: No space left on device')"] });

const hasEnded = (record: RunRecord): Promise<true> =>
  waitFor(layout, { what: "its end", deadlineMs: 10_000 }, () => Promise.resolve(!isAlive(record) && true));

test("a broker that ends again and again for want of room is told once, with what to do, and counted", async () => {
  const name = "kafka/n/broker-0";
  const first = await full(name);
  await keepRunning(
    layout,
    () => Promise.resolve(),
    async () => {
      await hasEnded(first);
      await hasEnded(await full(name));
      const advice = `: its disk takes no more (No space left on device), so make room for ${path.join(layout.dir, name)}; `;
      const line = `${name} (process ${first.pid}) had ended and was started again${advice}`;
      await vi.waitFor(() => expect(told).toContain(line), 10_000);
      await full(name).then(hasEnded);
    },
  );
  expect(told.match(/had ended and was started again/g)).toHaveLength(1);
  expect(told).toMatch(/ended and wasn't started again yet: its disk takes no more/);
  expect(told).toContain(`${name} ended 2 times meanwhile\n`);
});

test("a broker that was dead before is none of this run's matters", async () => {
  await hasEnded(await full("kafka/n/broker-0"));
  await keepRunning(
    layout,
    () => Promise.resolve(),
    () => Promise.resolve(),
  );
  expect(told).toBe("");
});

test("what can't be started is told, and doesn't hide what became of the work", async () => {
  const etcd = await begin("etcd");
  const work = keepRunning(
    layout,
    () => Promise.reject(new Error("the disk is gone")),
    async () => {
      kill(etcd);
      await vi.waitFor(() => expect(told).toContain("the disk is gone"), 10_000);
      throw new Error("pulumi up failed");
    },
  );
  await expect(work).rejects.toThrow("pulumi up failed");
});
