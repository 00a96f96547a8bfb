/** Blocks of fields, JSON, and values that mean the same: what the aws provider has more than the others. */
import { describe, expect, test } from "vitest";
import { check, intBetween, lengthBetween } from "../../../sandbox/providers/bridged/check";
import { diff, plan } from "../../../sandbox/providers/bridged/diff";
import { importedInputs, refreshedInputs } from "../../../sandbox/providers/bridged/inputs";
import { goJson } from "../../../sandbox/providers/bridged/json";
import type { Schema } from "../../../sandbox/providers/bridged/schema";
import { UNKNOWN, type Props } from "../../../sandbox/providers/kind";

const lower = (text: string): string => text.toLowerCase();
const schema: Schema = {
  name: { type: "string", required: true, autoNamed: { maxLength: 13, lowerCase: true } },
  arn: { type: "string", computed: true, output: true },
  old: { type: "string", computed: true, deprecated: true },
  policy: { type: "json", stored: lower, sameAs: (a, b) => lower(a) === lower(b) },
  rules: {
    type: "list",
    element: {
      id: { type: "string", required: true, validate: lengthBetween(1, 5) },
      days: { type: "int", validate: intBetween(1, 9) },
      key: { type: "string", computed: true },
      filter: { type: "object", element: { prefix: { type: "string" } } },
    },
  },
};
const urn = (name: string): string => `urn:pulumi:dev::p::toy:index/thing:Thing::${name}`;
const run = (news: Props, name = "Thing") =>
  check(schema, { urn: urn(name), news, olds: undefined, randomSeed: Buffer.from("seed") });
const reasons = (news: Props, name?: string): string =>
  run(news, name)
    .failures.map(({ reason }) => reason)
    .join("\n");
const changes = (oldOutputs: Props, news: Props): readonly string[] =>
  Object.keys(diff(schema, {}, { oldOutputs, news, ignoreChanges: [] }).detailed);

describe("check", () => {
  test("says where in a block something is missing or wrong", () => {
    expect(reasons({ name: "a", rules: [{ id: "ok" }, { days: 12 }] })).toBe(
      [
        `Missing required argument. The argument "id" is required, but no definition was found.. Examine values at 'Thing.rules[1].id'.`,
        "expected days to be in the range (1 - 9), got 12. Examine values at 'Thing.rules[1].days'.",
      ].join("\n"),
    );
  });

  test("refuses what only the provider gives", () => {
    expect(reasons({ name: "a", arn: "x" })).toBe("Invalid or unknown key. Examine values at 'Thing.arn'.");
  });

  test("takes JSON as text or as an object; as long as a part of it isn't known, none of it is", () => {
    expect(run({ name: "a", policy: "{}" }).inputs.policy).toBe("{}");
    expect(run({ name: "a", policy: { b: [1], a: "<" } }).inputs.policy).toBe(`{"a":"\\u003c","b":[1]}`);
    expect(run({ name: "a", policy: { b: [UNKNOWN] } }).inputs.policy).toBe(UNKNOWN);
    expect(reasons({ name: "a", policy: 5 })).toMatch(/expected object type, got number type/);
  });

  test("makes names by the provider's rules", () => {
    expect(run({}).inputs.name).toMatch(/^thing-[0-9a-f]{7}$/);
    expect(reasons({}, "LongThing")).toMatch(/name 'longthing-' plus 7 random chars is longer than maximum length 13/);
  });
});

describe("diff", () => {
  const state: Props = { name: "a", arn: "arn", policy: "{x}", rules: [{ id: "a", days: 3, key: "k" }] };

  test("sees no change in what a block leaves to the provider", () => {
    expect(changes(state, { name: "a", policy: "{x}", rules: [{ id: "a", days: 3 }] })).toEqual([]);
    expect(plan(schema, state, { rules: [{ id: "a" }] }).rules).toEqual([{ id: "a", key: "k" }]);
  });

  test("sees no change in a block that says nothing", () => {
    const rules = [{ id: "a", days: 3, filter: { prefix: "" } }];
    expect(changes(state, { name: "a", policy: "{x}", rules })).toEqual([]);
  });

  test("sees no change in values that mean the same", () => {
    expect(changes(state, { name: "a", policy: "{X}", rules: [{ id: "a", days: 3 }] })).toEqual([]);
    expect(changes(state, { name: "a", policy: "{Y}", rules: [{ id: "a", days: 3 }] })).toEqual(["policy"]);
  });

  test("sees a change in a block, and in one more whose parts are open", () => {
    expect(changes(state, { name: "a", policy: "{x}", rules: [{ id: "a", days: 4 }] })).toEqual(["rules"]);
    const rules = [{ id: "a", days: 3 }, { id: "b" }];
    expect(changes(state, { name: "a", policy: "{x}", rules })).toEqual(["rules"]);
    expect(plan(schema, state, { rules }).rules).toEqual([
      { id: "a", days: 3, key: "k" },
      { id: "b", key: UNKNOWN },
    ]);
  });

  test("plans the form in which the state holds a value", () => {
    expect(plan(schema, undefined, { policy: "{X}" }).policy).toBe("{x}");
  });
});

describe("inputs", () => {
  test("stay after a refresh where the state means the same", () => {
    const old = { policy: "{X}", __defaults: [] };
    expect(refreshedInputs(old, { policy: "{x}" }, schema)).toEqual(old);
    expect(refreshedInputs(old, { policy: "{y}" }, schema)).toEqual({ policy: "{y}", __defaults: [] });
  });

  test("of an import are neither outputs nor what another resource is for", () => {
    expect(importedInputs(schema, { name: "a", arn: "x", old: "y" })).toEqual({ name: "a", __defaults: [] });
  });
});

test("JSON is written with its keys in order, whatever their depth", () => {
  expect(goJson({ b: { d: 1, c: [{ f: 1, e: 2 }] }, a: "a&b>c", __defaults: [] })).toBe(
    `{"a":"a\\u0026b\\u003ec","b":{"c":[{"e":2,"f":1}],"d":1}}`,
  );
});
