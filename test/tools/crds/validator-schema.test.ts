import { expect, test } from "vitest";
import { schemaOfValidator } from "../../../tools/crds/validator-schema";

/** A validator as ajv writes it, reduced to what says something about the schema. */
const check = (keyword: string, params: string): string =>
  `({ instancePath, schemaPath: "#/${keyword}", keyword: "${keyword}", params: ${params} });`;
const call = (name: string, path: string): string => `${name}(data, { instancePath: ${path}, rootData });`;
const fn = (name: string, ...body: string[]): string =>
  `function ${name}(data, { instancePath = "", rootData = data } = {}) { ${body.join(" ")} }`;
const type = (name: string): string => check("type", `{ type: "${name}" }`);
const read = (...parts: string[]) => schemaOfValidator(["export const validate = top;", ...parts].join("\n"));

test("properties, required ones and limits are read from the checks", () => {
  const schema = read(
    fn("count", type("integer"), check("minimum", `{ comparison: ">=", limit: 1 }`)),
    fn(
      "top",
      type("object"),
      check("required", `{ missingProperty: "count" }`),
      call("count", `instancePath + "/count"`),
    ),
  );
  expect(schema).toEqual({
    type: "object",
    required: ["count"],
    properties: { count: { type: "integer", minimum: 1 } },
  });
});

test("items of lists and values of maps are told apart", () => {
  const schema = read(
    fn("text", type("string")),
    fn("list", type("array"), call("text", `instancePath + "/" + i0`)),
    fn("map", type("object"), call("text", `instancePath + "/" + key0.replace(/~/g, "~0")`)),
    fn("top", type("object"), call("list", `instancePath + "/list"`), call("map", `instancePath + "/map"`)),
  );
  expect(schema.properties).toEqual({
    list: { type: "array", items: { type: "string" } },
    map: { type: "object", additionalProperties: { type: "string" } },
  });
});

test("an enumeration stands in a variable of the module; null only means that the field may be empty", () => {
  expect(
    read(
      `let allowed = ["a", "b", null];`,
      fn("top", check("type", `{ type: ["string", "null"] }`), check("enum", "{ allowedValues: allowed }")),
    ),
  ).toEqual({
    type: "string",
    enum: ["a", "b"],
  });
});

test("a number or text is Kubernetes' int-or-string", () => {
  const schema = read(
    fn("int", type("integer")),
    fn("text", type("string")),
    fn(
      "top",
      call("int", "instancePath"),
      call("text", "instancePath"),
      check("anyOf", "{}"),
      check("pattern", `{ pattern: "^x$" }`),
    ),
  );
  expect(schema).toEqual({
    anyOf: [{ type: "integer" }, { type: "string" }],
    "x-kubernetes-int-or-string": true,
    pattern: "^x$",
  });
});

test("an object without known fields keeps what it is given", () => {
  expect(read(fn("top", type("object")))).toEqual({ type: "object", "x-kubernetes-preserve-unknown-fields": true });
});

test("a slash in a property's name is unescaped", () => {
  const schema = read(fn("text", type("string")), fn("top", type("object"), call("text", `instancePath + "/a~1b"`)));
  expect(schema.properties).toEqual({ "a/b": { type: "string" } });
});

test("a keyword that isn't understood is refused, not dropped", () => {
  expect(() => read(fn("top", type("object"), check("oneOf", "{}")))).toThrow(`keyword "oneOf"`);
});
