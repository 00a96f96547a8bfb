/**
 * The runbooks' own numbers, and why they don't hold. Each expectation is worked out by hand beside it;
 * where the model differs from that arithmetic, the test says why.
 */
import { budget, failed } from "./judged";
import { describe, expect, test } from "vitest";
import { GiB, KiB, MiB } from "../../../core/units";
import { capacityWith, configOf, fixture, sizesOf } from "../support";

describe("AppHub's brokers with 10Gi each", () => {
  test("three of them on one node are refused: they are lost together", () => {
    expect(() => configOf(fixture("runbooks/apphub-minikube"))).toThrow(
      "apphub.redpanda.brokers  must be 1 on a single-node target",
    );
  });

  const one = capacityWith("runbooks/apphub-minikube", { "apphub.redpanda.brokers": 1 });

  test("50,000 events a minute for 7 days are 447 GiB on a volume of 10", () => {
    expect(Math.round(budget(one, "redpanda-disk").need)).toBe(447);
    expect(failed(one)).toEqual(expect.arrayContaining(["redpanda-disk", "redpanda-floor"]));
  });

  test("58 replicas alone reserve 14.5 GiB, and 5 more must stay free", () => {
    const floor = budget(one, "redpanda-floor");
    expect(floor.need - budget(one, "redpanda-disk").need).toBe(14.5 + 5);
  });

  test("producers are refused at about 1 % of the rate that should trigger a reassessment", () => {
    // By hand: 5 GiB ÷ 7 d = 8.9 kB/s = 520 events a minute, 1.04 %. The model's topics keep one of seven for 3 days only (+9 %),
    // but their open segments, a day of each partition's rate, take part of the room (−13 %).
    expect(one.assessment.bottleneck.what).toContain("producers are refused");
    expect(one.assessment.bottleneck.factor * 50_000).toBeGreaterThan(450);
    expect(one.assessment.bottleneck.factor * 50_000).toBeLessThan(550);
    expect((5 * GiB) / (7 * 86_400) / KiB).toBeCloseTo(8.67, 2);
  });
});

describe("AppHub on several nodes at 50,000 events a minute", () => {
  const brokers = capacityWith("runbooks/apphub-multi-node");

  test("each broker holds 447 GiB and gets 745", () => {
    // 441.4 + 42 × 128 MiB = 446.7, ÷ 0.6 = 744.4.
    expect(budget(brokers, "redpanda-disk").need.toFixed(1)).toBe("446.7");
    expect(sizesOf(brokers).get("apphub.redpanda.volume")).toBe(745);
  });

  test("the minimum of 4 cores and 9 GiB rules: throughput needs less than one core", () => {
    expect([sizesOf(brokers).get("apphub.redpanda.cpu"), sizesOf(brokers).get("apphub.redpanda.memory")]).toEqual([
      4_000, 9_216,
    ]);
    expect(budget(brokers, "redpanda-cpu").need).toBeLessThan(100e6 / MiB);
  });

  test("8.2 TiB a month cross zones, 5.4 with rack-aware fetch", () => {
    const all = brokers.assessment.costs.find((c) => c.driver === "cross-zone-gib")?.amount ?? 0;
    expect((all / 1024).toFixed(1)).toBe("8.2");
    // W(z−1)/z + W·2 without the readers' W·2·2/3: 8 ÷ 12 of it.
    expect(((all * 8) / 12 / 1024).toFixed(1)).toBe("5.4");
  });

  test("three and four nodes of 8/32 take it and survive any one: only brokers and the sequencer's database are there yet", () => {
    // Worked by hand with Flink, core, timestore and Redis (22 pods, 21.9 cores), three nodes fail without one.
    for (const count of [3, 4]) {
      const { assessment } = capacityWith("runbooks/apphub-multi-node", {
        "target.nodes": [{ count, cpu: "8", memory: "32Gi", disk: "200Gi" }],
      });
      expect([assessment.verdict, ...assessment.loseNode.map((l) => l.survives)]).toEqual([
        "fits",
        ...Array.from({ length: count }, () => true),
      ]);
    }
  });
});
