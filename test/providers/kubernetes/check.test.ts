import { describe, expect, test } from "vitest";
import type { CheckArgs, Props } from "../../../sandbox/providers/kind";
import { UNKNOWN } from "../../../sandbox/providers/kind";
import { check } from "../../../sandbox/providers/kubernetes/lifecycle/check";
import { offlineCluster } from "./cluster";

const seed = Buffer.from("0123456789abcdef", "hex");

const checked = (type: string, news: Props, more: Partial<CheckArgs> = {}) =>
  check(offlineCluster(), {
    urn: `urn:pulumi:dev::test::a:b:C$kubernetes:${type}::my-thing`,
    news,
    olds: undefined,
    randomSeed: seed,
    ...more,
  });

test("the kind comes from the type where the inputs don't say it", async () => {
  const { inputs } = await checked("core/v1:Service", { metadata: { name: "s", namespace: "n" } });
  expect(inputs).toEqual({ apiVersion: "v1", kind: "Service", metadata: { name: "s", namespace: "n" } });
  const topic = await checked("kafka.strimzi.io/v1:KafkaTopicPatch", { metadata: { name: "t", namespace: "n" } });
  expect(topic.inputs).toMatchObject({ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic" });
});

test("an object without namespace gets the provider's", async () => {
  const { inputs } = await checked("core/v1:Service", { metadata: { name: "s" } });
  expect(inputs["metadata"]).toEqual({ name: "s", namespace: "default" });
});

describe("names", () => {
  const autonamed = { "pulumi.com/autonamed": "true" };

  test("are made up from the resource's name and marked as such", async () => {
    const { inputs } = await checked("core/v1:ConfigMap", {});
    expect(inputs["metadata"]).toEqual({ name: "my-thing-01234567", namespace: "default", annotations: autonamed });
  });

  test("that were made up stay", async () => {
    const olds = { metadata: { name: "my-thing-aaaa", annotations: autonamed } };
    const { inputs } = await checked("core/v1:ConfigMap", {}, { olds });
    expect(inputs["metadata"]).toMatchObject({ name: "my-thing-aaaa", annotations: autonamed });
  });

  test("that another resource will give aren't made up", async () => {
    const { inputs } = await checked("core/v1:ConfigMap", { metadata: { name: UNKNOWN } });
    expect(inputs["metadata"]).toEqual({ name: UNKNOWN, namespace: "default" });
  });

  test("follow the stack's naming where it is configured", async () => {
    const autonaming = { proposedName: "dev-my-thing", mode: "propose" } as const;
    const { inputs } = await checked("core/v1:ConfigMap", {}, { autonaming });
    expect(inputs["metadata"]).toMatchObject({ name: "dev-my-thing" });
  });

  test("are required where naming is switched off", async () => {
    const { failures } = await checked("core/v1:ConfigMap", {}, { autonaming: { proposedName: "", mode: "disable" } });
    expect(failures).toEqual([
      { property: "metadata.name", reason: "automatic naming is switched off: a name is required" },
    ]);
  });

  test("of patched objects are required", async () => {
    await expect(checked("core/v1:ServicePatch", {})).rejects.toThrow(
      "patch resources require the `.metadata.name` field to be set",
    );
  });

  test("by generateName are refused", async () => {
    await expect(checked("core/v1:Pod", { metadata: { generateName: "p-" } })).rejects.toThrow(/generateName/);
  });
});

test("a list is refused", async () => {
  await expect(checked("core/v1:ConfigMapList", { items: [] })).rejects.toThrow(/list resources can't be created/);
});

test("a Helm release is refused", async () => {
  await expect(checked("helm.sh/v3:Release", { chart: "x" })).rejects.toThrow(/Helm releases are not offered/);
});

test("the label of client-side apply stays on objects that have it and isn't put on others", async () => {
  const labels = { "app.kubernetes.io/managed-by": "pulumi" };
  const news = { metadata: { name: "s" } };
  const kept = await checked("core/v1:Service", news, { olds: { metadata: { name: "s", labels } } });
  expect(kept.inputs["metadata"]).toMatchObject({ labels });
  expect((await checked("core/v1:Service", news)).inputs["metadata"]).not.toHaveProperty("labels");
});
