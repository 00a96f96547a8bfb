import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Node } from "../../../core/capacity/nodes/cluster";
import { fit, packs } from "../../../core/capacity/placement/fit";
import { loseNodes } from "../../../core/capacity/placement/loss";
import { explain, schedule } from "../../../core/capacity/placement/scheduler";
import type { Pod } from "../../../core/capacity/pods/pod";
import { GiB } from "../../../core/units";

const node = (name: string, cores: number, gib: number, zone = "a", pods = 110): Node => ({
  name,
  zone,
  capacity: { count: 1, cpu: cores * 1000, memory: gib * GiB, disk: 0 },
  allocatable: { cpu: cores * 1000, memory: gib * GiB, pods },
});
const pod = (name: string, cores: number, gib: number, more: Partial<Pod> = {}): Pod => ({
  name,
  namespace: "n",
  component: `n/${name.replace(/-\d+$/, "")}`,
  requests: { cpu: cores * 1000, memory: gib * GiB },
  limits: {},
  ownNode: false,
  pinned: false,
  ...more,
});
const whereIs = (nodes: readonly Node[], pods: readonly Pod[]): Readonly<Record<string, string>> =>
  Object.fromEntries(schedule(nodes, pods).board.flatMap((s) => s.pods.map((p) => [p.name, s.node.name])));

describe("the scheduler's way", () => {
  test("an emptier node is preferred", () => {
    expect(whereIs([node("a", 4, 16), node("b", 8, 32)], [pod("x", 1, 4)])).toEqual({ x: "b" });
  });
  test("copies that repel each other take nodes of their own, and one too many waits", () => {
    const copies = [0, 1, 2].map((i) => pod(`db-${i}`, 1, 1, { ownNode: true }));
    const { unplaced } = schedule([node("a", 8, 32), node("b", 8, 32)], copies);
    expect(unplaced.map((u) => `${u.pod.name}: ${explain(u)}`)).toEqual([
      "db-2: 0/2 nodes are available: 2 didn't match pod anti-affinity rules",
    ]);
  });
  test("copies spread over zones may not pile up where there is room", () => {
    const nodes = [node("a1", 8, 32, "a"), node("a2", 8, 32, "a"), node("b1", 1, 32, "b")];
    const copies = [0, 1, 2].map((i) => pod(`db-${i}`, 2, 1, { ownNode: true, zoneSkew: 1 }));
    const { unplaced } = schedule(nodes, copies);
    expect(unplaced.map(explain)).toEqual([
      "0/3 nodes are available: 1 didn't match pod anti-affinity rules, 1 didn't match pod topology spread constraints, 1 Insufficient cpu",
      "0/3 nodes are available: 1 didn't match pod anti-affinity rules, 1 didn't match pod topology spread constraints, 1 Insufficient cpu",
    ]);
  });
  test("a pod that must be in a zone stays out of the others", () => {
    expect(whereIs([node("a", 8, 32, "a"), node("b", 2, 8, "b")], [pod("x", 1, 1, { zone: "b" })])).toEqual({ x: "b" });
  });
  test("a node takes no more pods than its kubelet allows", () => {
    const { unplaced } = schedule([node("a", 8, 32, "a", 1)], [pod("x", 1, 1), pod("y", 1, 1)]);
    expect(unplaced.map(explain)).toEqual(["0/1 nodes are available: 1 Too many pods"]);
  });
  test("a pod that waits for a zone to catch up is tried again", () => {
    const nodes = [node("a1", 2, 8, "a"), node("a2", 8, 32, "a"), node("b1", 4, 16, "b")];
    const pods = [pod("db-0", 1, 1, { zoneSkew: 1, zone: "a" }), pod("big", 4, 16, { zone: "b" })];
    expect(schedule(nodes, pods).unplaced).toEqual([]);
  });
  test("no node is ever given more than it has, and nothing is lost", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 32 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(
          fc.record({
            cores: fc.integer({ min: 1, max: 4 }),
            gib: fc.integer({ min: 1, max: 16 }),
            own: fc.boolean(),
            group: fc.integer({ min: 0, max: 3 }),
          }),
          { maxLength: 20 },
        ),
        (sizes, wanted) => {
          const nodes = sizes.map(([cores, gib], i) => node(`n${i}`, cores, gib, i % 2 ? "a" : "b"));
          const pods = wanted.map((w, i) => pod(`g${w.group}-${i}`, w.cores, w.gib, { ownNode: w.own }));
          const { board, unplaced } = schedule(nodes, pods);
          for (const seat of board) {
            expect(seat.cpu).toBeLessThanOrEqual(seat.node.allocatable.cpu);
            expect(seat.memory).toBeLessThanOrEqual(seat.node.allocatable.memory);
          }
          expect(board.flatMap((s) => s.pods).length + unplaced.length).toBe(pods.length);
        },
      ),
    ));
});

describe("does it fit", () => {
  test("small pods first can leave no node for a large one: the order decides, so it doesn't count as fitting", () => {
    const nodes = [node("a", 4, 16), node("b", 4, 16)];
    const pods = [pod("s-0", 1, 4), pod("s-1", 1, 4), pod("large", 4, 16), pod("s-2", 1, 4), pod("s-3", 1, 4)];
    expect(packs(nodes, pods)).toBe(true);
    expect(fit(nodes, pods).verdict).toBe("depends");
  });
  test("more than the nodes have is short", () => {
    expect(fit([node("a", 4, 16)], [pod("x", 4, 16), pod("y", 1, 1)]).verdict).toBe("short");
  });
  test("whatever fits on some nodes still fits with one more of the largest", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 8 })), { maxLength: 8 }),
        (count, wanted) => {
          const nodes = Array.from({ length: count }, (_, i) => node(`n${i}`, 4, 16));
          const pods = wanted.map(([cores, gib], i) => pod(`p-${i}`, cores, gib));
          fc.pre(packs(nodes, pods));
          expect(packs([...nodes, node("more", 4, 16)], pods)).toBe(true);
        },
      ),
    ));
});

describe("a lost node", () => {
  const nodes = [node("a", 4, 16), node("b", 4, 16)];
  const pods = [
    pod("db-0", 1, 1, { pinned: true, ownNode: true }),
    pod("db-1", 1, 1, { pinned: true, ownNode: true }),
    pod("web-0", 1, 1),
    pod("web-1", 1, 1),
  ];
  test("pods on volumes wait for it, others run elsewhere", () => {
    const loss = loseNodes(schedule(nodes, pods), new Set(["a"]), pods);
    expect(loss.components).toEqual([
      { component: "n/db", alive: 1, of: 2 },
      { component: "n/web", alive: 2, of: 2 },
    ]);
  });
  test("pods without room elsewhere wait", () => {
    const full = [...pods, pod("fat-0", 2, 10), pod("fat-1", 2, 10)];
    const loss = loseNodes(schedule(nodes, full), new Set(["b"]), full);
    expect(loss.waiting.map((w) => [w.pod.component, w.pinned])).toContainEqual(["n/fat", false]);
  });
  test("what ran on the other nodes stays where it was", () => {
    const before = schedule(nodes, pods);
    const onA = before.board.find((s) => s.node.name === "a")?.pods.length ?? 0;
    const loss = loseNodes(before, new Set(["b"]), pods);
    expect(loss.components.reduce((n, c) => n + c.alive, 0)).toBeGreaterThanOrEqual(onA);
  });
});
