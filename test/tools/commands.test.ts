import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parse } from "acorn";
import { expect, test } from "vitest";
import manifest from "../../package.json";
import { STEPS, stepsFor } from "../../tools/bootstrap/steps";
import { COMMANDS, toolsFor } from "../../tools/commands";

const ROOT = path.resolve(__dirname, "..", "..");

test("every npm script is a command, and every command an npm script", () => {
  const scripts = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, `node tools/run.js ${name}`]));
  expect(manifest.scripts).toEqual(scripts);
});

test.each(Object.entries(COMMANDS))("the entry of %s exists", (_, { entry }) => {
  expect(fs.existsSync(path.join(ROOT, entry))).toBe(true);
});

test.each(Object.entries(COMMANDS))("what %s needs can be made", (_, { tools }) => {
  expect(stepsFor(tools).map(({ name }) => name)).toEqual(expect.arrayContaining([...tools]));
});

test("steps come before those that need them", () => {
  for (const [index, { after = [] }] of STEPS.entries()) {
    const earlier = STEPS.slice(0, index).map(({ name }) => name);
    expect(earlier).toEqual(expect.arrayContaining([...after]));
  }
});

test("what judges a pull request needs no tool beyond Node and npm packages", () => {
  const light = ["check", "render", "capacity", "lint", "test:unit"];
  for (const name of light) expect([name, COMMANDS[name]?.tools]).toEqual([name, []]);
});

test("looking at a sandbox and ending it builds no tool; starting one does", () => {
  const sandbox = COMMANDS["sandbox"] ?? { entry: "", tools: [] };
  const light = ["stop", "reset", "status", "logs"].map((command) => toolsFor(sandbox, [command, "dev"]));
  expect(light).toEqual([[], [], [], []]);
  for (const args of [["up", "dev"], ["constructor"], []]) expect(toolsFor(sandbox, args)).toEqual(sandbox.tools);
});

test("an unknown command is refused with the list of commands", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/run.js", "deploy"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^There is no command "deploy"\. The commands are: start, test, /);
});

test.each(["tools/run.js", "tools/commands.js", ...listJs("tools/bootstrap")])(
  "%s is JavaScript that Node 18 reads",
  (file) => {
    const text = fs.readFileSync(path.join(ROOT, file), "utf8");
    expect(() => parse(text, { ecmaVersion: 2022, sourceType: "script", allowHashBang: true })).not.toThrow();
  },
);

function listJs(folder: string): readonly string[] {
  const files = fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".js")).map((file) => path.join(folder, file));
}
