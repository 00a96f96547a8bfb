import { describe, expect, test } from "vitest";
import { idsOf, nodesOf } from "../../../sandbox/operators/strimzi/nodes";
import { poolWith } from "./cluster";

const idsIn = (...pools: Parameters<typeof nodesOf>[1]): readonly string[] =>
  nodesOf("main", pools).map(({ pod }) => pod);

describe("node ids", () => {
  test("pools in the order of their names take the lowest ids", () => {
    expect(idsIn(poolWith("kafka"), poolWith("controller"))).toEqual([
      "main-controller-0",
      "main-controller-1",
      "main-controller-2",
      "main-kafka-3",
      "main-kafka-4",
      "main-kafka-5",
    ]);
  });

  test("a pool's annotation says which ids are next, so that brokers have theirs from 0", () => {
    const controllers = poolWith("controller", { annotations: { "strimzi.io/next-node-ids": "[100-109]" } });
    expect(idsIn(controllers, poolWith("kafka"))).toEqual([
      "main-controller-100",
      "main-controller-101",
      "main-controller-102",
      "main-kafka-0",
      "main-kafka-1",
      "main-kafka-2",
    ]);
  });

  test("ids that a pool has stay, and new ones take no other pool's", () => {
    const grown = poolWith("kafka", { nodeIds: [0, 2, 7], spec: { replicas: 4 } });
    expect(idsIn(grown, poolWith("zoo", { nodeIds: [1], spec: { replicas: 1 } }))).toEqual([
      "main-kafka-0",
      "main-kafka-2",
      "main-kafka-3",
      "main-kafka-7",
      "main-zoo-1",
    ]);
  });

  test("a pool that shrinks loses its highest ids, or those that its annotation names", () => {
    expect(idsIn(poolWith("kafka", { nodeIds: [0, 1, 2], spec: { replicas: 2 } }))).toEqual([
      "main-kafka-0",
      "main-kafka-1",
    ]);
    const chosen = poolWith("kafka", {
      nodeIds: [0, 1, 2],
      spec: { replicas: 2 },
      annotations: { "strimzi.io/remove-node-ids": "[0]" },
    });
    expect(idsIn(chosen)).toEqual(["main-kafka-1", "main-kafka-2"]);
  });

  test.each([
    ["[0, 2, 10-12]", [0, 2, 10, 11, 12]],
    ["[5-3]", [5, 4, 3]],
    ["[]", []],
    ["nonsense", []],
    [undefined, []],
  ])("the annotation %j means %j", (annotation, ids) => {
    expect(idsOf(annotation)).toEqual(ids);
  });
});
