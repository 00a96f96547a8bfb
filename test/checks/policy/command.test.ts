/** `npm run policy` as people and pipelines run it. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = join(__dirname, "../../..");
const GOOD = join(ROOT, "test/fixtures/policy/good");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "policy-"));
  writeFileSync(
    join(folder, "pod.yaml"),
    "apiVersion: v1\nkind: Pod\nmetadata: { name: app, namespace: apps }\nspec: { containers: [{ name: app, image: app }] }\n---\njust: text\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const env = { PATH: "/nonexistent", HOME: folder, TMPDIR: tmpdir() };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--require", "streaming/typescript", join(ROOT, "checks/policy.ts"), ...args],
      { cwd: ROOT, env },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const TARGET = ["--target-config", join(GOOD, "multi-node.target.yaml")];

test("good manifests pass with exit code 0, and nothing on stderr", async () => {
  const { code, stdout, stderr } = await run("--manifests", join(GOOD, "multi-node"), ...TARGET, "--format", "json");
  const { findings, counts } = JSON.parse(stdout) as { findings: unknown[]; counts: object };
  expect({ code, stderr, findings }).toEqual({ code: 0, stderr: "", findings: [] });
  expect(counts).toMatchObject({ mandatory: 0, skipped: 0 });
});

test("bad manifests are refused with exit code 1; the result alone is on stdout", async () => {
  const { code, stdout, stderr } = await run("--manifests", folder, ...TARGET, "--format", "json");
  const { findings, skipped } = JSON.parse(stdout) as {
    findings: { rule: string; level: string }[];
    skipped: unknown[];
  };
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect([...new Set(findings.filter(({ level }) => level === "mandatory").map(({ rule }) => rule))]).toEqual([
    "SEC-01",
    "SEC-02",
    "SEC-05",
  ]);
  expect(skipped).toEqual([{ file: "pod.yaml", line: 6, reason: "has no apiVersion and kind" }]);
});

test("a list of resources is judged, its options too", async () => {
  const file = join(folder, "list.json");
  writeFileSync(
    file,
    JSON.stringify([
      {
        type: "aws:s3/bucket:Bucket",
        name: "b",
        props: { forceDestroy: true },
        opts: { protect: false },
        parent: null,
      },
    ]),
  );
  const { code, stdout } = await run("--resources", file, ...TARGET);
  expect(code).toBe(1);
  expect(stdout).toContain("opts.protect: must be true: a config edit must not delete the bucket");
});

describe("what can't be run ends with exit code 2 and one line", () => {
  test.each([
    ["no way in", [], "needs one of --stack NAME, --manifests DIR, --resources FILE"],
    ["two ways in", ["--stack", "dev", "--manifests", "x"], "needs one of"],
    ["manifests without a target", ["--manifests", GOOD], "--manifests needs --target-config FILE"],
    ["a target for a stack", ["--stack", "dev", ...TARGET], "--target-config goes with --manifests or --resources"],
    [
      "an unknown format",
      ["--stack", "dev", "--format", "xml"],
      "--format must be one of text, json, sarif, junit, md",
    ],
    ["a folder that isn't there", ["--manifests", "/nonexistent/x", ...TARGET], "doesn't exist"],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test("a faulty target is told in full: nothing was judged, so it is no finding", async () => {
  const file = join(folder, "target.yml");
  writeFileSync(
    file,
    "kind: many\nnodes: [{ count: 3 }]\nworkload: { topics: { a: { rate: fast, messageSize: 1Ki } } }\n",
  );
  const { code, stderr } = await run("--manifests", GOOD, "--target-config", file);
  expect(code).toBe(2);
  for (const path of ["kind", "nodes[0].cpu", "workload.topics.a.rate"]) expect(stderr).toContain(path);
});
