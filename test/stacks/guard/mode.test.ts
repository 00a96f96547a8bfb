import { join } from "node:path";
import { expect, test } from "vitest";
import { readStackFile } from "../../../core/config/stack-file";
import { parseConfig } from "../../../stacks/config";
import { guardMode, guardNotes } from "../../../stacks/guard/mode";
import { ROOT } from "../../sources";

const target = (name: string) =>
  parseConfig(readStackFile(join(ROOT, "test/fixtures/golden", `${name}.yaml`), "streaming").values).target;
const [one, many] = [target("single-node"), target("multi-node")];

test.each([
  ["many nodes enforce", { target: many, guard: undefined }, "enforce", false],
  ["one node warns", { target: one, guard: undefined }, "warn", false],
  ["one node enforces where it is told to", { target: one, guard: "enforce" }, "enforce", false],
  ["many nodes warn where they are told to, and the report says so", { target: many, guard: "warn" }, "warn", true],
] as const)("%s", (_, stack, mode, isNoted) => {
  expect(guardMode(stack)).toBe(mode);
  expect(guardNotes(stack)).toEqual(isNoted ? [expect.stringContaining("`streaming:guard` is `warn`")] : []);
});
