import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TopicsConfig } from "../../components/kafka/topics/config";
import { planTopics, replicationOf } from "../../components/kafka/topics/plan";

const load = { rate: "10/s", messageSize: "1Ki" };
const planned = (topic: object, brokers = 3) =>
  planTopics(TopicsConfig.parse({ t: { ...load, ...topic } }), brokers)[0];

describe("a topic's settings", () => {
  test.each([
    ["7d", { "retention.ms": "604800000", "segment.ms": "86400000" }],
    ["3d", { "retention.ms": "259200000", "segment.ms": "64800000" }],
    ["1h", { "retention.ms": "3600000", "segment.ms": "900000" }],
  ])("kept for %s, its segments close in time to expire", (retention, config) =>
    expect(planned({ retention })).toMatchObject({ config }),
  );

  test("a limit by size is set where it is given", () => {
    expect(planned({ retention: "7d", retentionBytes: "1Gi" })?.config).toMatchObject({
      "retention.bytes": "1073741824",
    });
    expect(planned({ retention: "7d" })?.config).not.toHaveProperty("retention.bytes");
  });

  test("compaction is a choice", () => {
    expect(planned({ retention: "7d", cleanupPolicy: "compact", keys: 1000 })?.config).toMatchObject({
      "cleanup.policy": "compact",
    });
  });

  test("segments never outlive a quarter of the retention, nor close more often than every ten minutes", () => {
    const hours = fc.integer({ min: 1, max: 24 * 3650 });
    fc.assert(
      fc.property(hours, (h) => {
        const config = planned({ retention: `${h}h` })?.config;
        const [segment, retention] = [Number(config?.["segment.ms"]), Number(config?.["retention.ms"])];
        expect(segment).toBeLessThanOrEqual(retention / 4);
        expect(segment).toBeGreaterThanOrEqual(600_000);
      }),
    );
  });
});

test.each([
  [1, 1],
  [3, 3],
  [5, 3],
])("on %i broker(s) a topic has %i copies", (brokers, copies) => {
  expect(replicationOf(brokers)).toBe(copies);
  expect(planned({ retention: "7d" }, brokers)).toMatchObject({ replication: copies });
});

test("the order of the file doesn't matter", () => {
  const [a, b] = [
    { ...load, retention: "7d" },
    { ...load, retention: "3d" },
  ];
  expect(planTopics(TopicsConfig.parse({ b, a }), 1)).toEqual(planTopics(TopicsConfig.parse({ a, b }), 1));
});
