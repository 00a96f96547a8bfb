import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectionsFor } from "../../components/postgres/plan";
import { waitFor } from "../../components/waits";
import { worstCase, worstCaseLimit } from "../../core/capacity/postgres/memory";
import { MiB } from "../../core/units";

describe("connections", () => {
  const memory = fc.integer({ min: 512, max: 64 * 1024 }).map((mib) => mib * MiB);

  test("the memory bears all of them at their worst", () => {
    fc.assert(
      fc.property(memory, (bytes) => {
        expect(worstCase(bytes, connectionsFor(bytes))).toBeLessThanOrEqual(worstCaseLimit(bytes));
      }),
    );
  });

  test("more memory never gives fewer", () => {
    fc.assert(
      fc.property(memory, memory, (a, b) => {
        expect(connectionsFor(Math.max(a, b))).toBeGreaterThanOrEqual(connectionsFor(Math.min(a, b)));
      }),
    );
  });

  test("the smallest instance still has more than the operator and a person need", () =>
    expect(connectionsFor(512 * MiB)).toBeGreaterThan(12));
});

describe("waits", () => {
  test.each([
    ["KafkaTopic", ["condition=Ready"]],
    ["FlinkDeployment", ["jsonpath={.status.lifecycleState}=STABLE"]],
  ] as const)("%s", (kind, conditions) =>
    expect(waitFor(kind).annotations).toEqual({ "pulumi.com/waitFor": JSON.stringify(conditions) }),
  );

  test.each(["Pooler", "ScheduledBackup", "KafkaNodePool", "PrometheusRule"] as const)(
    "%s has nothing to wait for",
    (kind) => expect(waitFor(kind).annotations).toEqual({}),
  );

  test("more instances get more time", () => {
    expect(waitFor("Cluster", { instances: 1 }).customTimeouts.create).toBe("10m");
    expect(waitFor("Cluster", { instances: 3 }).customTimeouts.create).toBe("20m");
  });
});
