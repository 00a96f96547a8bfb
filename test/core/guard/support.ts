import { expect, test } from "vitest";
import type {
  Change,
  ChangeClass,
  GuardedOptions,
  GuardedResource,
  Loss,
  Plain,
  PlainObject,
} from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import type { GuardFacts } from "../../../core/guard/facts";

/** What the tests' stack holds: 100 records of 1 KiB a second in `events`, 40 GiB on three brokers, 25 GiB of rows, 8 GiB of state. */
export const FACTS: GuardFacts = {
  topics: {
    events: { recordsPerSecond: 100, bytesPerRecord: 1024, brokers: 3 },
    blacklist: { recordsPerSecond: 1, bytesPerRecord: 256, keys: 1_000_000, brokers: 3 },
  },
  brokers: { "ns/kafka": { dataGiB: 40, replication: 3 }, "ns/redpanda": { dataGiB: 40, replication: 3 } },
  databases: { "ns/db": 25 },
  flinkState: { "ns/flink": 8 },
  tables: { app: { records: 3000, GiB: 2, hours: 24 }, "app.bronze": { records: 1000, GiB: 1, hours: 24 } },
};

export const resource = (
  type: string,
  props: PlainObject,
  opts: GuardedOptions = {},
  name = "it",
): GuardedResource => ({
  urn: `urn:pulumi:test::streaming::${type}::${name}`,
  type,
  name,
  props,
  opts,
});

/** `props` with another value at a path; undefined takes the key away. */
export function edited(props: PlainObject, path: readonly string[], value: Plain): PlainObject {
  const [key = "", ...rest] = path;
  const inner = props[key];
  const isObject = typeof inner === "object" && inner !== null && !Array.isArray(inner);
  const next = rest.length === 0 ? value : edited(isObject ? (inner as PlainObject) : {}, rest, value);
  const others = Object.fromEntries(Object.entries(props).filter(([k]) => k !== key));
  return next === undefined ? others : { ...others, [key]: next };
}

export interface Case {
  readonly edit: readonly string[];
  readonly to: Plain;
  readonly becomes: ChangeClass;
  readonly loss?: Loss;
  readonly moved?: number;
  readonly guarded?: boolean;
}

/** The one change that an edit of one field makes. */
export function changeOf(type: string, props: PlainObject, { edit, to }: Pick<Case, "edit" | "to">): Change {
  const found = changes([resource(type, props)], [resource(type, edited(props, edit, to))], FACTS);
  const [change] = found;
  if (change === undefined || found.length > 1) throw new Error(`expected one change, got ${JSON.stringify(found)}`);
  return change;
}

export const removalOf = (type: string, props: PlainObject, opts: GuardedOptions = {}): Change => {
  const [change] = changes([resource(type, props, opts)], [], FACTS);
  if (change === undefined) throw new Error("a removed resource is a change");
  return change;
};

/** What a case says, of what was found. */
export const asCase = ({ class: becomes, loss, moved, guarded }: Change) => ({
  becomes,
  loss,
  moved,
  guarded: guarded === true,
});
export const expected = ({ becomes, loss, moved, guarded = false }: Case) => ({ becomes, loss, moved, guarded });
export const titled = (cases: readonly Case[]): readonly (readonly [string, Case])[] =>
  cases.map((c) => [`${c.edit.join(".")} → ${JSON.stringify(c.to)}: ${c.becomes}`, c]);

/** One test for each case: the edit of a resource with these inputs becomes what the case says. */
export function suite(type: string, props: PlainObject, cases: readonly Case[]): void {
  test.each(titled(cases))("%s", (_, c) => expect(asCase(changeOf(type, props, c))).toEqual(expected(c)));
}
