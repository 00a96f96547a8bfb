import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chooseProviders, findPlugin } from "../../sandbox/project/providers";

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "providers-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

const plugin = (...folders: readonly string[]): string => {
  const folder = path.join(dir, ...folders);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "pulumi-resource-kafka"), "", { mode: 0o755 });
  return folder;
};
const installed = (version: string) => plugin("plugins", `resource-kafka-v${version}`);
const find = (PATH = "") => findPlugin("kafka", 3, { PATH, PULUMI_HOME: dir }, "/sandboxes");

describe("a real plugin", () => {
  test("on the caller's PATH comes first", () => {
    installed("3.9.0");
    const bin = plugin("bin");
    expect(find(`/nowhere:${bin}`)).toBe(bin);
  });

  test("is the highest installed version of the SDK's major, by number", () => {
    installed("3.9.0");
    const newest = installed("3.12.1");
    installed("3.12.0");
    installed("4.0.0");
    expect(find()).toBe(newest);
  });

  test("of another major is none", () => {
    installed("2.9.0");
    expect(find()).toBeUndefined();
  });

  test("that can't be executed is none", () => {
    fs.chmodSync(path.join(installed("3.0.0"), "pulumi-resource-kafka"), 0o644);
    expect(find()).toBeUndefined();
  });

  test("isn't looked for in the sandbox's own PULUMI_HOME", () => {
    installed("3.0.0");
    expect(findPlugin("kafka", 3, { PULUMI_HOME: dir }, path.dirname(dir))).not.toBe(
      path.join(dir, "plugins", "resource-kafka-v3.0.0"),
    );
  });
});

describe("SANDBOX_PROVIDERS", () => {
  const folders = (mode: string | undefined) =>
    chooseProviders({ PATH: plugin("bin"), PULUMI_HOME: dir, SANDBOX_PROVIDERS: mode }, "/sandboxes").map(
      ({ name, kind }) => `${name}: ${kind}`,
    );

  test("unset means stand-ins, whatever is installed", () => {
    expect(folders(undefined)).toContain("kafka: stand-in");
  });

  test("plugins takes the ones that there are and keeps the other stand-ins", () => {
    expect(folders("plugins")).toEqual(expect.arrayContaining(["kafka: plugin", "kubernetes: stand-in"]));
  });

  test("with another word is refused", () => {
    expect(() => folders("real")).toThrow('SANDBOX_PROVIDERS must be plugins or stand-ins (or unset), got "real"');
  });
});
