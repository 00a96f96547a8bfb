import { describe, expect, test } from "vitest";
import { waitFor } from "../../components/waits";

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
