import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearUnfinished } from "../../../tools/repair/backend-files";

const STATES = ".pulumi/stacks/streaming";
const HISTORY = ".pulumi/history/streaming/dev";
const LOCKS = ".pulumi/locks/organization/streaming/dev";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "backend-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}
const isThere = (file: string): boolean => fs.existsSync(path.join(folder, file));
const clear = (stack = "dev"): readonly string[] => clearUnfinished(folder, "streaming", stack);

test("where there is no such folder, or all is whole, nothing is done", () => {
  expect(clear()).toEqual([]);
  const whole = [`${STATES}/dev.json`, `${STATES}/dev.json.attrs`, `${HISTORY}/dev-1.history.json.attrs`];
  for (const file of whole) write(file, "{}");
  write(`${LOCKS}/1.json`, "{}");
  expect(clear()).toEqual([]);
  expect(whole.filter((file) => !isThere(file))).toEqual([]);
});

test.each([
  ["of the state, just begun", `${STATES}/dev.json.attrs`, ""],
  ["of the state's copy, half written", `${STATES}/dev.json.bak.attrs`, `{"user.content_type":"te`],
  ["of the history", `${HISTORY}/dev-1.history.json.attrs`, "{"],
])("notes %s are cleared, the file itself stays", (_, notes, text) => {
  const file = notes.replace(/\.attrs$/, "");
  write(file, "{}");
  write(notes, text);
  expect(clear("organization/streaming/dev")).toEqual([`cleared ${notes}, which a killed run had left unfinished`]);
  expect([isThere(notes), isThere(file)]).toEqual([false, true]);
});

test("a state that was never moved in place is cleared", () => {
  write(`${STATES}/dev.json.18f0.tmp`, "{}");
  expect(clear()).toHaveLength(1);
  expect(isThere(`${STATES}/dev.json.18f0.tmp`)).toBe(false);
});

test("a lock that was never moved in place is cleared if it doesn't say whose it is", () => {
  write(`${LOCKS}/1.json.18f0.tmp`, `{"pid":1`);
  write(`${LOCKS}/2.json.18f1.tmp`, `{"pid":1}`);
  expect(clear()).toEqual([`cleared ${LOCKS}/1.json.18f0.tmp, which a killed run had left unfinished`]);
  expect(isThere(`${LOCKS}/2.json.18f1.tmp`)).toBe(true);
});

test("another stack's files are left alone", () => {
  write(`${STATES}/devel.json.attrs`, "");
  write(".pulumi/history/streaming/devel/devel-1.history.json.attrs", "");
  expect(clear()).toEqual([]);
});
