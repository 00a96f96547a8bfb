import { describe, expect, test } from "vitest";
import type { Props } from "../../../sandbox/providers/kind";
import { ruleFor } from "../../../sandbox/providers/kubernetes/await/waiter";
import { offlineCluster } from "./cluster";

const { client } = offlineCluster();
const readiness = async (object: Props) => ruleFor(object)?.(object, client);

const statefulSet = (status: Props, generation = 1): Props => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "s", generation },
  spec: { replicas: 3 },
  status: { observedGeneration: generation, ...status },
});
const all = { replicas: 3, readyReplicas: 3, currentReplicas: 3, currentRevision: "a", updateRevision: "a" };

describe("a StatefulSet", () => {
  test("is ready when all replicas are, at the updated revision", async () => {
    expect(await readiness(statefulSet(all))).toEqual({ ready: true, waitingFor: "" });
  });

  test("counts its ready pods while it starts", async () => {
    expect(await readiness(statefulSet({ ...all, readyReplicas: 1 }))).toEqual({
      ready: false,
      waitingFor: "Waiting for StatefulSet to create Pods (1/3 Pods ready)",
    });
  });

  test("isn't ready while an update rolls out, though all its pods are", async () => {
    const rolling = { ...all, currentReplicas: 1, updatedReplicas: 2, updateRevision: "b" };
    expect(await readiness(statefulSet(rolling, 2))).toEqual({
      ready: false,
      waitingFor: "Waiting for StatefulSet update to roll out (2/3 Pods ready)",
    });
  });

  test("isn't ready before its controller has seen the change", async () => {
    const stale = { ...all, observedGeneration: 1 };
    expect(await readiness(statefulSet(stale, 2))).toMatchObject({ ready: false });
  });
});

describe("a Deployment", () => {
  const deployment = (conditions: readonly Props[], updatedReplicas = 2): Props => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d", generation: 1 },
    spec: { replicas: 2 },
    status: { observedGeneration: 1, updatedReplicas, conditions },
  });
  const available = { type: "Available", status: "True" };

  test("is ready when the new ReplicaSet is available", async () => {
    const done = { type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" };
    expect(await readiness(deployment([available, done]))).toMatchObject({ ready: true });
  });

  test("isn't ready while old pods alone are available", async () => {
    const rolling = { type: "Progressing", status: "True", reason: "ReplicaSetUpdated" };
    expect(await readiness(deployment([available, rolling]))).toMatchObject({ ready: false });
  });

  test("says that its deadline is over", async () => {
    const late = { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "too late" };
    expect(await readiness(deployment([available, late]))).toEqual({
      ready: false,
      waitingFor: "[ProgressDeadlineExceeded] too late",
    });
  });
});

test("a failed Job is not waited for any longer", async () => {
  const job = {
    ...{ apiVersion: "batch/v1", kind: "Job", metadata: { name: "j" } },
    status: { conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "3 times" }] },
  };
  expect(await readiness(job)).toEqual({
    ready: false,
    failed: true,
    waitingFor: "Job failed: BackoffLimitExceeded: 3 times",
  });
});

test.each<[string, Props, boolean]>([
  ["a headless Service", { clusterIP: "None", selector: { a: "b" } }, true],
  ["a Service without selector", { clusterIP: "10.0.0.1" }, true],
  ["a name for something outside", { type: "ExternalName", selector: { a: "b" } }, true],
  ["a load balancer without address", { type: "LoadBalancer" }, false],
])("%s: ready %$", async (_, spec, ready) => {
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "s", namespace: "n" }, spec };
  expect(await readiness(service)).toMatchObject({ ready });
});

test("a quota is enforced when the status has it, in whatever spelling", async () => {
  const quota = (hard: Props): Props => ({
    ...{ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "q" } },
    ...{ spec: { hard: { cpu: "8000m" } }, status: { hard } },
  });
  expect(await readiness(quota({ cpu: "8" }))).toMatchObject({ ready: true });
  expect(await readiness(quota({ cpu: "4" }))).toMatchObject({ ready: false });
});

test("kinds without a rule, and objects that say so, aren't waited for", () => {
  const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" } };
  const skipped = statefulSet({});
  const annotations = { "pulumi.com/skipAwait": "true" };
  expect(ruleFor(configMap)).toBeUndefined();
  expect(ruleFor({ ...skipped, metadata: { name: "s", annotations } })).toBeUndefined();
});

describe("pulumi.com/waitFor", () => {
  const custom = (waitFor: string, status: Props = {}): Props => ({
    ...{ apiVersion: "example.com/v1", kind: "Thing", status },
    metadata: { name: "t", annotations: { "pulumi.com/waitFor": waitFor } },
  });
  const ready = { conditions: [{ type: "Ready", status: "True" }], instances: 2, phase: "Done" };

  test.each([
    ["condition=Ready", true],
    ["condition=Ready=False", false],
    ["condition=Healthy", false],
    ["jsonpath={.status.phase}", true],
    ["jsonpath={.status.phase}=Done", true],
    ["jsonpath={.status.instances}=2", true],
    ["jsonpath={.status.instances}=3", false],
    ["jsonpath={.status.missing}", false],
    ["jsonpath={.status.conditions[0].type}=Ready", true],
    ['["condition=Ready","jsonpath={.status.instances}=2"]', true],
    ['["condition=Ready","jsonpath={.status.instances}=3"]', false],
  ])("%s: %s", async (expression, expected) => {
    expect((await readiness(custom(expression, ready)))?.ready).toBe(expected);
  });

  test("says what was found instead", async () => {
    expect(await readiness(custom("jsonpath={.status.instances}=3", ready))).toEqual({
      ready: false,
      waitingFor: "Waiting for {.status.instances}=3 (found 2)",
    });
  });

  test.each([
    ["ready", 'pulumi.com/waitFor must start with "jsonpath=" or "condition=", got ready'],
    ["jsonpath=.status", "pulumi.com/waitFor must be like jsonpath={.status.phase}=Bound, got jsonpath=.status"],
    ["[]", "pulumi.com/waitFor needs at least one condition, got an empty list"],
  ])("%s is refused", (expression, message) => {
    expect(() => ruleFor(custom(expression))).toThrow(message);
  });
});
