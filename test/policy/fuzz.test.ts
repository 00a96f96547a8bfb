/** Whatever stands where in whatever object: a rule may complain of it, but never falls over it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Resource } from "../../policy/framework/resource";
import type { Kind } from "../../policy/framework/rule";
import { UNKNOWN, type Value, type ValueMap, isValueList, isValueMap } from "../../policy/framework/value";
import { findAll, goodResources, packFor } from "./support";

const RUNS = 200;
const KINDS: readonly Kind[] = ["single-node", "multi-node"];
const packs = { "single-node": packFor("single-node"), "multi-node": packFor("multi-node") };

/** What people, templates and programs write by mistake. */
const ODD: readonly Value[] = [
  null,
  "",
  " ",
  "{{ .Values.x }}",
  "constructor",
  "__proto__",
  "null",
  "1e400",
  "-5",
  "12.5.1",
  "9".repeat(40),
  "10Gib",
  "ä\u0000\u2028",
  0,
  -1,
  0.5,
  1e30,
  true,
  false,
  [],
  [null],
  [[]],
  ["a", 1, { b: null }],
  {},
  { a: null },
  { name: {}, value: [] },
  UNKNOWN,
];

type Path = readonly (string | number)[];

/** Every place in a value, itself included. */
function places(value: Value, path: Path = []): readonly Path[] {
  const below = isValueList(value)
    ? value.flatMap((item, i) => places(item, [...path, i]))
    : isValueMap(value)
      ? Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))
      : [];
  return [path, ...below];
}

function withValue(at: Value, [key, ...rest]: Path, odd: Value): Value {
  if (key === undefined) return odd;
  if (isValueList(at)) return at.map((item, i) => (i === key ? withValue(item, rest, odd) : item));
  if (!isValueMap(at)) return at;
  return Object.fromEntries(
    Object.entries(at).map(([name, item]) => [name, name === key ? withValue(item, rest, odd) : item]),
  );
}

/** Every place in every object of a platform. */
const spots = (kind: Kind): readonly (readonly [number, Path])[] =>
  goodResources(kind).flatMap((resource, i) =>
    places(resource.props)
      .slice(1)
      .map((path) => [i, path] as const),
  );

const mutations = (kind: Kind) =>
  fc.array(fc.tuple(fc.constantFrom(...spots(kind)), fc.constantFrom(...ODD)), { minLength: 1, maxLength: 4 });

describe.each(KINDS)("a good platform on a %s target with odd values in it", (kind) => {
  test("is judged without a crash, and every finding says what and where", () => {
    fc.assert(
      fc.property(mutations(kind), (changes) => {
        const resources = changes.reduce<readonly Resource[]>(
          (all, [[index, path], odd]) =>
            all.map((one, i) => (i === index ? { ...one, props: withValue(one.props, path, odd) as ValueMap } : one)),
          goodResources(kind),
        );
        for (const { message, resource } of findAll(resources, packs[kind])) {
          expect(message).not.toMatch(/undefined|NaN|\[object|function/);
          expect(resource).toMatch(/^[^/]+\//);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

test("an object with an empty kind is told by its type", () => {
  const [first, ...others] = goodResources("multi-node").filter(({ props }) => props["kind"] === "Deployment");
  const nameless = first && { ...first, props: { ...first.props, kind: "", spec: {} } };
  const findings = findAll([...(nameless === undefined ? [] : [nameless]), ...others], packs["multi-node"]);
  expect(findings.map(({ resource }) => resource)).toContain(`Deployment/${String(first?.name)}`);
});
