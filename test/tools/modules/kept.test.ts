/** Code that is kept between starts: the same answers as without, and every edit at once. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { fileFor } from "../../../tools/modules/store";

const ROOT = path.resolve(__dirname, "..", "..", "..");
/** Inside the project, as nothing else is kept. */
fs.mkdirSync(path.join(ROOT, ".tools"), { recursive: true });
const folder = fs.mkdtempSync(path.join(ROOT, ".tools", "kept-"));
const main = path.join(folder, "node_modules/@pulumi/pulumi/cmd/run/index.js");
const kept = (["js", "compiled"] as const).map((extension) => fileFor(main, extension));
afterAll(() => [folder, ...kept].forEach((name) => fs.rmSync(name, { recursive: true, force: true })));

beforeEach(() => {
  for (const name of [...fs.readdirSync(folder), ...kept])
    fs.rmSync(path.resolve(folder, name), { recursive: true, force: true });
  write(
    "node_modules/@pulumi/pulumi/cmd/run/index.js",
    `require("source-map-support/register"); require(process.argv[2]);`,
  );
  write("node_modules/dep/index.js", `exports.word = "far";`);
  write("deep/word.ts", `export { word as far } from "dep";\nexport const word: string = "before";`);
  write("program.ts", PROGRAM);
});

/** Traces are of line 5, or of line 6 for who asks for it late; types are gone once it is compiled. */
const PROGRAM = `import { far, word } from "./deep/word";
interface Shape {
  readonly size: number;
}
const trace = (shape: Shape): string => process.env.LATE === undefined ? new Error(String(shape.size)).stack ?? "" :
  new Error(String(shape.size)).stack ?? "";
const compiler = Object.keys(require.cache).some((file) => file.includes("tsx"));
console.log(JSON.stringify({ compiler, far, word, trace: trace({ size: 1 }) }));`;

function write(name: string, text: string): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

interface Said {
  readonly compiler: boolean;
  readonly far: string;
  readonly word: string;
  readonly trace: string;
}

function launch(env: NodeJS.ProcessEnv = {}) {
  const args = ["--require", path.join(ROOT, "tools/run-typescript.js"), main, path.join(folder, "program.ts")];
  return spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, ...env } });
}

function start(env: NodeJS.ProcessEnv = {}): Said {
  const { stdout, stderr } = launch(env);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Said;
}

/** Until all is kept. The first writes the code down, the second what it is when it is compiled. */
function startTwice(): Said {
  start();
  return start();
}

test("the next start needs no compiler, and the one after finds all compiled", () => {
  expect(start()).toMatchObject({ compiler: true, far: "far", word: "before" });
  expect(start()).toMatchObject({ compiler: false, far: "far", word: "before" });
  expect(kept.map((file) => fs.existsSync(file))).toEqual([true, true]);
  const written = kept.map((file) => fs.statSync(file).mtimeMs);
  expect(start()).toMatchObject({ compiler: false, far: "far", word: "before" });
  expect(kept.map((file) => fs.statSync(file).mtimeMs)).toEqual(written);
});

test("traces name lines of the sources, and files of packages", () => {
  write("node_modules/dep/index.js", `\n\nexports.word = new Error("here").stack;`);
  const first = start();
  expect(first.trace).toContain(`trace (${path.join(folder, "program.ts")}:5:74)`);
  expect(first.far).toContain(`Object.<anonymous> (${path.join(folder, "node_modules/dep/index.js")}:3:16)`);
  start();
  // Of places that were told before, and of one that wasn't.
  const { trace, far } = start();
  const late = start({ LATE: "1" }).trace;
  for (const [text, before] of [
    [trace, first.trace],
    [far, first.far],
  ] as const)
    expect(text.split("\n")[1]).toBe(before.split("\n")[1]);
  expect(late).toContain(`trace (${path.join(folder, "program.ts")}:6:3)`);
  expect(trace + far + late).not.toContain("kept code");
});

test.each([
  ["of ours", "deep/word.ts", `export const word: string = "after", far = "far";`, { word: "after" }],
  ["of a package", "node_modules/dep/index.js", `exports.word = "fat";`, { far: "fat" }],
  ["that comes before another", "deep/node_modules/dep/index.js", `exports.word = "near";`, { far: "near" }],
  ["that says what a package is", "node_modules/dep/package.json", `{ "main": "other.js" }`, { far: "other" }],
])("a file %s takes effect at once, and from then on", (_, file, text, expected) => {
  if (file.endsWith("package.json")) {
    write(file, `{ "main": "index.js" }`);
    write("node_modules/dep/other.js", `exports.word = "other";`);
  }
  expect(startTwice().compiler).toBe(false);
  write(file, text);
  expect(start()).toMatchObject({ compiler: true, ...expected });
  expect(start()).toMatchObject(expected);
  expect(start()).toMatchObject({ compiler: false, ...expected });
});

test("what is written in the same moment as it is read isn't kept", () => {
  write(
    "deep/word.ts",
    `export const word: string = "before", far = "far";\nrequire("node:fs").appendFileSync(__filename, "//");`,
  );
  start();
  expect(start().compiler).toBe(true);
});

test("a module that can't be kept, whenever it is loaded, keeps the others from nothing", () => {
  write("node_modules/dep/index.mjs", `export const word = "far";`);
  write("node_modules/dep/package.json", `{ "exports": "./index.mjs" }`);
  startTwice();
  expect(kept.map((file) => fs.existsSync(file))).toEqual([true, true]);
  expect(start()).toMatchObject({ compiler: false, far: "far" });
});

test("a file that has gone is missed", () => {
  startTwice();
  fs.rmSync(path.join(folder, "deep/word.ts"));
  expect(launch().stderr).toContain("Cannot find module './deep/word'");
});

test.each([
  ["damaged", (file: string) => fs.writeFileSync(file, fs.readFileSync(file).subarray(0, -20))],
  ["empty", (file: string) => fs.writeFileSync(file, "")],
  [
    "folders",
    (file: string) => {
      fs.rmSync(file);
      fs.mkdirSync(file);
    },
  ],
])("kept files that are %s do no harm", (_, damage) => {
  startTwice();
  for (const file of kept) damage(file);
  expect(start()).toMatchObject({ far: "far", word: "before" });
  expect(start()).toMatchObject({ far: "far", word: "before" });
});

test("a debugger, coverage and who says so get each file by itself", () => {
  startTwice();
  expect(start({ NODE_DISABLE_COMPILE_CACHE: "1" }).compiler).toBe(true);
  expect(start({ NODE_V8_COVERAGE: path.join(folder, "coverage") }).compiler).toBe(true);
  const debuggers = { NODE_OPTIONS: "--inspect=127.0.0.1:0 --inspect-publish-uid=http" };
  start(debuggers);
  expect(start(debuggers).compiler).toBe(true);
});
