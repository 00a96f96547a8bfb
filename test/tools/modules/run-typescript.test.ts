/** How this project's TypeScript is run, by the CLI and by every command. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = path.resolve(__dirname, "..", "..", "..");

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "run-typescript-"));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

const run = (file: string, cwd = ROOT): string =>
  execFileSync(process.execPath, ["--require", "streaming/typescript", file], { cwd, encoding: "utf8" });

test("an edit takes effect at once", () => {
  write("word.ts", `export const word: string = "before";`);
  const file = write("edited.ts", `import { word } from "./word"; console.log(word satisfies string);`);
  expect(run(file)).toBe("before\n");
  write("word.ts", `export const word: string = "after";`);
  expect(run(file)).toBe("after\n");
});

test("it is found from every folder of the project, as the CLI runs programs in theirs", () => {
  const file = write("here.ts", `console.log(process.cwd() as string);`);
  const stacks = path.join(ROOT, "stacks");
  expect(run(file, stacks)).toBe(`${stacks}\n`);
});

test("packages are loaded as they are, CommonJS and ECMAScript modules", () => {
  const text = `() => import("node:fs")`;
  write("node_modules/common/index.js", `exports.lazy = ${text};`);
  write("node_modules/modern/package.json", `{ "type": "module", "exports": "./index.js" }`);
  write("node_modules/modern/index.js", `export const lazy = ${text};`);
  const file = write(
    "packages.ts",
    `import * as common from "common"; import * as modern from "modern"; console.log([common, modern].map(({ lazy }) => String(lazy)).join());`,
  );
  expect(run(file)).toBe(`${text},${text}\n`);
});

test("JavaScript of ours may import TypeScript", () => {
  write("typed.ts", `export const word: string = "typed";`);
  expect(run(write("plain.js", `console.log(require("./typed").word);`))).toBe("typed\n");
});

test("what the SDK needs for functions in a deployment is loaded for them alone, and works", () => {
  const packages = JSON.stringify(path.join(ROOT, "node_modules"));
  const text = `
    const { computeCodePaths } = require(${packages} + "/@pulumi/pulumi/runtime/closure/codePaths");
    const pulumi = require(${packages} + "/@pulumi/pulumi");
    const packed = () => Object.keys(require.cache).some((file) => file.includes("pacote"));
    const before = packed();
    const works = async () => {
      const { text } = await pulumi.runtime.serializeFunction((word) => word.length);
      return [before, text.includes("word.length"), (await computeCodePaths()).size > 0, packed()];
    };
    works().then((answers) => console.log(answers.join()));`;
  expect(run(write("functions.js", text))).toBe("false,true,true,true\n");
});

test("whoever needs TypeScript itself gets all of it, before the SDK and after it", () => {
  const packages = JSON.stringify(path.join(ROOT, "node_modules"));
  const asked = (name: string) => write(name, `import ts from "typescript"; console.log(typeof ts.createProgram);`);
  write("before.js", `require("./asked"); require(${packages} + "/@pulumi/pulumi");`);
  write("after.js", `require(${packages} + "/@pulumi/pulumi"); require("./asked");`);
  asked("asked.ts");
  fs.symlinkSync(path.join(ROOT, "node_modules", "typescript"), path.join(folder, "node_modules", "typescript"));
  for (const order of ["before.js", "after.js"]) expect(run(path.join(folder, order))).toBe("function\n");
});
