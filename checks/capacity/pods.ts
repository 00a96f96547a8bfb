import { nodesOf } from "../../core/capacity/nodes/allocatable";
import { daemonPods } from "../../core/capacity/pods/daemons";
import { barePod, type BarePod } from "../../core/capacity/pods/manifest";
import type { Capacity } from "./model";

/** Bare pods in the order of creation: those of every node first, bound to it, as a DaemonSet's are there before a node takes others. */
export function barePods({ cluster, demand }: Pick<Capacity, "cluster" | "demand">): readonly BarePod[] {
  const daemons = daemonPods(demand.daemons, nodesOf(cluster)).map((pod) => barePod(pod, pod.node));
  return [...daemons, ...demand.pods.map((pod) => barePod(pod))];
}

/** The same with their namespaces, as one list for `kubectl apply`, which keeps the order. */
export function podList(capacity: Pick<Capacity, "cluster" | "demand">): object {
  const pods = barePods(capacity);
  const namespaces = [...new Set(pods.map((p) => p.metadata.namespace))].filter((name) => name !== "kube-system");
  return {
    apiVersion: "v1",
    kind: "List",
    items: [...namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })), ...pods],
  };
}
