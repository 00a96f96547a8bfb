import { expect, test } from "vitest";
import type { Props } from "../../../sandbox/providers/kind";
import { createdByPulumi, isTheirs, takeOver } from "../../../sandbox/providers/kubernetes/managed-fields";

const entry = (manager: string, operation: string, fieldsV1: Props, subresource?: string): Props => ({
  ...{ manager, operation, fieldsV1, apiVersion: "v1" },
  ...(subresource !== undefined && { subresource }),
});
const live = (...managedFields: Props[]): Props => ({ metadata: { name: "x", managedFields } });
const spec = (...names: string[]): Props => ({ "f:spec": Object.fromEntries(names.map((name) => [`f:${name}`, {}])) });

test("what kubectl and our own create wrote is taken over, controllers' fields aren't", () => {
  const controller = entry("kube-controller-manager", "Update", { "f:status": {} }, "status");
  const object = live(
    entry("pulumi-kubernetes-1", "Update", spec("a")),
    entry("kubectl-edit", "Update", spec("b")),
    controller,
  );
  expect(takeOver(object, "pulumi-kubernetes-1")).toEqual([
    controller,
    { ...entry("pulumi-kubernetes-1", "Apply", spec("a", "b")) },
  ]);
});

test("an object that is ours already is left alone", () => {
  expect(takeOver(live(entry("pulumi-kubernetes-1", "Apply", spec("a"))), "pulumi-kubernetes-1")).toBeUndefined();
});

test("scaling by the subresource stays with who scaled", () => {
  const scaled = live(entry("kubectl", "Update", spec("replicas"), "scale"));
  expect(takeOver(scaled, "m")).toBeUndefined();
});

test("an object that Pulumi created can be told from one that it applied", () => {
  expect(createdByPulumi(live(entry("pulumi-kubernetes-1", "Update", spec("a"))))).toBe(true);
  expect(createdByPulumi(live(entry("pulumi-kubernetes-1", "Apply", spec("a"))))).toBe(false);
});

test("a field is theirs where others manage it and we don't", () => {
  const object = live(entry("hpa", "Update", spec("replicas", "shared")), entry("m", "Apply", spec("shared")));
  expect(isTheirs(object, "m", ["spec", "replicas"])).toBe(true);
  expect(isTheirs(object, "m", ["spec", "shared"])).toBe(false);
  expect(isTheirs(object, "m", ["spec", "nobody"])).toBe(false);
});
