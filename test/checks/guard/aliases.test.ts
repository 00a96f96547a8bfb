import { expect, test } from "vitest";
import { formerUrns } from "../../../checks/guard/aliases";

const urn = (types: string, name: string): string => `urn:pulumi:prod::streaming::${types}::${name}`;

interface Given {
  readonly types: string;
  readonly name: string;
  readonly parent?: string;
  readonly aliases?: readonly string[];
}
const former = (...all: readonly Given[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    formerUrns(
      all.map(({ types, name, parent, aliases }) => ({
        urn: urn(types, name),
        type: types.split("$").at(-1) ?? "",
        name,
        parent,
        opts: aliases === undefined ? {} : { aliases },
      })),
    ),
  );

const KAFKA = "streaming:kafka:Topics";
const TOPIC = "kafka:index/topic:Topic";

test("a former name of its own", () => {
  expect(former({ types: TOPIC, name: "events", aliases: ["name=old"] })).toEqual({
    [urn(TOPIC, "events")]: [urn(TOPIC, "old")],
  });
});

test("a whole URN is taken as it is", () => {
  const old = "urn:pulumi:prod::other::a:b:C::x";
  expect(former({ types: TOPIC, name: "events", aliases: [old] })[urn(TOPIC, "events")]).toEqual([old]);
});

test("a component that is renamed takes its children along: those that bear its name, and those that don't", () => {
  const parent = urn(KAFKA, "topics");
  const found = former(
    { types: KAFKA, name: "topics", aliases: ["name=queues"] },
    { types: `${KAFKA}$${TOPIC}`, name: "topics-events", parent },
    { types: `${KAFKA}$${TOPIC}`, name: "other", parent },
  );
  expect(found[urn(`${KAFKA}$${TOPIC}`, "topics-events")]).toEqual([urn(`${KAFKA}$${TOPIC}`, "queues-events")]);
  // Nothing but the parent's name changed: its URN is the same.
  expect(found[urn(`${KAFKA}$${TOPIC}`, "other")]).toEqual([]);
});

test("a component of another type, two levels up", () => {
  const [top, middle] = [urn("a:b:New", "top"), urn(`a:b:New$${KAFKA}`, "topics")];
  const found = former(
    { types: "a:b:New", name: "top", aliases: ["type=a:b:Old"] },
    { types: `a:b:New$${KAFKA}`, name: "topics", parent: top },
    { types: `a:b:New$${KAFKA}$${TOPIC}`, name: "events", parent: middle, aliases: ["name=logs"] },
  );
  expect(found[urn(`a:b:New$${KAFKA}$${TOPIC}`, "events")]).toEqual(
    expect.arrayContaining([
      urn(`a:b:Old$${KAFKA}$${TOPIC}`, "events"),
      urn(`a:b:Old$${KAFKA}$${TOPIC}`, "logs"),
      urn(`a:b:New$${KAFKA}$${TOPIC}`, "logs"),
    ]),
  );
});

test("what moved under a parent had none, or another one", () => {
  const parent = urn(KAFKA, "topics");
  const at = (alias: string) =>
    former({ types: KAFKA, name: "topics" }, { types: `${KAFKA}$${TOPIC}`, name: "events", parent, aliases: [alias] })[
      urn(`${KAFKA}$${TOPIC}`, "events")
    ];
  expect(at("noparent=true")).toEqual([urn(TOPIC, "events")]);
  expect(at(`parenturn=${urn("a:b:C", "c")}`)).toEqual([urn(`a:b:C$${TOPIC}`, "events")]);
  expect(at("parenturn=urn:pulumi:prod::streaming::pulumi:pulumi:Stack::streaming-prod")).toEqual([
    urn(TOPIC, "events"),
  ]);
});
