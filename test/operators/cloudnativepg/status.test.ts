import { describe, expect, test } from "vitest";
import { isObserved, PHASES, statusOf } from "../../../sandbox/operators/cloudnativepg/status";
import type { CnpgCluster, CnpgClusterStatus } from "../../../sandbox/operators/cloudnativepg/cluster";
import type { Pod } from "../../../sandbox/operators/kubernetes/objects";
import { clusterWith } from "./cluster";

const pod = (name: string, ready: boolean): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "ns", uid: name },
  spec: { nodeName: "n1", containers: [{ name: "postgres" }] },
  status: { phase: "Running", conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
});

const healthy = {
  phase: PHASES.healthy,
  primary: "db-1",
  latestGeneratedNode: 2,
  pods: [pod("db-1", true), pod("db-2", true)],
  instances: ["db-1", "db-2"],
};
const withStatus = (cluster: CnpgCluster, status: CnpgClusterStatus): CnpgCluster => ({ ...cluster, status });

describe("a cluster's status", () => {
  test("it counts the instances that are ready", () => {
    const status = statusOf(
      clusterWith({ instances: 2 }),
      { ...healthy, phase: PHASES.waiting, pods: [pod("db-1", true), pod("db-2", false)] },
      "t",
    );
    expect(status).toMatchObject({
      instances: 2,
      readyInstances: 1,
      currentPrimary: "db-1",
      instancesStatus: { healthy: ["db-1"], failed: ["db-2"] },
      conditions: [{ type: "Ready", status: "False", reason: "ClusterIsNotReady" }],
    });
  });

  test("only a healthy cluster is ready", () => {
    expect(statusOf(clusterWith({ instances: 2 }), healthy, "t").conditions).toMatchObject([
      { type: "Ready", status: "True", reason: "ClusterIsReady", observedGeneration: 1 },
    ]);
  });

  test("the time of a transition is that of the transition, not of the last look", () => {
    const first = statusOf(clusterWith(), healthy, "t1");
    const second = statusOf(withStatus(clusterWith(), first), healthy, "t2");
    const third = statusOf(withStatus(clusterWith(), second), { ...healthy, phase: PHASES.waiting }, "t3");
    expect([first, second, third].map((s) => s.conditions?.[0]?.lastTransitionTime)).toEqual(["t1", "t1", "t3"]);
  });

  test("a changed specification is not observed until it is reported", () => {
    const before = withStatus(clusterWith(), statusOf(clusterWith(), healthy, "t"));
    expect(isObserved(before)).toBe(true);
    expect(isObserved({ ...before, metadata: { ...before.metadata, generation: 2 } })).toBe(false);
    expect(isObserved(clusterWith())).toBe(false);
  });
});
