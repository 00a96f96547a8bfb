import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { editorSchema } from "../../../checks/docs/editor-schema";
import { GENERATED } from "../../../checks/docs/generated";
import { settingsOf } from "../../../checks/docs/settings";
import { count, duration } from "../../../core/config/fields";

const ROOT = join(__dirname, "../../..");

test.each(Object.entries(GENERATED))("%s is as the code prints it (npm run docs)", (path, print) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(print());
});

describe("a setting's line", () => {
  const schema = z.strictObject({
    group: z
      .strictObject({
        retention: duration().describe("How long."),
        brokers: count(1, 9).default(3).describe("How many."),
      })
      .optional()
      .describe("A group."),
    list: z.array(z.strictObject({ size: count(1, 5).describe("How big.") })).describe("A list."),
    names: z.record(z.string(), z.strictObject({ on: z.boolean().optional().describe("Whether.") })).describe("A map."),
  });

  test("tells what it takes in the words of the error, its limits, its default and its meaning", () => {
    expect(settingsOf(schema)).toEqual([
      { path: "group", takes: undefined, need: "optional", about: "A group." },
      {
        path: "group.retention",
        takes: "a whole number with ms, s, m, h or d, such as 7d",
        need: "required",
        about: "How long.",
      },
      {
        path: "group.brokers",
        takes: "a whole number without quotes, from 1 to 9",
        need: { default: 3 },
        about: "How many.",
      },
      { path: "list", takes: undefined, need: "required", about: "A list." },
      { path: "list[].size", takes: "a whole number without quotes, from 1 to 5", need: "required", about: "How big." },
      { path: "names", takes: undefined, need: "required", about: "A map." },
      { path: "names.<name>.on", takes: expect.any(String) as string, need: "optional", about: "Whether." },
    ]);
  });
});

describe("the schema for editors", () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(editorSchema()) as object);

  test.each(["Pulumi.dev.yaml", "Pulumi.prod.yaml"])("accepts %s", (file) => {
    validate(parse(readFileSync(join(ROOT, file), "utf8")));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("marks a misspelt setting", () => {
    const stack = parse(readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, object> };
    expect(
      validate({ config: { ...stack.config, "streaming:target": { ...stack.config["streaming:target"], knid: "x" } } }),
    ).toBe(false);
  });
});
