import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sandboxLayout } from "../../sandbox/layout";
import type { SandboxLayout } from "../../sandbox/layout";
import { isAlive, logFile, logTail, records, running, start, stop, stopAll } from "../../sandbox/processes";
import { startTimeIn, startTimeOf } from "../../sandbox/process-table";
import { waitFor } from "../../sandbox/wait";

let layout: SandboxLayout;
beforeEach(() => {
  layout = sandboxLayout("dev", fs.mkdtempSync(path.join(os.tmpdir(), "processes-")));
  fs.mkdirSync(layout.dir);
});
afterEach(async () => {
  await stopAll(layout);
  fs.rmSync(layout.root, { recursive: true });
});

/** Runs a line of JavaScript. */
const node = (name: string, code: string) => start(layout, { name, command: [process.execPath, "-e", code] });
const FOREVER = "setInterval(() => undefined, 1000)";
/** Says so once it no longer ends when asked to. */
const STUBBORN = `process.on("SIGTERM", () => undefined); console.log("deaf"); ${FOREVER}`;

describe("a started process", () => {
  test("is recorded and found again by its name", async () => {
    const record = await node("broker/a/b-0", FOREVER);
    expect(running(layout, "broker/a/b-0")).toEqual(record);
    expect(records(layout)).toEqual([record]);
  });

  test("that stops leaves no record and doesn't run", async () => {
    const record = await node("etcd", FOREVER);
    await stop(layout, record);
    expect(isAlive(record)).toBe(false);
    expect(records(layout)).toEqual([]);
  });

  test("that doesn't heed the signal is ended by force", async () => {
    const record = await node("etcd", STUBBORN);
    const wait = { what: "the first line", deadlineMs: 10_000, process: record };
    await waitFor(layout, wait, () => Promise.resolve(logTail(layout, "etcd").includes("deaf")));
    await stop(layout, record, 100);
    expect(isAlive(record)).toBe(false);
  });

  test("that can't be started is told as the user's matter", async () => {
    await expect(start(layout, { name: "etcd", command: ["/no/such/program"] })).rejects.toThrow(
      "etcd can't be started: spawn /no/such/program ENOENT",
    );
  });

  test("remembers the one before it that ended unasked, and no other", async () => {
    const [first, second] = [await node("etcd", FOREVER), await node("api", FOREVER)];
    process.kill(first.pid, "SIGKILL");
    await stop(layout, second);
    expect(await node("etcd", FOREVER)).toMatchObject({ crashed: first.pid });
    expect(await node("api", FOREVER)).not.toHaveProperty("crashed");
  });

  test("begins a log of its own and keeps the previous one", async () => {
    for (const word of ["first", "second"]) {
      const record = await node("api", `console.log("${word}"); ${FOREVER}`);
      const wait = { what: word, deadlineMs: 10_000, process: record };
      await waitFor(layout, wait, () => Promise.resolve(logTail(layout, "api") === word));
      await stop(layout, record);
    }
    expect(fs.readFileSync(`${logFile(layout, "api")}.1`, "utf8")).toBe("first\n");
  });
});

describe("a record whose process id belongs to another process by now", () => {
  test("counts as ended, and that other process is left alone", async () => {
    const record = await node("etcd", FOREVER);
    const stale = { ...record, startTime: "1" };
    expect(isAlive(stale)).toBe(false);
    await stop(layout, stale);
    expect(isAlive(record)).toBe(true);
    await stop(layout, record);
  });
});

test("all are stopped, what would start others again before the rest, then the last started first", async () => {
  for (const name of ["etcd", "api", "operators", "broker"]) await node(name, FOREVER);
  expect((await stopAll(layout)).map(({ name }) => name)).toEqual(["operators", "broker", "api", "etcd"]);
});

test("waiting for a process that ended shows the end of its log", async () => {
  const record = await node("api", `console.log("cannot bind"); process.exitCode = 1`);
  const waiting = waitFor(layout, { what: "the API server", deadlineMs: 10_000, process: record }, () =>
    Promise.resolve(false as const),
  );
  await expect(waiting).rejects.toThrow(
    /^the API server is not there: api ended\.\nLast lines of .*api\.log:\ncannot bind$/,
  );
});

test("a process that doesn't exist has no start time", () => {
  expect(startTimeOf(2 ** 22 + 1)).toBeUndefined();
  expect(startTimeOf(process.pid)).toMatch(/\d/);
});

describe("the start time in /proc/<pid>/stat", () => {
  /** As proc(5) has it: state, 16 fields up to the number of threads, one more, the start time, and what follows. */
  const stat = (state: string, threads: number): string =>
    `7 (node (x) y) ${state} ${"0 ".repeat(16)}${threads} 0 4711 999 1 18446744073709551615`;

  test.each([
    ["a running one", "R", 1],
    ["a sleeping one with threads", "S", 11],
    ["one whose first thread has ended and whose others still hold its ports", "Z", 2],
  ])("is known of %s", (_, state, threads) => {
    expect(startTimeIn(stat(state, threads))).toBe("4711");
  });

  test.each(["Z", "X"])("isn't of one that is gone (%s)", (state) => {
    expect(startTimeIn(stat(state, 1))).toBeUndefined();
  });
});
