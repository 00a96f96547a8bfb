import { describe, expect, test } from "vitest";
import { ceiling, holds } from "../../core/capacity/budget";
import { capacityWith } from "./support";

describe.each(["dev", "prod"])("test/fixtures/stacks/%s.yaml", (name) => {
  const { assessment, demand } = capacityWith(name);

  test("passes every proof", () => {
    expect(assessment.budgets.filter((b) => !holds(b)).map((b) => `${b.name}: ${b.formula}`)).toEqual([]);
    expect(assessment).toMatchObject({ ok: true, verdict: "fits", suggestion: undefined });
  });

  test("names every pod once, and places it once", () => {
    const names = demand.pods.map((p) => `${p.namespace}/${p.name}`);
    expect(new Set(names).size).toBe(names.length);
    const placed = assessment.placement.board.flatMap((s) => s.pods).length;
    expect(placed).toBe(names.length + demand.daemons.length * assessment.nodes.length);
  });

  test("gives every size one path", () => {
    const paths = demand.sizes.map((s) => s.path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test("has a volume for a pod that is there", () => {
    const pods = new Set(demand.pods.map((p) => `${p.namespace}/${p.name}`));
    expect(demand.volumes.filter((v) => !pods.has(`${v.namespace}/${v.pod}`))).toEqual([]);
  });

  test("can grow: the first end of the load is the least of all ends", () => {
    const ends = assessment.budgets.map(ceiling);
    expect(assessment.bottleneck.factor).toBe(Math.min(...ends));
    expect(assessment.bottleneck.factor).toBeGreaterThan(1.2);
  });

  test("at the end of growth the budget that gives way is used up, and a little before it isn't", () => {
    const { factor, what } = assessment.bottleneck;
    const first = assessment.budgets.find((b) => b.whenFull === what);
    expect(first?.needAt?.(factor * 1.001)).toBeGreaterThan(first?.have ?? Infinity);
    expect(first?.needAt?.(factor * 0.999)).toBeLessThan(first?.have ?? 0);
  });
});

describe("the production fixture", () => {
  const { assessment } = capacityWith("prod");

  test("survives any one node and any one zone", () => {
    expect([...assessment.loseNode, ...assessment.loseZone].filter((l) => !l.survives)).toEqual([]);
    expect([assessment.loseNode.length, assessment.loseZone.length]).toEqual([9, 3]);
  });

  test("is refused with too few nodes, and says how many would do", () => {
    const few = capacityWith("prod", { "target.nodes[0].count": 4 }).assessment;
    expect(few.ok).toBe(false);
    expect(few.suggestion).toMatchInlineSnapshot(`"6 nodes of 8 CPU / 32 GiB, or 4 nodes of 16 CPU / 48 GiB"`);
  });
});
