import { describe, expect, test } from "vitest";
import { share } from "../../schemas/share";
import { strict } from "../../schemas/strict";

describe("a schema is closed", () => {
  test("at every object that declares fields", () => {
    expect(
      strict({ type: "object", properties: { a: { type: "object", properties: { b: { type: "string" } } } } }),
    ).toEqual({
      type: "object",
      additionalProperties: false,
      properties: { a: { type: "object", additionalProperties: false, properties: { b: { type: "string" } } } },
    });
  });

  test("but not where unknown fields are kept, or where any name is allowed", () => {
    const open = { type: "object", properties: { a: { type: "string" } } };
    expect(strict({ ...open, "x-kubernetes-preserve-unknown-fields": true })).toEqual(open);
    expect(strict({ ...open, additionalProperties: { type: "string" } })).toEqual({
      ...open,
      additionalProperties: { type: "string" },
    });
    expect(strict({ type: "object" })).toEqual({ type: "object" });
  });

  test("but not inside alternatives, which only add conditions", () => {
    const oneOf = [{ properties: { a: { type: "string" } }, required: ["a"] }, { required: ["b"] }];
    expect(
      strict({ type: "object", properties: { a: { type: "string" }, b: { type: "string" } }, oneOf }),
    ).toMatchObject({ additionalProperties: false, oneOf });
  });

  test("and an embedded object may have its head", () => {
    const schema = strict({
      type: "object",
      "x-kubernetes-embedded-resource": true,
      properties: { spec: { type: "object" } },
    });
    expect(Object.keys(schema["properties"] as object)).toEqual(["apiVersion", "kind", "metadata", "spec"]);
  });
});

describe("Kubernetes' dialect is translated", () => {
  test("a number or text", () => {
    expect(
      strict({ "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }], pattern: "^a" }),
    ).toEqual({ type: ["integer", "string"], pattern: "^a" });
    expect(strict({ format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] })).toEqual({
      type: ["integer", "string"],
    });
  });

  test("nothing as a value", () => {
    expect(strict({ type: "string", enum: ["a"], nullable: true })).toEqual({
      type: ["string", "null"],
      enum: ["a", null],
    });
  });

  test("a reference with a note", () => {
    expect(strict({ allOf: [{ $ref: "x" }], description: "d", default: {} }, (name) => `#/${name}`)).toEqual({
      $ref: "#/x",
    });
  });

  test("a pattern whose flag stands in the middle", () => {
    const { pattern } = strict({ type: "string", pattern: "^(?i)(abort|warn)?$" });
    expect(["abort", "Warn", "", "x"].map((word) => new RegExp(String(pattern)).test(word))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(() => strict({ type: "string", pattern: "^(?P<name>a)$" })).toThrow(/Invalid regular expression/);
  });

  test("prose, defaults and formats are left out", () => {
    expect(strict({ type: "integer", format: "int32", description: "d", default: 1, minimum: 0 })).toEqual({
      type: "integer",
      minimum: 0,
    });
  });
});

test("a part that occurs twice is kept once", () => {
  const part = () => ({
    type: "object",
    properties: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`field${i}`, { type: "string" }])),
  });
  const shared = share({
    type: "object",
    properties: { left: part(), right: part(), alone: { type: "object", properties: { a: { type: "string" } } } },
  });
  const { left, right, alone } = shared["properties"] as Record<string, unknown>;
  expect(left).toEqual(right);
  expect(left).toEqual({ $ref: expect.stringMatching(/^#\/\$defs\/left-[0-9a-f]{6}$/) as string });
  expect(alone).toEqual({ type: "object", properties: { a: { type: "string" } } });
  expect(Object.values(shared["$defs"] as object)).toEqual([part()]);
});
