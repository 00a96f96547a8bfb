import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "../../sandbox/lock";

let file: string;
beforeEach(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "lock-")), "dev.lock");
});
afterEach(() => fs.rmSync(path.dirname(file), { recursive: true }));

test("a second run is refused with the first one's process and what it does", async () => {
  await withLock(file, "deploying the sandbox dev", 0, async () => {
    await expect(withLock(file, "stopping", 0, () => "never")).rejects.toThrow(
      `Another run is at work here: process ${process.pid} (deploying the sandbox dev).`,
    );
  });
});

test("one that may wait gets the lock when it is free", async () => {
  const order: string[] = [];
  const first = withLock(file, "first", 0, async () => {
    await new Promise(setImmediate);
    order.push("first");
  });
  await withLock(file, "second", 10_000, () => order.push("second"));
  await first;
  expect(order).toEqual(["first", "second"]);
});

test.each([0, 1_000])(
  "the lock of a run that was killed is taken over at once, by one that may wait %i ms",
  async (waitMs) => {
    fs.writeFileSync(file, JSON.stringify({ pid: process.pid, startTime: "1", doing: "deploying" }));
    expect(await withLock(file, "starting", waitMs, () => "done")).toBe("done");
  },
);

test("nothing is left when the work fails", async () => {
  const failing = withLock(file, "starting", 0, () => {
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(fs.readdirSync(path.dirname(file))).toEqual([]);
});
