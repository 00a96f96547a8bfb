/**
 * The runbooks' own numbers, and why they don't hold. Each expectation is worked out by hand beside it;
 * where the model differs from that arithmetic, the test says why.
 */
import { budget } from "./judged";
import { describe, expect, test } from "vitest";
import { totalRequests } from "../../../core/capacity/pods/pod";
import { GiB } from "../../../core/units";
import type { Capacity } from "../../../checks/capacity/model";
import { capacityWith, sizesOf } from "../support";

describe("StreamFlow on several nodes: replication 3, PostgreSQL 3, 5 TaskManagers", () => {
  const on = (count: number, cpu: string, memory: string): Capacity =>
    capacityWith("runbooks/streamflow-multi-node", { "target.nodes": [{ count, cpu, memory, disk: "200Gi" }] });

  test("50 pods ask for 19.8 cores and 54 GiB", () => {
    // Worked by hand with other pod sizes where the runbook is silent: 39 pods, 19.3 cores, 55 GiB,
    // without exporters of lag and of Airflow, and without the backup plugin.
    const { pods } = on(4, "8", "32Gi").demand;
    const asked = totalRequests(pods);
    expect([pods.length, asked.cpu, Math.round(asked.memory / GiB)]).toEqual([50, 19_808, 54]);
  });

  test.each([
    [3, "4", "16Gi", false],
    [5, "4", "16Gi", false],
    [3, "8", "32Gi", true],
    [4, "8", "32Gi", true],
  ])("%i nodes of %s CPU and %s: all pods run: %s", (count, cpu, memory, fits) => {
    expect(on(count, cpu, memory).assessment.verdict === "fits").toBe(fits);
  });

  test("three nodes of 8/32 don't survive the loss of any one, four do: brokers 2 of 3, PostgreSQL 2 of 3", () => {
    expect(on(3, "8", "32Gi").assessment.loseNode.map((l) => l.survives)).toEqual([false, false, false]);
    const four = on(4, "8", "32Gi").assessment.loseNode;
    expect(four.map((l) => l.survives)).toEqual([true, true, true, true]);
    expect(four.map((l) => l.why).join()).toContain("brokers of streamflow-kafka 2 of 3, need 2 (min ISR 2 of RF 3)");
  });

  test("four nodes over three zones don't survive the zone that has two of them", () => {
    expect(on(4, "8", "32Gi").assessment.loseZone.map((l) => [l.lost, l.survives])).toEqual([
      ["a", false],
      ["b", true],
      ["c", true],
    ]);
  });

  test("ten slots need 12 partitions of transactions.raw, and its 7 days 59.6 GiB on each broker, so 100Gi", () => {
    const four = on(4, "8", "32Gi");
    expect(sizesOf(four).get('streamflow.topics["transactions.raw"].partitions')).toBe(12);
    // 57.7 + 12 × 128 MiB = 59.2; by hand with 15 open segments, 59.6. The other topics add next to nothing here.
    expect(budget(four, "kafka-disk").need.toFixed(1)).toBe("59.2");
    expect(sizesOf(four).get("streamflow.kafka.volume")).toBe(99);
  });

  test("PostgreSQL with 4 GiB and 100 connections: 1 GiB of buffers, 7.76 MiB of work_mem", () => {
    const sizes = sizesOf(on(4, "8", "32Gi"));
    expect([
      sizes.get("streamflow.postgres.sharedBuffers"),
      sizes.get("streamflow.postgres.workMem")?.toFixed(2),
    ]).toEqual([1_024, "7.76"]);
  });

  test("835 GiB a month cross zones for Kafka, 668 with rack-aware fetch", () => {
    const crossing = (rackAwareFetch: boolean): number => {
      const { assessment } = capacityWith("runbooks/streamflow-multi-node", {
        "streamflow.kafka.rackAwareFetch": rackAwareFetch,
      });
      return (
        assessment.costs.find((c) => c.driver === "cross-zone-gib" && c.what.includes("streamflow-kafka"))?.amount ?? 0
      );
    };
    // By hand with a month of 30.4 days; the model's has 730 hours.
    expect([Math.round(crossing(false)), Math.round(crossing(true))]).toEqual([835, 668]);
  });
});
