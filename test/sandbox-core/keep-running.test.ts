import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepRunning } from "../../sandbox/keep-running";
import { sandboxLayout } from "../../sandbox/layout";
import type { SandboxLayout } from "../../sandbox/layout";
import { running, start, stop, stopAll } from "../../sandbox/processes";
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
