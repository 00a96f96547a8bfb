import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changed, diff, plan } from "../../../sandbox/providers/bridged/diff";
import { DEFAULTS, type Schema } from "../../../sandbox/providers/bridged/schema";
import { UNKNOWN, type Props } from "../../../sandbox/providers/kind";

const schema: Schema = {
  name: { type: "string", required: true, forceNew: true, autoNamed: true },
  size: { type: "int" },
  labels: { type: "map" },
  members: { type: "set" },
  path: { type: "list" },
  region: { type: "string", computed: true, forceNew: true },
  isOpen: { type: "bool", computed: true },
};
const state: Props = {
  name: "a",
  size: 3,
  labels: { x: "1", y: "2" },
  members: ["p", "q"],
  path: ["one", "two"],
  region: "north",
  isOpen: true,
};
const inputs = (changes: Props = {}): Props => ({
  name: "a",
  size: 3,
  labels: { x: "1", y: "2" },
  members: ["p", "q"],
  path: ["one", "two"],
  ...changes,
  [DEFAULTS]: [],
});
const kinds = (news: Props, oldOutputs = state): Record<string, string> =>
  Object.fromEntries(
    Object.entries(diff(schema, {}, { oldOutputs, news, ignoreChanges: [] }).detailed).map(([path, { kind }]) => [
      path,
      kind,
    ]),
  );

describe("no change", () => {
  test.each([
    ["the same inputs", inputs()],
    ["a set in another order", inputs({ members: ["q", "p"] })],
    ["a number as text", inputs({ size: "3" })],
    ["what the provider filled in, left out or empty", inputs({ region: "" })],
  ])("%s", (_title, news) => {
    expect(kinds(news)).toEqual({});
  });

  test("nothing and zero are the same", () => {
    expect(kinds({ name: "a", [DEFAULTS]: [] }, { name: "a", size: 0, labels: {}, members: [] })).toEqual({});
  });

  test("sets are equal in any order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), (members) => {
        expect(kinds(inputs({ members: members.toReversed() }), { ...state, members })).toEqual({});
      }),
    );
  });
});

describe("changes", () => {
  test("maps are compared key by key", () => {
    expect(kinds(inputs({ labels: { y: "3", z: "4" } }))).toEqual({
      'labels["x"]': "delete",
      'labels["y"]': "update",
      'labels["z"]': "add",
    });
  });

  test("the order of a list counts", () => {
    expect(kinds(inputs({ path: ["two", "one"] }))).toEqual({ path: "update" });
  });

  test("what the state lacks is added, what the program lacks is deleted", () => {
    expect(kinds(inputs({ size: 3 }), { ...state, size: null })).toEqual({ size: "add" });
    expect(kinds({ name: "a", [DEFAULTS]: [] }, { name: "a", size: 3 })).toEqual({ size: "delete" });
  });

  test("false is an answer where the provider would have decided", () => {
    expect(kinds(inputs({ isOpen: false }))).toEqual({ isOpen: "update" });
  });

  test("an unknown value is a change, and a replacement where a known one would be", () => {
    expect(kinds(inputs({ size: UNKNOWN }))).toEqual({ size: "update" });
    expect(kinds(inputs({ region: UNKNOWN }))).toEqual({ region: "update-replace" });
    expect(kinds(inputs({ members: ["p", UNKNOWN] }))).toEqual({ members: "update" });
  });

  test("drift against unchanged inputs is a change", () => {
    expect(kinds(inputs(), { ...state, size: 4 })).toEqual({ size: "update" });
  });

  test("ignored paths don't count, with what is below them", () => {
    const news = inputs({ size: 9, labels: { x: "9", y: "2" } });
    expect(diff(schema, {}, { oldOutputs: state, news, ignoreChanges: ["size", "labels"] }).detailed).toEqual({});
  });
});

describe("replacement", () => {
  const replace = (news: Props, rules = {}) =>
    diff(schema, rules, { oldOutputs: state, news, ignoreChanges: [] }).deleteBeforeReplace;

  test("deletes first where the program chose the name, for it can't be given twice", () => {
    expect(replace(inputs({ region: "south" }))).toBe(true);
  });

  test("creates first where the name is automatic", () => {
    expect(replace({ ...inputs({ region: "south" }), [DEFAULTS]: ["name"] })).toBe(false);
  });

  test("deletes first where the kind asks for it, but only in a replacement", () => {
    const automatic = { ...inputs({ region: "south" }), [DEFAULTS]: ["name"] };
    expect(replace(automatic, { deleteBeforeReplace: true })).toBe(true);
    expect(replace(inputs({ size: 4 }), { deleteBeforeReplace: true })).toBe(false);
  });

  test("may depend on the values", () => {
    const rules = {
      alsoForcesNew: (olds: Props, news: Props) => (Number(news.size) < Number(olds.size) ? ["size"] : []),
    };
    const kindOfSize = (size: number) =>
      diff(schema, rules, { oldOutputs: state, news: inputs({ size }), ignoreChanges: [] }).detailed.size?.kind;
    expect([kindOfSize(4), kindOfSize(2)]).toEqual(["update", "update-replace"]);
  });
});

describe("plan", () => {
  test("leaves open what the provider will decide, and keeps what it decided", () => {
    expect(plan(schema, undefined, { name: "a" })).toEqual({ name: "a", region: UNKNOWN, isOpen: UNKNOWN });
    expect(plan(schema, state, { name: "a" })).toEqual({ name: "a", region: "north", isOpen: true });
  });

  test("tells an update what to do", () => {
    const planned = plan(schema, state, inputs({ size: 4 }));
    expect(Object.keys(schema).filter((key) => changed(schema, key, state, planned))).toEqual(["size"]);
  });
});
