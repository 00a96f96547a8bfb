/** Edits of the program: what a component declares is changed by hand, in the resources of the whole stack. */
import { beforeAll, describe, expect, test } from "vitest";
import { factsOf } from "../../../stacks/guard/facts";
import type { Change, GuardedResource } from "../../../core/guard/change";
import { needsWaiver } from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import { configOf } from "../../capacity/support";
import { EDITS, type ProgramEdit } from "./program-edits";
import { before, settingsOf } from "./stack";

describe("prod", () => {
  let base: readonly GuardedResource[] = [];
  beforeAll(async () => {
    base = await before("prod");
  }, 120_000);

  const by = ({ at, to }: Pick<ProgramEdit, "at" | "to">): readonly Change[] => {
    const matching = base.filter(({ urn }) => urn.endsWith(at));
    expect(matching, `resources at ${at}`).toHaveLength(1);
    const facts = factsOf(configOf(settingsOf("prod")), configOf(settingsOf("prod")));
    return changes(
      base,
      base.flatMap((resource) => (resource.urn.endsWith(at) ? (to(resource) ?? []) : resource)),
      facts,
    );
  };

  test.each(EDITS.map((edit) => [edit.does, edit] as const))("%s", (_, edit) => {
    const found = by(edit);
    if (edit.field === "") {
      expect(found).toEqual([]);
      return;
    }
    const [change] = found.filter(({ field }) => field === edit.field);
    expect(change).toMatchObject({ class: edit.becomes });
    expect(change?.loss).toEqual(edit.loss);
    expect(found.some(needsWaiver)).toBe(edit.refused);
  });

  test("a component that is renamed is the same if it says so, and everything anew if it doesn't", () => {
    const renamed = (aliased: boolean): readonly GuardedResource[] =>
      base.map((resource) => {
        const urn = resource.urn.replace("::apphub-topics-", "::apphub-queues-");
        if (urn === resource.urn) return resource;
        return { ...resource, urn, opts: { ...resource.opts, aliases: aliased ? [resource.urn] : [] } };
      });
    expect(changes(base, renamed(true))).toEqual([]);
    const found = changes(base, renamed(false)).filter(needsWaiver);
    expect(found.filter(({ class: kind, field }) => kind === "data loss" && field === "removed")).toHaveLength(8);
  });

  test("nothing edited is nothing changed", () => expect(changes(base, base)).toEqual([]));
});
