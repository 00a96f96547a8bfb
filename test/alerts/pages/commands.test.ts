/** Commands of the runbook pages are tried: by the shell, against the stack's names, and against the tools' own options. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toolPath } from "../../../tools/paths";
import airflow from "../../fixtures/cli/airflow.json";
import kafka from "../../fixtures/cli/kafka.json";
import { readCall, type Call } from "./kubectl";
import { KINDS, OBJECTS, VERBS } from "./names";
import { BLOCKS, runBlock, type Ran } from "./shell";

let folder = "";
const ran = new Map<string, Ran>();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pages-"));
  for (const block of BLOCKS) ran.set(block.title, runBlock(folder, block));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ranOf = (title: string): Ran => ran.get(title) ?? { code: null, stderr: "not run", calls: [] };
const callsOf = (title: string): readonly Call[] => ranOf(title).calls.map(readCall);
/** What all pages run inside containers, by the program's name. */
const inside = (program: string): readonly (readonly string[])[] =>
  BLOCKS.flatMap(({ title }) => callsOf(title))
    .map((call) => call.inside)
    .filter(([first = ""]) => (first.split("/").at(-1) ?? "").startsWith(program));

describe.each(BLOCKS)("$title", ({ title, text }) => {
  test("is sound shell, and runs to its end", () => {
    expect(spawnSync("bash", ["-n"], { input: text, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    expect(ranOf(title)).toMatchObject({ code: 0, stderr: "" });
  });

  test("speaks of what is there", () => {
    for (const { verb, namespace, objects } of callsOf(title)) {
      expect(VERBS).toContain(verb);
      if (namespace !== undefined) expect(Object.keys(OBJECTS)).toContain(namespace);
      const known = namespace === undefined ? Object.values(OBJECTS).flat() : (OBJECTS[namespace] ?? []);
      for (const object of objects.filter((one) => one !== "")) expect([...known, ...KINDS]).toContain(object);
    }
  });
});

describe("Kafka's tools", () => {
  const libs = toolPath("kafka-libs");
  const jars = readdirSync(libs);
  // The configuration tool comes with the broker, the others in a jar of their own.
  const installed = Object.entries(kafka.tools).filter(
    ([, tool]) => tool.class.startsWith("kafka.") || jars.some((jar) => /^kafka-tools-\d/.test(jar)),
  );

  test.each(installed)("%s has the options of its table", (_name, tool) => {
    const { stdout, stderr } = spawnSync(toolPath("java"), ["-cp", join(libs, "*"), tool.class, "--help"], {
      encoding: "utf8",
    });
    const told = new Set([...`${stdout}${stderr}`.matchAll(/^(--[a-z.-]*[a-z])/gm)].map(([, option]) => option));
    expect([...told].sort()).toEqual(Object.keys(tool.options).sort());
  });

  test("know every option that pages give them", () => {
    const used = inside("kafka-");
    expect(used.length).toBeGreaterThan(8);
    for (const [program = "", ...args] of used) {
      const name = (program.split("/").at(-1) ?? "").replace(/\.sh$/, "") as keyof typeof kafka.tools;
      const options: Readonly<Record<string, boolean>> = kafka.tools[name].options;
      expect(unknownWords(args, options)).toEqual([]);
    }
  });
});

test("Airflow knows every command and option that pages give it", () => {
  const used = inside("airflow");
  expect(used.length).toBeGreaterThan(10);
  for (const [, group = "", verb = "", ...args] of used) {
    const command = (airflow.commands as Readonly<Record<string, AirflowCommand>>)[`${group} ${verb}`];
    expect(command, `airflow ${group} ${verb}`).toBeDefined();
    const words = unknownWords(args, command?.options ?? {});
    expect(words.filter((word) => word.startsWith("-"))).toEqual([]);
    expect(words).toHaveLength(command?.positionals.filter((name) => !name.endsWith("?")).length ?? 0);
  }
});

interface AirflowCommand {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, boolean>>;
}

/** Words that are neither an option of the table nor the value of one. */
function unknownWords(args: readonly string[], options: Readonly<Record<string, boolean>>): readonly string[] {
  const rest: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] ?? "";
    const takesValue = options[word];
    if (takesValue === undefined) rest.push(word);
    else if (takesValue) i += 1;
  }
  return rest;
}
