import fc from "fast-check";
import { expect, test } from "vitest";
import { clusterIdOf, votersOf } from "../../../sandbox/kafka/identity";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);

test("a cluster's id is 16 bytes that Kafka's command line doesn't take for an option", () => {
  fc.assert(
    fc.property(name, name, name, (stack, namespace, cluster) => {
      const id = clusterIdOf(stack, namespace, cluster);
      expect(Buffer.from(id, "base64url")).toHaveLength(16);
      expect(id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
    }),
  );
});

test("a cluster keeps its id, and the other stack's cluster of the same name has another", () => {
  expect(clusterIdOf("dev", "n", "c")).toBe(clusterIdOf("dev", "n", "c"));
  expect(clusterIdOf("dev", "n", "c")).not.toBe(clusterIdOf("prod", "n", "c"));
});

test.each([
  [[0], [0]],
  [[1, 0], [0]],
  [
    [2, 0, 1],
    [0, 1, 2],
  ],
  [
    [5, 4, 3, 2, 1],
    [1, 2, 3],
  ],
])("of the brokers %j the voters are %j", (brokers, voters) => {
  expect(votersOf(brokers)).toEqual(voters);
});
