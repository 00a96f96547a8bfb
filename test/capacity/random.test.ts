import { beforeAll, describe, expect, test } from "vitest";
import { demandOf } from "../../checks/capacity/model";
import type { Demand } from "../../core/capacity/demand";
import { nodesOf } from "../../core/capacity/nodes/allocatable";
import type { Node } from "../../core/capacity/nodes/cluster";
import { clusterOf } from "../../core/capacity/nodes/target";
import { fit, packs, type Fit } from "../../core/capacity/placement/fit";
import { daemonPods } from "../../core/capacity/pods/daemons";
import { totalRequests } from "../../core/capacity/pods/pod";
import { randomConfigs } from "./random";

interface Judged {
  readonly demand: Demand;
  readonly nodes: readonly Node[];
  readonly judgement: Fit;
}
let all: readonly Judged[];
beforeAll(() => {
  all = randomConfigs(200, 1).map(({ target, ...config }) => {
    const cluster = clusterOf(target);
    const demand = demandOf({ target, ...config }, cluster);
    const nodes = nodesOf(cluster);
    return { demand, nodes, judgement: fit(nodes, demand.pods, daemonPods(demand.daemons, nodes)) };
  });
}, 60_000);
const fits = ({ judgement }: Judged): boolean => judgement.verdict === "fits";

describe("200 random stacks", () => {
  test("are of both kinds: many fit, many don't", () => {
    expect(all).toHaveLength(200);
    expect(all.filter(fits).length).toBeGreaterThan(50);
    expect(all.filter((c) => !fits(c)).length).toBeGreaterThan(50);
  });

  test("none fits that asks for more than its nodes have", () => {
    for (const capacity of all) {
      const { demand, nodes, judgement } = capacity;
      const asked = totalRequests([...demand.pods, ...daemonPods(demand.daemons, nodes)]);
      const given = totalRequests(nodes.map((n) => ({ requests: n.allocatable })));
      if (asked.cpu > given.cpu || asked.memory > given.memory) expect(judgement.verdict).toBe("short");
    }
  });

  test("leave no pod over where they fit, and some where they don't", () => {
    for (const capacity of all) expect(capacity.judgement.placement.unplaced.length === 0).toBe(fits(capacity));
  });

  test("give no node more than it has", () => {
    for (const seat of all.flatMap((c) => c.judgement.placement.board)) {
      const { cpu, memory, pods } = seat.node.allocatable;
      expect([seat.cpu <= cpu, seat.memory <= memory, seat.pods.length <= pods]).toEqual([true, true, true]);
    }
  });

  test("keep copies apart that must not share a node", () => {
    for (const { judgement } of all) {
      for (const { pods } of judgement.placement.board) {
        const apart = pods.filter((p) => p.ownNode).map((p) => p.component);
        expect(new Set(apart).size).toBe(apart.length);
      }
    }
  });

  test("are judged the same way again", () => {
    for (const { demand, nodes, judgement } of all.slice(0, 20))
      expect(fit(nodes, demand.pods, daemonPods(demand.daemons, nodes)).verdict).toBe(judgement.verdict);
  });

  test("are seldom a matter of luck: the scheduler's way and the best packing agree nearly always", () => {
    const lucky = all.filter(({ judgement }) => judgement.verdict === "depends");
    for (const { judgement } of lucky) expect(judgement.placement.unplaced.length).toBeGreaterThan(0);
    for (const { demand, nodes } of all.filter((c) => c.judgement.verdict === "short"))
      expect(packs(nodes, demand.pods, daemonPods(demand.daemons, nodes))).toBe(false);
    expect(lucky.length).toBeLessThan(10);
  });
});
