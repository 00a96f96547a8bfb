import { nodesOf } from "../../core/capacity/nodes/allocatable";
import type { Node } from "../../core/capacity/nodes/cluster";
import { clusterOf } from "../../core/capacity/nodes/target";
import type { TargetConfig } from "../../core/config/target";
import { formatCpu, formatSize } from "../../core/units";
import type { KubeObject } from "../kube";

/** Namespaces that exist before any platform: the operators' own. */
const OPERATOR_NAMESPACES: readonly string[] = ["cert-manager", "cnpg-system", "flink-operator", "strimzi-system"];

/** What a cluster has before `pulumi up`, made as the stack's target says. */
export function clusterObjects(target: TargetConfig): readonly KubeObject[] {
  return [
    ...nodesOf(clusterOf(target)).map(nodeObject),
    storageClass(target),
    ...OPERATOR_NAMESPACES.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
  ];
}

/** kwok plays its kubelet. */
export function nodeObject({ name, zone, capacity, allocatable }: Node): KubeObject {
  const disk = formatSize(capacity.disk);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { "kwok.x-k8s.io/node": "fake" },
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/zone": zone,
      },
    },
    spec: { providerID: `kwok://${name}` },
    status: {
      capacity: {
        cpu: formatCpu(capacity.cpu),
        memory: formatSize(capacity.memory),
        pods: String(allocatable.pods),
        "ephemeral-storage": disk,
      },
      allocatable: {
        cpu: formatCpu(allocatable.cpu),
        memory: formatSize(allocatable.memory),
        pods: String(allocatable.pods),
        "ephemeral-storage": disk,
      },
    },
  };
}

/** Volumes are made when a pod needs them. A single node's local-path can't grow them, a cloud's disks can. */
function storageClass({ storageClass: name, kind }: TargetConfig): KubeObject {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "sandbox.local/fake",
    reclaimPolicy: "Delete",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: kind === "multi-node",
  };
}
