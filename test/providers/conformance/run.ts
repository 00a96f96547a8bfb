/** Turns cases into tests. Each kind's tests are one story: they run in order and hand the resource on. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Wire, WireProps } from "../../../sandbox/providers/protocol/wire";
import type { KindCases } from "./cases";
import type { Plugin, Resource } from "./plugin";

export interface Subject<World> {
  readonly plugin: Plugin;
  readonly world: World;
}

const SECRET_KEY = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN_PREFIXES = /^(04da6b54|1c4a061d|3eeb2bf0|6a19a0b0|030794c1|e48ece36|dd056dcd)-/;

export function conformance<World>(cases: KindCases<World>, subject: () => Subject<World>): void {
  const { token } = cases;
  const urn = `urn:pulumi:dev::conformance::${token}::subject`;
  const plugin = (): Plugin => subject().plugin;
  const world = (): World => subject().world;
  let resource: Resource | undefined;
  const current = (): Resource => {
    if (resource === undefined) throw new Error("there is no resource: an earlier step failed");
    return resource;
  };
  const checked = async (inputs: WireProps, olds?: WireProps): Promise<WireProps> => {
    const { inputs: accepted, reasons } = await plugin().check(urn, inputs, olds);
    expect(reasons).toEqual([]);
    return accepted;
  };
  const settled = async (): Promise<void> => {
    const found = await plugin().refresh(current());
    const settledOf = (outputs: WireProps = {}): WireProps =>
      Object.fromEntries(Object.entries(outputs).filter(([key]) => !cases.unsettled?.includes(key)));
    expect(settledOf(found?.outputs), "a refresh right after changes no output").toEqual(settledOf(current().outputs));
    expect(found?.inputs, "a refresh right after changes no input").toEqual(current().inputs);
  };
  const apply = async (inputs: WireProps): Promise<void> => {
    resource = await plugin().update(current(), await checked(inputs, current().inputs), false);
    expect((await plugin().diff(current(), current().inputs)).changes).toEqual([]);
    await settled();
  };

  const importTitle =
    cases.imported === undefined
      ? "can't be imported"
      : "imports by id, after which the program's inputs change nothing that can be read";

  describe([token, ...(cases.title === undefined ? [] : [cases.title])].join(" "), () => {
    beforeAll(async () => {
      await cases.before?.(world());
    });
    afterAll(async () => {
      const left = resource === undefined ? undefined : await plugin().refresh(resource);
      if (left !== undefined) await plugin().delete(left);
      await cases.after?.(world());
    });

    test.each(cases.refused)("refuses $title", async ({ inputs, reason, by }) => {
      const { inputs: accepted, reasons } = await plugin().check(urn, inputs);
      if (by === "check") {
        expect(reasons.join("\n")).toMatch(reason);
        return;
      }
      expect(reasons).toEqual([]);
      await expect(plugin().create(urn, accepted, false)).rejects.toThrow(reason);
    });

    test("previews a creation with unknown inputs and makes nothing", async () => {
      const { outputs } = await plugin().create(urn, await checked(cases.unknown.inputs), true);
      expect(Object.keys(outputs).filter((key) => isUnknown(outputs[key]))).toEqual(
        expect.arrayContaining([...cases.unknown.outputs]),
      );
      if (cases.imported === undefined || cases.leftAfterDelete !== undefined) return;
      expect(await plugin().import(urn, cases.imported.id)).toBeUndefined();
    });

    test("creates, with the id and outputs that the documentation promises", async () => {
      resource = await plugin().create(urn, await checked(cases.inputs), false);
      expect(resource.id).toBe(cases.id);
      expect(plain(resource.outputs)).toMatchObject(cases.outputs);
    });

    test("finds nothing to change right after, neither by diff nor by refresh", async () => {
      const again = await checked(cases.inputs, current().inputs);
      expect(again).toEqual(current().inputs);
      expect(await plugin().diff(current(), again)).toMatchObject({ changes: [], replaces: [] });
      await settled();
    });

    test("marks its secrets and nothing else, and names none in a log", () => {
      const { outputs } = current();
      expect(
        Object.keys(outputs)
          .filter((key) => isSecret(outputs[key]))
          .sort(),
      ).toEqual([...(cases.secrets ?? [])].sort());
      const values = (cases.secrets ?? []).map((key) => cases.inputs[key]).filter((value) => typeof value === "string");
      for (const value of values) expect(plugin().log.join("\n")).not.toContain(value);
    });

    test.each(cases.equivalents ?? [])("sees no change in $title", async ({ inputs }) => {
      expect((await plugin().diff(current(), await checked(inputs, current().inputs))).changes).toEqual([]);
    });

    test("previews an update that depends on something unknown as an update or a replacement", async () => {
      const news = await checked(cases.unknown.inputs, current().inputs);
      expect((await plugin().diff(current(), news)).changes).not.toEqual([]);
    });

    test.each(cases.updates)("updates in place: $title", async ({ inputs, changes, outputs }) => {
      const news = await checked(inputs, current().inputs);
      expect(await plugin().diff(current(), news)).toMatchObject({ changes: [...changes].sort(), replaces: [] });
      const preview = await plugin().update(current(), news, true);
      const promised = Object.entries(outputs).filter(([key]) => changes.includes(key));
      expect(plain(preview.outputs)).toMatchObject(Object.fromEntries(promised));
      await apply(inputs);
      expect(plain(current().outputs)).toMatchObject(outputs);
    });

    test.each(cases.replacements)("replaces: $title", async ({ inputs, because, deleteBeforeReplace }) => {
      const news = await checked(inputs, current().inputs);
      expect(await plugin().diff(current(), news)).toMatchObject({
        replaces: [...because].sort(),
        deleteBeforeReplace,
      });
    });

    test.each(cases.drift)("shows and repairs drift: $title", async ({ change, outputs, changes }) => {
      const wanted = current().inputs;
      await change(world());
      const drifted = await plugin().refresh(current());
      expect(plain(drifted?.outputs ?? {})).toMatchObject(outputs);
      resource = drifted;
      expect(await plugin().diff(current(), wanted)).toMatchObject({ changes: [...changes].sort(), replaces: [] });
      await apply(wanted);
    });

    test(importTitle, async () => {
      const found = await plugin().import(urn, cases.imported?.id ?? cases.id);
      if (cases.imported === undefined) {
        expect(found).toBeUndefined();
        return;
      }
      if (found === undefined) throw new Error(`${cases.imported.id} was not found`);
      const news = await checked(cases.imported.inputs, found.inputs);
      expect(await plugin().diff(found, news)).toMatchObject({ changes: cases.imported.changes ?? [], replaces: [] });
    });

    test("deletes", async () => {
      await plugin().delete(current());
      const left = await plugin().refresh(current());
      if (cases.leftAfterDelete === undefined) expect(left).toBeUndefined();
      else expect(plain(left?.outputs ?? {})).toMatchObject(cases.leftAfterDelete);
      resource = undefined;
    });

    test("takes an object that was removed behind its back for gone", async () => {
      resource = await plugin().create(urn, await checked(cases.inputs), false);
      await cases.remove(world());
      expect(await plugin().refresh(current())).toBeUndefined();
      resource = undefined;
    });
  });
}

const isObject = (value: Wire | undefined): value is WireProps =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isSecret = (value: Wire | undefined): boolean => isObject(value) && value[SECRET_KEY] === SECRET;
const isUnknown = (value: Wire | undefined): boolean => typeof value === "string" && UNKNOWN_PREFIXES.test(value);

/** The outputs with their secrets unwrapped. */
function plain(outputs: WireProps): WireProps {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [
      key,
      isSecret(value) && isObject(value) ? (value.value ?? null) : value,
    ]),
  );
}
