/** The rules' own time, in milliseconds of CPU: what else the machine does doesn't count. */
import { expect, test } from "vitest";
import { benchPack, measure } from "../../../checks/policy/bench";
import { stackOf } from "../../../checks/policy/bench-stack";

test("500 resources take at most 0.3 s, and ten times as many no more than that for each of them", () => {
  const pack = benchPack();
  const small = measure(500, pack);
  const large = measure(5_000, pack);
  expect(small).toBeLessThan(300);
  // A rule that compares everything with everything would take a hundred times as long.
  expect(large).toBeLessThan(20 * Math.max(small, 50));
});

test("the stack that is measured has something for most rules", () => {
  const kinds = new Set(stackOf(500).map(({ type }) => type.split(":").at(-1)));
  for (const kind of [
    "Kafka",
    "KafkaTopic",
    "Cluster",
    "Pooler",
    "FlinkSessionJob",
    "PrometheusRule",
    "Bucket",
    "Deployment",
  ])
    expect([...kinds]).toContain(kind);
  expect(stackOf(5_000)).toHaveLength(5_000);
});
