/**
 * What the change guard says of an edit of the stack file, what `pulumi up` then does, and whether the two agree: uids of objects, pods and volumes,
 * messages of topics and rows of tables, before and after.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { parseCapacityConfig, rawOf } from "../../../checks/capacity/config";
import { ofPlan } from "../../../checks/guard/resources";
import { planStack } from "../../../checks/plan";
import { readStackFile } from "../../../core/config/stack-file";
import type { Change, ChangeClass, GuardedResource } from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import { REPOSITORY } from "../../../sandbox/layout";
import { up } from "../../../sandbox/lifecycle";
import { addressesOf } from "../../../sandbox/project/access";
import { readCommitted } from "../../../sandbox/project/committed";
import { factsOf } from "../../../stacks/guard/facts";
import { STREAMFLOW_ROLES } from "../../../stacks/streamflow-database";
import { rewriteStackFile, type TestSandbox } from "./sandbox";
import { type Uids, messagesIn, uidsIn } from "./seen";
import { settled } from "./settled";
import { queryAs } from "./streamflow-sql";

/** By path below `config`, its parts apart with `/`; undefined takes a setting away. */
export type Edits = Readonly<Record<string, unknown>>;

/** Everything that is compared. */
export interface Seen {
  readonly uids: Uids;
  /** By platform and topic; nothing of a platform that is switched off. */
  readonly messages: ReadonlyMap<string, number>;
}

export interface Row {
  /** As the guard names it. */
  readonly of: string | RegExp;
  readonly becomes: ChangeClass;
  /** The object that it is about; ends with `-` where the rest of its name is a checksum. */
  readonly object?: string;
  /** Its pods, by how their names begin. */
  readonly pods?: string;
  readonly topic?: string;
  /** What has to hold besides what its class says. */
  readonly also?: () => Promise<void>;
}

/** Edits that don't disturb each other, made together. */
export interface Batch {
  readonly name: string;
  readonly edits: Edits;
  readonly rows: readonly Row[];
}

export interface Deployed {
  readonly sandbox: TestSandbox;
  /** Put into each topic when the stack was made. */
  readonly messagesEach: number;
}

/** Edits, deploys and compares; a batch goes on where the one before it ended. */
export function happens(deployed: () => Deployed, { name, edits, rows }: Batch): void {
  describe(name, () => {
    let found: readonly Change[];
    let before: Seen;
    let after: Seen;
    beforeAll(async () => {
      const { sandbox } = deployed();
      before = await see(sandbox);
      found = await judged(sandbox, edits);
      await up(sandbox);
      await settled(sandbox);
      after = await see(sandbox);
    });
    test.each(rows.map((row) => [`${String(row.of)} is ${row.becomes}`, row] as const))("%s", async (_, row) => {
      expect(classOf(found, row.of), found.map(told).join("\n")).toBe(row.becomes);
      compare(row, before, after, deployed().messagesEach);
      await row.also?.();
    });
  });
}

const told = ({ resource, field }: Change): string => `${resource} ${field}`;
const classOf = (found: readonly Change[], of: Row["of"]): ChangeClass | undefined =>
  found.find((change) => (typeof of === "string" ? told(change) === of : of.test(told(change))))?.class;

/** Edits the stack's file, and says what the guard says. */
async function judged(sandbox: TestSandbox, edits: Edits): Promise<readonly Change[]> {
  const [before, old] = [await planned(sandbox), configOf(sandbox)];
  editStack(sandbox, edits);
  return changes(before, await planned(sandbox), factsOf(old, configOf(sandbox)));
}

export function editStack({ stackFile }: TestSandbox, edits: Edits): void {
  rewriteStackFile(stackFile, (document) => {
    for (const [key, value] of Object.entries(edits)) {
      const setting = ["config", ...`streaming:${key}`.split("/")];
      if (value === undefined) document.deleteIn(setting);
      else document.setIn(setting, document.createNode(value));
    }
  });
}

export const planned = async ({ layout, stackFile }: TestSandbox): Promise<readonly GuardedResource[]> =>
  ofPlan(await planStack({ projectDir: REPOSITORY, stackFile, stack: layout.stack }));
const configOf = ({ stackFile }: TestSandbox) =>
  parseCapacityConfig(rawOf(readStackFile(stackFile, "streaming").values), "stack.yaml");

export const platformsOf = ({ layout, stackFile }: TestSandbox) => addressesOf(layout, readCommitted(stackFile));

export async function see(sandbox: TestSandbox): Promise<Seen> {
  const messages = await Promise.all(
    (await platformsOf(sandbox)).map(async ({ platform, bootstrapServers }) =>
      [...(await messagesIn(bootstrapServers.join(",")))].map(
        ([topic, count]) => [`${platform}/${topic}`, count] as const,
      ),
    ),
  );
  return { uids: await uidsIn(sandbox.layout), messages: new Map(messages.flat()) };
}

function compare({ becomes, object, pods, topic }: Row, before: Seen, after: Seen, messagesEach: number): void {
  const uid = ({ uids }: Seen): string | undefined =>
    object?.endsWith("-") ? [...uids].find(([name]) => name.startsWith(object))?.[1] : uids.get(object ?? "");
  const podsOf = ({ uids }: Seen): readonly string[] =>
    [...uids].flatMap(([name, id]) => (pods !== undefined && name.startsWith(`Pod/${pods}`) ? [id] : [])).sort();
  const messages = ({ messages }: Seen): number | undefined => messages.get(topic ?? "");
  if (object !== undefined) expect(uid(before), `${object} before`).toBeDefined();
  if (pods !== undefined) expect(podsOf(before), `pods ${pods} before`).not.toEqual([]);
  if (topic !== undefined) expect(messages(before), `messages of ${topic} before`).toBe(messagesEach);
  switch (becomes) {
    case "in place":
    case "impossible":
      expect(uid(after)).toBe(uid(before));
      expect(podsOf(after)).toEqual(podsOf(before));
      expect(messages(after)).toBe(messages(before));
      break;
    case "rolling restart":
      expect(uid(after)).toBe(uid(before));
      expect(podsOf(after).filter((pod) => podsOf(before).includes(pod))).toEqual([]);
      expect(podsOf(after)).toHaveLength(podsOf(before).length);
      expect(messages(after)).toBe(messages(before));
      break;
    case "replace":
      expect(uid(after)).toBeDefined();
      expect(uid(after)).not.toBe(uid(before));
      break;
    case "data loss":
      expect(uid(after)).toBeUndefined();
      expect(podsOf(after)).toEqual([]);
      expect(messages(after) ?? 0).toBe(0);
      break;
    case "rebalancing":
      throw new Error("a single node has nothing to rebalance");
  }
}

/** As the owner of StreamFlow's database. */
export const inDatabase = (sandbox: TestSandbox, statement: string): Promise<readonly unknown[]> =>
  queryAs(sandbox, STREAMFLOW_ROLES.owner, statement);
