import { describe, expect, test } from "vitest";
import type { Exported, Operation, State } from "../../../tools/repair/deployment";
import { settle } from "../../../tools/repair/settle";

const urn = (type: string, name: string): string => `urn:pulumi:dev::streaming::${type}::${name}`;
const TOPIC = "kafka:index/topic:Topic";
const topic = (name: string, more: Partial<State> = {}): State => ({
  urn: urn(TOPIC, name),
  type: TOPIC,
  custom: true,
  inputs: { name, partitions: 6 },
  ...more,
});
const there = (name: string, more: Partial<State> = {}): State =>
  topic(name, { id: name, outputs: { name, partitions: 6 }, ...more });
const state = (resources: readonly State[], operations: readonly Operation[]): Exported => ({
  deployment: { resources, pending_operations: operations },
});
const creating = (resource: State): Operation => ({ type: "creating", resource });

describe("what was being created", () => {
  test("counts as created until it has been looked at, with its inputs, dependencies and protection", () => {
    const resource = { ...topic("orders"), dependencies: [urn("x", "cluster")], protect: true };
    const { exported, adopted } = settle(state([there("events")], [creating(resource)]));
    expect(adopted).toEqual([{ urn: urn(TOPIC, "orders"), id: "orders" }]);
    expect(exported.deployment).toEqual({
      resources: [
        there("events"),
        { ...resource, id: "orders", outputs: { name: "orders", partitions: 6 }, refreshBeforeUpdate: true },
      ],
    });
  });

  test("under the same name as what was deleted for it takes its place in the order", () => {
    const before = there("orders", { pendingReplacement: true });
    const { exported } = settle(state([before, there("later")], [creating(topic("orders"))]));
    expect(exported.deployment.resources?.map(({ id, pendingReplacement }) => [id, pendingReplacement])).toEqual([
      ["orders", undefined],
      ["later", undefined],
    ]);
  });

  test("beside what it replaces leaves that to be deleted", () => {
    const replacement = topic("orders", { inputs: { name: "orders-2" } });
    const { exported } = settle(state([there("orders"), there("later")], [creating(replacement)]));
    expect(exported.deployment.resources?.map(({ id, delete: leaving }) => [id, leaving])).toEqual([
      ["orders-2", undefined],
      ["later", undefined],
      ["orders", true],
    ]);
  });

  test("twice is one resource: settling was interrupted, and is done again", () => {
    const once = settle(state([], [creating(topic("orders"))])).exported.deployment.resources ?? [];
    const { exported } = settle(state(once, [creating(topic("orders"))]));
    expect(exported.deployment.resources).toEqual(once);
  });

  test("is dropped where it leaves no trace: a component, a provider", () => {
    const component: State = {
      urn: urn("streaming:kafka:Topics", "t"),
      type: "streaming:kafka:Topics",
      custom: false,
    };
    const provider: State = {
      urn: urn("pulumi:providers:kafka", "p"),
      type: "pulumi:providers:kafka",
      custom: true,
    };
    const { exported, dropped, adopted } = settle(state([], [creating(component), creating(provider)]));
    expect(exported.deployment.resources).toEqual([]);
    expect(dropped.map(({ resource }) => resource)).toEqual([component, provider]);
    expect(adopted).toEqual([]);
  });

  test("and has no id that could be known is named", () => {
    const strange: State = { urn: urn("acme:a:B", "b"), type: "acme:a:B", custom: true, inputs: { name: "b" } };
    expect(settle(state([], [creating(strange)])).unknown.map(({ resource }) => resource)).toEqual([strange]);
  });
});

describe("what was being changed or deleted", () => {
  test.each(["updating", "deleting"] as const)("%s: stays as it was and is looked at", (type) => {
    const { exported, changing } = settle(
      state([there("events"), there("orders")], [{ type, resource: there("orders") }]),
    );
    expect(exported.deployment.resources).toEqual([there("events"), there("orders", { refreshBeforeUpdate: true })]);
    expect(changing).toHaveLength(1);
  });

  test("is left to the engine where a replacement left it to be deleted", () => {
    const leaving = there("orders", { delete: true });
    const { exported } = settle(state([leaving], [{ type: "deleting", resource: leaving }]));
    expect(exported.deployment.resources).toEqual([leaving]);
  });
});

test("what else the state holds stays as it is", () => {
  const exported = { version: 3, deployment: { manifest: { version: "v3" }, resources: [there("a")], metadata: {} } };
  expect(settle(exported).exported).toEqual(exported);
});
