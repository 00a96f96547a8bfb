import { describe, expect, test } from "vitest";
import { ConfigReader, diffConfig } from "../../../sandbox/providers/bridged/config";
import { importedInputs, refreshedInputs } from "../../../sandbox/providers/bridged/inputs";
import type { Schema } from "../../../sandbox/providers/bridged/schema";

describe("inputs after a refresh", () => {
  test("take the state's values, and a default that drifted is none any more", () => {
    const old = { size: 3, mode: "fast", __defaults: ["mode"] };
    expect(refreshedInputs(old, { size: 4, mode: "slow" })).toEqual({ size: 4, mode: "slow", __defaults: [] });
    expect(refreshedInputs(old, { size: 4, mode: "fast" })).toEqual({ size: 4, mode: "fast", __defaults: ["mode"] });
  });

  test("gain nothing that the program didn't give, and lose what is gone", () => {
    const old = { config: { a: "1", b: "2" }, members: ["x"], gone: "y", __defaults: [] };
    expect(refreshedInputs(old, { config: { a: "9", c: "3" }, members: ["x", "z"], extra: "new" })).toEqual({
      config: { a: "9" },
      members: ["x"],
      __defaults: [],
    });
  });
});

test("inputs after an import are what is required and what differs from its default", () => {
  const schema: Schema = {
    name: { type: "string", required: true },
    size: { type: "int" },
    limit: { type: "int", default: -1 },
    mode: { type: "string", default: "fast" },
  };
  expect(importedInputs(schema, { name: "a", size: 0, limit: -1, mode: "slow" })).toEqual({
    name: "a",
    mode: "slow",
    __defaults: [],
  });
});

describe("a provider's settings", () => {
  test("come from the program as JSON, else from the environment", () => {
    const read = new ConfigReader(
      { servers: '["a:1","b:2"]', isOn: "false", port: "5433", host: "db" },
      { DB_USER: "env-user", DB_OFF: "" },
    );
    expect(read.texts("servers")).toEqual(["a:1", "b:2"]);
    expect(read.flag("isOn")).toBe(false);
    expect(read.integer("port")).toBe(5433);
    expect(read.text("host", "DB_USER")).toBe("db");
    expect(read.text("user", "DB_USER")).toBe("env-user");
    expect(read.text("off", "DB_OFF")).toBeUndefined();
  });

  test("text that happens to look like JSON stays text", () => {
    const read = new ConfigReader({ password: "{not json", digits: "12345", word: "true" }, {});
    expect([read.text("password"), read.text("digits"), read.text("word")]).toEqual(["{not json", "12345", "true"]);
  });

  test("ask for no replacement when they change", () => {
    expect(diffConfig({ host: "a", port: "1" }, { host: "b", port: "1" })).toEqual({
      detailed: { host: { kind: "update", inputDiff: true } },
      deleteBeforeReplace: false,
    });
  });
});
