import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquire, release, startTimeOf } from "../../../tools/bootstrap/lock";

let dir: string;
let lock: string;

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "lock-"));
  lock = path.join(dir, "lock");
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

const heldBy = (pid: number, startTime: string): void => fs.writeFileSync(lock, JSON.stringify({ pid, startTime }));

test("a free lock is taken, and given back", () => {
  expect(acquire(lock, "testing")).toBeUndefined();
  expect(JSON.parse(fs.readFileSync(lock, "utf8"))).toMatchObject({ pid: process.pid });
  release(lock);
  expect(fs.readdirSync(dir)).toEqual([]);
});

test("a living owner keeps its lock and is named", () => {
  heldBy(process.ppid, startTimeOf(process.ppid) ?? "");
  expect(acquire(lock, "testing")).toMatchObject({ pid: process.ppid });
  release(lock);
  expect(fs.existsSync(lock)).toBe(true);
});

test("a dead owner's lock is taken over", () => {
  heldBy(2 ** 30, "1");
  expect(acquire(lock, "testing")).toBeUndefined();
  expect(JSON.parse(fs.readFileSync(lock, "utf8"))).toMatchObject({ pid: process.pid });
});

test("a lock whose owner's id belongs to a later process is taken over", () => {
  heldBy(process.ppid, "an earlier start");
  expect(acquire(lock, "testing")).toBeUndefined();
});

test("the start time of a process stays the same, and there is none where nothing runs", () => {
  expect(startTimeOf(process.pid)).toBe(startTimeOf(process.pid));
  expect(startTimeOf(process.pid)).toMatch(/\S/);
  expect(startTimeOf(2 ** 30)).toBeUndefined();
});
