import { join } from "node:path";
import { parseCapacityConfig, rawOf, type CapacityConfig, type Raw } from "../../checks/capacity/config";
import { capacityOf, type Capacity } from "../../checks/capacity/model";
import { readStackFile } from "../../core/config/stack-file";

export const fixtureFile = (name: string): string => join(__dirname, "../fixtures/stacks", `${name}.yaml`);

/** Settings of `test/fixtures/stacks/NAME.yaml`, as typed. */
export const fixture = (name: string): Raw => rawOf(readStackFile(fixtureFile(name), "streaming").values);

/** One line of a stack file, by path: `streamflow.topics["transactions.raw"].rate`. `undefined` removes it. */
export type Edits = Readonly<Record<string, unknown>>;

/** A copy of the settings with these lines changed. */
export function edited(raw: Raw, edits: Edits): Raw {
  const copy = structuredClone(raw) as Record<string, unknown>;
  for (const [path, value] of Object.entries(edits)) setAt(copy, keysOf(path), value);
  return copy;
}

const keysOf = (path: string): readonly string[] =>
  [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
  );

function setAt(target: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) {
    const inner = target[key];
    if (typeof inner !== "object" || inner === null) target[key] = {};
    setAt(target[key] as Record<string, unknown>, rest, value);
  } else if (value === undefined) Reflect.deleteProperty(target, key);
  else target[key] = value;
}

export const configOf = (raw: Raw): CapacityConfig => parseCapacityConfig(raw, "stack.yaml");

/** What the model says about a fixture with some lines changed. */
export const capacityWith = (name: string, edits: Edits = {}): Capacity =>
  capacityOf(configOf(edited(fixture(name), edits)));

/** Sizes by path. */
export const sizesOf = ({ demand }: Capacity): ReadonlyMap<string, number> =>
  new Map(demand.sizes.map((s) => [s.path, s.value]));
