import { describe, expect, test } from "vitest";
import { check, intAtLeast, oneOf } from "../../../sandbox/providers/bridged/check";
import type { Schema } from "../../../sandbox/providers/bridged/schema";
import { UNKNOWN, type Props } from "../../../sandbox/providers/kind";

const schema: Schema = {
  name: { type: "string", required: true, autoNamed: true },
  size: { type: "int", required: true, validate: intAtLeast(1) },
  mode: { type: "string", default: "fast", validate: oneOf(["fast", "slow"]) },
  labels: { type: "map" },
  members: { type: "set" },
  password: { type: "string", conflictsWith: "passwordHash" },
  passwordHash: { type: "string", conflictsWith: "password" },
};
const urn = "urn:pulumi:dev::p::toy:index/thing:Thing::thing";
const run = (news: Props, olds?: Props) => check(schema, { urn, news, olds, randomSeed: Buffer.from("seed") });
const reasons = (news: Props): readonly string[] => run(news).failures.map(({ reason }) => reason);

describe("what is left out", () => {
  test("is filled in by defaults, which are remembered as such", () => {
    expect(run({ name: "a", size: 1 }).inputs).toEqual({ name: "a", size: 1, mode: "fast", __defaults: ["mode"] });
  });

  test("a name is made of the resource's own and stays the same afterwards", () => {
    const first = run({ size: 1 }).inputs;
    expect(first.name).toMatch(/^thing-[0-9a-f]{7}$/);
    const later = check(schema, { urn, news: { size: 2 }, olds: first, randomSeed: Buffer.from("another seed") });
    expect(later.inputs.name).toBe(first.name);
  });

  test("a name that the program gave before and gives no longer is made anew", () => {
    const before = run({ name: "given", size: 1 }).inputs;
    expect(run({ size: 1 }, before).inputs.name).toMatch(/^thing-/);
  });

  test("the stack's own naming rules come first", () => {
    const autonaming = { proposedName: "dev-thing", mode: "enforce" as const };
    expect(
      check(schema, { urn, news: { size: 1 }, olds: undefined, randomSeed: Buffer.from(""), autonaming }).inputs.name,
    ).toBe("dev-thing");
    const off = { proposedName: "", mode: "disable" as const };
    const { failures } = check(schema, {
      urn,
      news: { size: 1 },
      olds: undefined,
      randomSeed: Buffer.from(""),
      autonaming: off,
    });
    expect(failures.map(({ reason }) => reason).join()).toContain("automatic naming is disabled");
  });
});

describe("types", () => {
  test("text that says a number is one, a number in a map of text is text", () => {
    expect(run({ name: "a", size: "3", labels: { a: 1, b: true } }).inputs).toMatchObject({
      size: 3,
      labels: { a: "1", b: "true" },
    });
  });

  test("unknown values pass, alone and inside lists", () => {
    expect(run({ name: UNKNOWN, size: UNKNOWN, members: ["a", UNKNOWN] }).failures).toEqual([]);
  });
});

describe("refusals say where and why", () => {
  test.each([
    { news: { name: "a" }, reason: "Missing required property 'size'" },
    {
      news: { name: "a", size: 0 },
      reason: "expected size to be at least (1), got 0. Examine values at 'thing.size'.",
    },
    {
      news: { name: "a", size: "many" },
      reason: "expected number type, got string type. Examine values at 'thing.size'.",
    },
    {
      news: { name: "a", size: 1, mode: "medium" },
      reason: `expected mode to be one of ["fast" "slow"], got medium. Examine values at 'thing.mode'.`,
    },
    {
      news: { name: "a", size: 1, colour: "red" },
      reason: "Invalid or unknown key. Examine values at 'thing.colour'.",
    },
  ])("$reason", ({ news, reason }) => {
    expect(reasons(news)).toEqual([reason]);
  });

  test("two inputs that exclude each other are both named", () => {
    expect(reasons({ name: "a", size: 1, password: "x", passwordHash: "y" })).toEqual([
      `Conflicting configuration arguments. "password": conflicts with password_hash. Examine values at 'thing.password'.`,
      `Conflicting configuration arguments. "password_hash": conflicts with password. Examine values at 'thing.passwordHash'.`,
    ]);
  });

  test("all of them at once", () => {
    expect(reasons({ size: -1, colour: "red", mode: "medium", name: "a" })).toHaveLength(3);
  });
});
