/** The start of a program, measured from outside. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Program, startProgram } from "../../../tools/bench/program";

const ROOT = path.resolve(__dirname, "..", "..", "..");

/** A hundred things, each of which takes the program's password. */
const THINGS = `const pulumi = require("@pulumi/pulumi");
  const password = new pulumi.Config("test").requireSecret("password");
  for (let i = 0; i < 100; i += 1) new pulumi.CustomResource("test:things:Thing", "thing-" + i, { password });`;

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "program-"));
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function program(text: string): Program {
  fs.writeFileSync(path.join(folder, "package.json"), "{}");
  fs.writeFileSync(path.join(folder, "index.js"), text);
  const config = new Map([["test:password", { value: "p", secret: true }]]);
  const options = { typescript: false };
  return { project: "test", stack: "dev", folder, entryPoint: "index.js", options, config };
}

describe("a program", () => {
  test("is told with all that it registers, its first resource before its last", async () => {
    const { resources, startSeconds, registeredSeconds } = await startProgram(program(THINGS));
    const things = resources.filter(({ type }) => type === "test:things:Thing");
    expect(things.map(({ name }) => name).sort()).toEqual(Array.from({ length: 100 }, (_, i) => `thing-${i}`).sort());
    expect(things[0]?.props).toEqual({ password: { value: "p" } });
    expect(startSeconds).toBeGreaterThan(0);
    expect(registeredSeconds).toBeGreaterThan(startSeconds);
  });

  test("has the time before its first resource counted", async () => {
    const busy = `const end = Date.now() + 1000; while (Date.now() < end);\n${THINGS}`;
    expect((await startProgram(program(busy))).startSeconds).toBeGreaterThan(1);
  });

  test.runIf(process.platform === "linux")("has its memory at the most counted", async () => {
    const large = `globalThis.held = Buffer.alloc(300 * 1024 * 1024, 1);\n${THINGS}`;
    expect((await startProgram(program(large))).mebibytes).toBeGreaterThan(300);
  });

  test("may be asked before a resource changes", async () => {
    const hook = `new pulumi.ResourceHook("asked", () => {}, { onDryRun: true })`;
    const asking = `const pulumi = require("@pulumi/pulumi");
      new pulumi.CustomResource("test:things:Thing", "asking", {}, { hooks: { beforeUpdate: [${hook}] } });`;
    const { resources } = await startProgram(program(asking));
    expect(resources.map(({ name }) => name)).toContain("asking");
  });

  test("that fails isn't measured", async () => {
    await expect(startProgram(program(`throw new Error("no");`))).rejects.toThrow(/index\.js ended with exit code 32/);
  });
});
