import { expect, test } from "vitest";
import { isRolledOut } from "../../sandbox/operators/kubernetes/deployments";
import type { Deployment } from "../../sandbox/operators/kubernetes/objects";

const deployment = (spec: Deployment["spec"], status?: Deployment["status"]): Deployment => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "jobmanager", namespace: "flink", uid: "1", generation: 2 },
  spec,
  ...(status && { status }),
});
const DONE = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

test("all pods are of the latest template and available", () => {
  expect(isRolledOut(deployment({ replicas: 2 }, DONE))).toBe(true);
});

test("one pod where no number is given, none where none is wanted", () => {
  const one = { observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
  expect(isRolledOut(deployment({}, one))).toBe(true);
  expect(isRolledOut(deployment({ replicas: 0 }, { observedGeneration: 2 }))).toBe(true);
});

test.each([
  ["the old pod is available and the new one isn't yet", { ...DONE, replicas: 3 }],
  ["a pod is of the old template", { ...DONE, updatedReplicas: 1 }],
  ["a pod isn't available", { ...DONE, availableReplicas: 1 }],
  ["the controller hasn't seen the latest template", { ...DONE, observedGeneration: 1 }],
  ["nothing is known yet", undefined],
])("not while %s", (_, status) => {
  expect(isRolledOut(deployment({ replicas: 2 }, status))).toBe(false);
});

test("not before there is a Deployment", () => {
  expect(isRolledOut(undefined)).toBe(false);
});
