/** `streaming:target`: the kind of cluster that the stack is made for, with what its nodes offer. */
import { z } from "zod";
import type { Fault } from "./faults";
import type { DeepPartial } from "./lenient";
import { choice, count, cpu, kubernetesName, settings, size } from "./fields";

const NodeGroup = settings({
  count: count(1, 1000).describe("Nodes of this size; spread evenly over the zones."),
  cpu: cpu({ min: "1" }).describe("Cores of each node."),
  memory: size({ min: "1Gi" }).describe("Memory of each node."),
  disk: size({ min: "10Gi" }).describe("Disk of each node for volumes, images and logs."),
});

const Reserved = settings({
  cpu: cpu({ min: "0" }).optional().describe("Cores that pods can't have."),
  memory: size().optional().describe("Memory that pods can't have."),
});

const Kubelet = settings({
  evictionHard: settings({ memory: size().describe("The kubelet evicts pods when less memory than this is free.") })
    .optional()
    .describe("K3s has no memory threshold unless it is set; then the kernel picks the victim."),
  kubeReserved: Reserved.optional().describe(
    "Kept for the kubelet, the container runtime and, on K3s, the control plane.",
  ),
  systemReserved: Reserved.optional().describe("Kept for the operating system."),
});

export const TargetConfig = settings({
  kind: choice(["single-node", "multi-node"]).describe(
    "single-node: one of everything, nothing survives the node. multi-node: three replicas, any one node may be lost.",
  ),
  distribution: choice(["k3s", "eks", "gke", "other"]).describe(
    "Decides what the kubelet reserves where `kubelet` doesn't say.",
  ),
  zones: z
    .array(kubernetesName(), { error: "must be a list of names" })
    .min(1, { error: "must name at least one zone" })
    .describe("Values of the nodes' label topology.kubernetes.io/zone."),
  nodes: z
    .array(NodeGroup, { error: "must be a list of node groups" })
    .min(1, { error: "must have at least one node group" })
    .describe("Groups of equal nodes."),
  kubelet: Kubelet.optional().describe("What the nodes' kubelets are started with."),
  storageClass: kubernetesName().describe("StorageClass of the brokers' and databases' volumes."),
});
export type TargetConfig = z.output<typeof TargetConfig>;

/**
 * True for storage classes that make a folder on the node's disk for each volume: K3s' local-path, hostpath, and `standard` of minikube and kind.
 * Such a volume holds whatever the disk takes: its claim can't grow and needn't, and nobody measures how full it is [local-path-provisioner, README].
 */
export function volumesAreFolders({ storageClass, distribution }: TargetConfig): boolean {
  return /local-path|hostpath/.test(storageClass) || (storageClass === "standard" && distribution === "other");
}

/** Faults that only two settings together make. */
export function targetFaults({
  target,
}: {
  readonly target?: DeepPartial<TargetConfig> | undefined;
}): readonly Fault[] {
  const { kind, zones = [], nodes } = target ?? {};
  const counts = nodes?.map((group) => group?.count);
  const total = counts?.reduce<number | undefined>(
    (sum, n) => (sum === undefined || n === undefined ? undefined : sum + n),
    0,
  );
  const faults: Fault[] = [];
  const twice = zones.find((zone, i) => zone !== undefined && zones.indexOf(zone) !== i);
  if (twice !== undefined)
    faults.push({ path: ["target", "zones"], message: `must name ${twice} once only`, got: zones });
  if (kind === "single-node" && zones.length > 1)
    faults.push({ path: ["target", "zones"], message: "must be one zone on a single-node target", got: zones });
  if (kind === "single-node" && total !== undefined && total > 1)
    faults.push({
      path: ["target", "nodes"],
      message: "must be one node in total on a single-node target",
      got: total,
    });
  if (kind === "multi-node" && total !== undefined && total < Math.max(3, zones.length))
    faults.push({
      path: ["target", "nodes"],
      message: `must be at least ${Math.max(3, zones.length)} nodes in total on a multi-node target with ${zones.length} zone(s)`,
      got: total,
    });
  return faults;
}
