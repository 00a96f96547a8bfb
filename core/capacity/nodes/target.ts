import { type TargetConfig, volumesAreFolders } from "../../config/target";
import type { Cluster, Kubelet, Reserve } from "./cluster";

/** The cluster that a stack's `streaming:target` describes. */
export function clusterOf(target: TargetConfig): Cluster {
  return {
    kind: target.kind,
    distribution: target.distribution,
    zones: target.zones,
    pools: target.nodes.map((n) => ({
      count: n.count,
      cpu: n.cpu.millicores,
      memory: n.memory.bytes,
      disk: n.disk.bytes,
    })),
    kubelet: kubeletOf(target.kubelet),
    storage: onNode(target) ? "node" : "network",
  };
}

type Reserved = NonNullable<NonNullable<TargetConfig["kubelet"]>["kubeReserved"]>;
const reserve = (r: Reserved): Reserve => ({ cpu: r.cpu?.millicores ?? 0, memory: r.memory?.bytes ?? 0 });

function kubeletOf(kubelet: TargetConfig["kubelet"]): Kubelet {
  const { evictionHard, kubeReserved, systemReserved } = kubelet ?? {};
  return {
    ...(evictionHard === undefined ? {} : { evictionHard: evictionHard.memory.bytes }),
    ...(kubeReserved === undefined ? {} : { kubeReserved: reserve(kubeReserved) }),
    ...(systemReserved === undefined ? {} : { systemReserved: reserve(systemReserved) }),
  };
}

/** Storage classes that put volumes on the node's own disk: folders there, and those that say so by their name. */
const onNode = (target: TargetConfig): boolean => volumesAreFolders(target) || /local/.test(target.storageClass);
