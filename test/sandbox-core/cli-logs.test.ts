import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepNoLogs } from "../../sandbox/project/cli-logs";

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "home-"));
});
afterEach(() => fs.rmSync(home, { recursive: true }));

const makeFolder = (): unknown => fs.mkdirSync(path.join(home, "logs"), { recursive: true });

test("the CLI can't make its folder of logs", () => {
  keepNoLogs(home);
  expect(makeFolder).toThrow(/EEXIST/);
});

test("logs that are there are removed", () => {
  makeFolder();
  fs.writeFileSync(path.join(home, "logs", "pulumi.log"), "all messages");
  keepNoLogs(home);
  keepNoLogs(home);
  expect(fs.readdirSync(home)).toEqual(["logs"]);
  expect(makeFolder).toThrow(/EEXIST/);
});
