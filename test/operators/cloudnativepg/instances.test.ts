import { expect, test } from "vitest";
import { electPrimary, latestNode, type Instance } from "../../../sandbox/operators/cloudnativepg/instances";
import { clusterWith } from "./cluster";

type PodState = "ready" | "running" | "pending" | "terminating" | "none";

function instance(serial: number, state: PodState): Instance {
  const name = `db-${serial}`;
  const metadata = { name, namespace: "ns", uid: name, ...(state === "terminating" && { deletionTimestamp: "t" }) };
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: { containers: [], ...(state !== "pending" && { nodeName: "n" }) },
    status: {
      phase: state === "pending" ? "Pending" : "Running",
      conditions: [{ type: "Ready", status: state === "ready" ? ("True" as const) : ("False" as const) }],
    },
  };
  const claim = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace: "ns", uid: name },
    spec: {},
  };
  return { serial, name, claim, pod: state === "none" ? undefined : pod };
}

test.each<[string, readonly PodState[], string | undefined, boolean, string | undefined]>([
  ["the first of a new cluster", ["none"], undefined, false, "db-1"],
  ["the one that it was", ["ready", "ready"], "db-2", false, "db-2"],
  ["the one that it was, though its database does not answer", ["ready", "running"], "db-2", false, "db-2"],
  ["a ready replica when the primary's pod is gone", ["none", "ready"], "db-1", false, "db-2"],
  ["a ready replica when the primary's pod is being deleted", ["terminating", "ready"], "db-1", false, "db-2"],
  ["a ready replica when the primary finds no node", ["pending", "ready"], "db-1", false, "db-2"],
  ["still the same when nobody can take over", ["none", "pending"], "db-1", false, "db-1"],
  ["still the same while the operator replaces its pod", ["none", "ready"], "db-1", true, "db-1"],
  ["nobody where there are no instances", [], "db-1", false, undefined],
])("primary is %s", (_, states, current, isReplacing, primary) => {
  const instances = states.map((state, i) => instance(i + 1, state));
  expect(electPrimary(instances, current, isReplacing)?.name).toBe(primary);
});

test("a serial is never given twice", () => {
  expect(latestNode({ ...clusterWith(), status: { latestGeneratedNode: 4 } }, [instance(2, "ready")])).toBe(4);
  expect(latestNode(clusterWith(), [instance(2, "ready")])).toBe(2);
  expect(latestNode(clusterWith(), [])).toBe(0);
});
