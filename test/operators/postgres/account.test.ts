import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandAs } from "../../../sandbox/postgres/account";

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "account-"));
  fs.chmodSync(folder, 0o755);
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

const account = { uid: 65534, gid: 65534 };

test("an ordinary user runs the server itself", () => {
  expect(commandAs(undefined, [folder], ["postgres", "-D", "x"])).toEqual(["postgres", "-D", "x"]);
});

test("root hands the server to another account", () => {
  expect(commandAs(account, [folder], ["postgres"])).toEqual([
    "setpriv",
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
    "postgres",
  ]);
});

test("the account may pass a folder that is closed to others", () => {
  const closed = path.join(folder, "closed");
  fs.mkdirSync(closed, { mode: 0o700 });
  expect(commandAs(account, [path.join(closed, "data")], ["postgres"])).toContain("--ambient-caps=+dac_override");
});
