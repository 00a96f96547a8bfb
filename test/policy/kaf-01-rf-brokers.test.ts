import { describe, expect, test } from "vitest";
import { check } from "../../policy/kaf-01-rf-brokers";

describe.each([
  ["kafka:index/topic:Topic", (replicationFactor: unknown) => ({ replicationFactor })],
  ["kubernetes:kafka.strimzi.io/v1:KafkaTopic", (replicas: unknown) => ({ spec: { replicas } })],
])("a %s", (type, propsOf) => {
  test.each([
    ["single-node", 1],
    ["multi-node", 3],
    ["multi-node", 5],
  ] as const)("passes on a %s target with %i copies", (target, copies) => {
    expect(check(type, "orders", propsOf(copies), target)).toEqual([]);
  });

  test.each([
    [
      "single-node",
      3,
      'topic "orders" has a replication of 3: must be 1 on a single node, where there is no second broker',
    ],
    ["multi-node", 1, 'topic "orders" has a replication of 1: must be at least 3, or one lost broker loses records'],
    ["multi-node", 4, 'topic "orders" has a replication of 4: must be odd, so that a majority can be had'],
    ["multi-node", undefined, `topic "orders" doesn't say how many copies it has: must have a replication`],
  ] as const)("fails on a %s target with %s copies", (target, copies, message) => {
    expect(check(type, "orders", propsOf(copies), target)).toEqual([message]);
  });
});

test("what is no topic is none of its business", () => {
  expect(check("kubernetes:apps/v1:StatefulSet", "kafka", { spec: { replicas: 1 } }, "multi-node")).toEqual([]);
});
