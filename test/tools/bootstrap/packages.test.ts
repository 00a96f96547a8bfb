import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packagesMatch } from "../../../tools/bootstrap/steps/node-packages";

let root: string;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "packages-"));
  fs.mkdirSync(path.join(root, "node_modules"));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

interface Entry {
  readonly version: string;
  readonly optional?: boolean;
}

function write(locked: Record<string, Entry>, installed?: Record<string, Entry>): void {
  const save = (file: string, packages: object): void =>
    fs.writeFileSync(path.join(root, file), JSON.stringify({ packages }));
  save("package-lock.json", { "": { name: "streaming" }, ...locked });
  if (installed) save("node_modules/.package-lock.json", installed);
}

const zod = (version: string): Record<string, Entry> => ({ "node_modules/zod": { version } });
const otherPlatform = { "node_modules/native-darwin": { version: "1.0.0", optional: true } };

describe("npm packages", () => {
  test("are complete as locked, without those of other platforms", () => {
    write({ ...zod("4.0.0"), ...otherPlatform }, zod("4.0.0"));
    expect(packagesMatch(root)).toBe(true);
  });

  test("are missing where npm hasn't finished", () => {
    write(zod("4.0.0"));
    expect(packagesMatch(root)).toBe(false);
  });

  test("don't match another version", () => {
    write(zod("4.0.1"), zod("4.0.0"));
    expect(packagesMatch(root)).toBe(false);
  });

  test("don't match when one was added to the lock", () => {
    write({ ...zod("4.0.0"), "node_modules/yaml": { version: "2.0.0" } }, zod("4.0.0"));
    expect(packagesMatch(root)).toBe(false);
  });

  test("don't match when one was taken from the lock", () => {
    write({}, zod("4.0.0"));
    expect(packagesMatch(root)).toBe(false);
  });
});
