/** The commands as people run them: streams, exit codes, messages. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = join(__dirname, "../..");
const FIXTURE = join(ROOT, "test/fixtures/golden/multi-node.yaml");

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without credentials or a cluster within reach. */
function run(entry: string, ...args: string[]): Promise<Ended> {
  const env = { PATH: "/nonexistent", HOME: folder, TMPDIR: tmpdir() };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--require", "streaming/typescript", join(ROOT, entry), ...args],
      { cwd: ROOT, env },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "commands-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("npm run render", () => {
  test("writes files and says so on stderr only", async () => {
    const out = join(folder, "out");
    const { code, stdout, stderr } = await run("checks/render.ts", "--config", FIXTURE, "--out", out);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/^\d+ files in .*: \d+ written, 0 removed, 0 as before\n$/);
    expect(readFileSync(join(out, "apphub-system/StatefulSet/apphub-redpanda.yaml"), "utf8")).toContain("replicas: 3");
    expect(JSON.parse(readFileSync(join(out, "resources.json"), "utf8"))).toContainEqual(
      expect.objectContaining({ type: "streaming:stacks:AppHub", name: "apphub" }),
    );
  });

  test("writes no secret, not even an encrypted one", async () => {
    const out = join(folder, "secrets");
    await run("checks/render.ts", "--config", FIXTURE, "--out", out);
    const list = readFileSync(join(out, "resources.json"), "utf8");
    expect(list).toContain('"password": "[secret]"');
    expect(list).not.toMatch(/v1:[a-g]{8}/);
  });

  test("refuses a faulty config before it writes anything, with exit code 1 and no stack trace", async () => {
    const config = join(folder, "faulty.yaml");
    writeFileSync(config, readFileSync(FIXTURE, "utf8").replace("brokers: 3,", "brokerz: 3,"));
    const { code, stdout, stderr } = await run("checks/render.ts", "--config", config, "--out", join(folder, "none"));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("apphub.redpanda.brokerz");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  test.each([
    ["no stack", ["--out", "x"], "npm run render needs --stack NAME or --config FILE"],
    [
      "an unknown stack",
      ["--stack", "nope", "--out", "x"],
      "Pulumi.nope.yaml doesn't exist; stacks with a config here: dev, prod",
    ],
    ["a folder that isn't a render", ["--stack", "dev", "--out", ROOT], "must be empty or an earlier render"],
  ])("refuses %s with exit code 2", async (_, args, message) => {
    const { code, stdout, stderr } = await run("checks/render.ts", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test.each(["render", "check"])("npm run %s -- --help explains itself on stdout", async (name) => {
  const { code, stdout, stderr } = await run(`checks/${name}.ts`, "--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(`npm run ${name} -- [options]`);
});
