/** Random lossy edits of resources' inputs are always refused, random harmless ones never. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { GuardedResource } from "../../../core/guard/change";
import { needsWaiver } from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import { type Edited, HARMLESS, LOSSY } from "./random-edits";
import { before } from "./stack";

/** Groups of others, which hold nothing themselves. */
const COMPONENT = /^(streaming|pulumi):/;

describe("a random edit of a resource", () => {
  let base: readonly GuardedResource[] = [];
  beforeAll(async () => {
    base = await before("prod");
  }, 120_000);

  /** Draws an edit, one of the resources that it is for, and its values. */
  const check = (
    edits: readonly Edited[],
    holds: (resource: GuardedResource, next: GuardedResource | undefined) => void,
  ): void => {
    let tried = 0;
    fc.assert(
      fc.property(fc.constantFrom(...edits), fc.nat(), fc.gen(), ([type, edit], which, gen) => {
        const fitting = base.filter((resource) => type.test(resource.type) && !COMPONENT.test(resource.type));
        const resource = fitting[which % fitting.length];
        if (resource === undefined) throw new Error(`the stack has nothing of ${String(type)}`);
        const next = edit(resource, (of) => gen(() => of));
        // Nothing to edit there, such as an option that isn't set; a removal says it by its own edit.
        if (next === undefined && edit.length > 0) return;
        tried += 1;
        holds(resource, next);
      }),
      { numRuns: 1_500 },
    );
    expect(tried).toBeGreaterThan(500);
  };
  const between = (resource: GuardedResource, next: GuardedResource | undefined) =>
    changes([resource], next === undefined ? [] : [next]);

  test("that loses something is refused", () => {
    check(LOSSY, (resource, next) => {
      expect(between(resource, next).some(needsWaiver), JSON.stringify([resource.urn, next?.props])).toBe(true);
    });
  });

  test("that loses nothing is let pass", () => {
    check(HARMLESS, (resource, next) => {
      expect(between(resource, next).filter(needsWaiver)).toEqual([]);
    });
  });
});
