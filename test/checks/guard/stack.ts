/** Edits of a stack's settings, and what the guard says of all that follows from them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { rawOf, type Raw } from "../../../checks/capacity/config";
import { factsOf } from "../../../stacks/guard/facts";
import { ofPlan } from "../../../checks/guard/resources";
import { planStack } from "../../../checks/plan";
import { readStackFile } from "../../../core/config/stack-file";
import type { Change, ChangeClass, GuardedResource, Loss } from "../../../core/guard/change";
import { needsWaiver } from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import { configOf, edited, type Edits } from "../../capacity/support";
import { ROOT } from "../../sources";

export type Stack = "dev" | "prod";

/** An edit, and one change that it must lead to. */
export interface Row {
  readonly set: Edits;
  /** Resource and field, as reports name them. */
  readonly of: string;
  readonly becomes: ChangeClass;
  readonly loss?: Loss;
  readonly moved?: number;
  readonly guarded?: true;
}

/** Edits that don't disturb each other: they are planned together, which takes as long as one. */
export interface Batch {
  readonly name: string;
  readonly stack: Stack;
  readonly rows: readonly Row[];
  /** What is refused as well, as `resource field`; nothing else may be. */
  readonly besides?: readonly string[] | "anything";
}

const fixtureFile = (stack: Stack): string => path.join(ROOT, "test", "fixtures", "guard", `${stack}.yaml`);
export const settingsOf = (stack: Stack): Raw => rawOf(readStackFile(fixtureFile(stack), "streaming").values);

export const resourcesOf = async (stack: Stack, stackFile = fixtureFile(stack)): Promise<readonly GuardedResource[]> =>
  ofPlan(await planStack({ projectDir: ROOT, stackFile, stack }));

const unedited = new Map<Stack, Promise<readonly GuardedResource[]>>();
/** Planned once for a file of tests. */
export function before(stack: Stack): Promise<readonly GuardedResource[]> {
  const planned = unedited.get(stack) ?? resourcesOf(stack);
  unedited.set(stack, planned);
  return planned;
}

/** What the guard says of a stack whose settings are edited. */
export async function changesBy(stack: Stack, edits: Edits): Promise<readonly Change[]> {
  const raw = edited(settingsOf(stack), edits);
  const dir = mkdtempSync(path.join(os.tmpdir(), "edits-"));
  try {
    const file = path.join(dir, `Pulumi.${stack}.yaml`);
    const config = Object.fromEntries(Object.entries(raw).map(([key, value]) => [`streaming:${key}`, value]));
    writeFileSync(file, stringify({ config }));
    const head = await resourcesOf(stack, file);
    return changes(await before(stack), head, factsOf(configOf(settingsOf(stack)), configOf(raw)));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

export const told = ({ resource, field }: Pick<Change, "resource" | "field">): string => `${resource} ${field}`;
export const isRefused = ({ becomes, guarded }: Pick<Row, "becomes" | "guarded">): boolean =>
  needsWaiver({ class: becomes, why: "", ...(guarded === undefined ? {} : { guarded }) });

/** A change as a row says it. */
export const seen = (change: Change | undefined) =>
  change && {
    becomes: change.class,
    loss: change.loss,
    moved: change.moved,
    guarded: change.guarded === true,
  };
export const wanted = ({ becomes, loss, moved, guarded }: Omit<Row, "set" | "of">) => ({
  becomes,
  loss,
  moved,
  guarded: guarded === true,
});

export function tryBatch({ name, stack, rows, besides = [] }: Batch): void {
  describe(`${stack}: ${name}`, () => {
    let found: readonly Change[] = [];
    beforeAll(async () => {
      found = await changesBy(stack, Object.assign({}, ...rows.map(({ set }) => set)) as Edits);
    }, 120_000);
    afterAll(() => {
      found = [];
    });

    test.each(rows.map((row) => [`${sentence(row.set)}: ${row.of} is ${row.becomes}`, row] as const))(
      "%s",
      (_, row) => {
        expect(seen(found.find((change) => told(change) === row.of))).toEqual(wanted(row));
      },
    );

    if (besides === "anything") return;
    test("nothing else is refused", () => {
      const expected = [...new Set([...rows.filter(isRefused).map(({ of }) => of), ...besides])];
      expect([...new Set(found.filter(needsWaiver).map(told))].sort()).toEqual(expected.sort());
    });
  });
}

const sentence = (set: Edits): string =>
  Object.entries(set)
    .map(([key, value]) => `${key} ${value === undefined ? "is left out" : `→ ${JSON.stringify(value)}`}`)
    .join(", ");
