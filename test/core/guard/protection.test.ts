import { describe, expect, test } from "vitest";
import type { Change, GuardedOptions, Verdict } from "../../../core/guard/change";
import { needsWaiver } from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import { isWithin } from "../../../core/guard/diff";
import { removalOf, resource } from "./support";

describe("what was protected", () => {
  const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
  const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
  test("the old protection counts when it goes together with the resource", () => {
    expect(needsWaiver(removalOf(CONFIG_MAP, {}, { protect: true }))).toBe(true);
    expect(needsWaiver(removalOf(CONFIG_MAP, {}))).toBe(false);
  });
  test("lifting it is a change of its own", () => {
    const found = changes([resource(CLAIM, {}, { protect: true, retainOnDelete: true })], [resource(CLAIM, {})]);
    expect(found.map(({ field, guarded }) => [field, guarded])).toEqual([
      ["options.protect", true],
      ["options.retainOnDelete", true],
    ]);
  });
  test("a resource that goes under another name is the same one if it says so", () => {
    const old = resource(CLAIM, { spec: 1 }, {}, "old");
    const next = resource(CLAIM, { spec: 1 }, { aliases: [old.urn] }, "new");
    expect(changes([old], [next])).toEqual([]);
    expect(changes([old], [resource(CLAIM, { spec: 1 }, {}, "new")]).map((c) => c.class)).toEqual([
      "data loss",
      "in place",
    ]);
  });
  test("what is ignored doesn't change", () => {
    const set = "kubernetes:apps/v1:StatefulSet";
    const opts = { ignoreChanges: ["spec.volumeClaimTemplates"] };
    const props = (size: string) => ({ spec: { volumeClaimTemplates: [{ metadata: { name: "d" }, spec: { size } }] } });
    expect(changes([resource(set, props("1Gi"), opts)], [resource(set, props("2Gi"), opts)])).toEqual([]);
  });
  test("what is protected isn't replaced, whatever it holds", () => {
    const rename = (opts: GuardedOptions): Change | undefined =>
      changes(
        [resource(CONFIG_MAP, { metadata: { name: "a" } }, opts)],
        [resource(CONFIG_MAP, { metadata: { name: "b" } }, opts)],
      )[0];
    expect(rename({})).toMatchObject({ class: "replace", resource: "ConfigMap/a" });
    expect(needsWaiver(rename({}) ?? FAILED)).toBe(false);
    expect(rename({ protect: true })).toMatchObject({ class: "replace", guarded: true });
  });
  test("what is kept isn't deleted when it is replaced", () => {
    const claim = (name: string) => resource(CLAIM, { metadata: { name } }, { retainOnDelete: true });
    expect(changes([claim("a")], [claim("b")])[0]).toMatchObject({ class: "replace" });
  });
  test("the stack's own word makes any field one that replaces", () => {
    const claim = (annotation: string) =>
      resource(
        CLAIM,
        { metadata: { annotations: { "a.b": annotation } } },
        {
          replaceOnChanges: ['metadata.annotations["a.b"]'],
        },
      );
    expect(changes([claim("1")], [claim("2")])[0]?.class).toBe("data loss");
  });
});

describe("paths of options", () => {
  test.each([
    ["spec", ["spec", "replicas"], true],
    ["spec.replicas", ["spec"], false],
    ["spec.rep", ["spec", "replicas"], false],
    ['config["retention.ms"]', ["config", "retention.ms"], true],
    ["config.retention.ms", ["config", "retention.ms"], false],
    ["rules[*].id", ["rules", "a", "id"], true],
    ["rules[0].id", ["rules", "a", "id"], false],
  ] as const)("%s covers %j: %s", (prefix, path, covers) => expect(isWithin(prefix, path)).toBe(covers));
});

const FAILED: Verdict = { class: "impossible", why: "there is no change" };
