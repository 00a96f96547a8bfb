/** What the traces of a program say, when the SDK's runner has put its own mapper in the way. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = path.resolve(__dirname, "..", "..");

/** Comments and types are gone once it is compiled; the faults are in lines 8 and 11. */
const PROGRAM = `import { mapTraces } from "${ROOT}/stacks/stack-traces";
import "${ROOT}/node_modules/source-map-support/register";
mapTraces();
interface Shape {
  readonly size: number;
}
function debuggablePromise({ size }: Shape): string {
  return size < 0 ? "" : new Error("of a promise").stack ?? "";
}
function fails(shape: Shape): string {
  return new Error(\`a bug of size \${shape.size}\`).stack ?? "";
}
console.log(JSON.stringify([debuggablePromise({ size: 1 }), fails({ size: 2 })]));
`;

let file: string;
beforeAll(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "stack-traces-")), "program.ts");
  fs.writeFileSync(file, PROGRAM);
});
afterAll(() => fs.rmSync(path.dirname(file), { recursive: true }));

function traces(env: NodeJS.ProcessEnv = {}): readonly [ofPromise: string, ofBug: string] {
  const args = ["--require", "streaming/typescript", file];
  const output = execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", env: { ...process.env, ...env } });
  return JSON.parse(output) as [string, string];
}

describe("a trace", () => {
  test("names lines of the source", () => {
    const [, ofBug] = traces();
    const [message, first, second] = ofBug.split("\n    at ");
    expect(message).toBe("Error: a bug of size 2");
    expect(first).toBe(`fails (${file}:11:10)`);
    expect(second).toMatch(`${file}:13:`);
  });

  test("isn't taken of the SDK's promises", () => {
    const [ofPromise] = traces();
    expect(ofPromise).toBe("Error: of a promise");
  });

  test("is taken of them, too, for who looks for leaks", () => {
    const [ofPromise] = traces({ PULUMI_DEBUG_PROMISE_LEAKS: "true" });
    expect(ofPromise).toContain(`debuggablePromise (${file}:8:`);
  });
});
