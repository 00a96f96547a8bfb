import { MiB } from "../../units";
import type { Allocatable, Cluster, Kubelet, Node, NodePool, Reserve } from "./cluster";
import { eksMaxPods, eksReserve, gkeReserve } from "./reserve";

const NONE: Reserve = { cpu: 0, memory: 0 };
/** Kubernetes' own default number of pods per node. */
const DEFAULT_MAX_PODS = 110;

interface Kept {
  readonly kube: Reserve;
  readonly eviction: number;
  readonly maxPods: number;
}

/** What each distribution keeps back where the kubelet isn't told otherwise. */
function distributionKeeps(distribution: Cluster["distribution"], node: NodePool, maxPods: number | undefined): Kept {
  switch (distribution) {
    case "eks": {
      const pods = maxPods ?? eksMaxPods(node.cpu);
      return { kube: eksReserve(node.cpu, pods), eviction: 100 * MiB, maxPods: pods };
    }
    case "gke":
      return { kube: gkeReserve(node.cpu, node.memory), eviction: 100 * MiB, maxPods: maxPods ?? DEFAULT_MAX_PODS };
    case "k3s": // sets eviction for file systems only, which zeroes the memory threshold, and reserves nothing [K3s agent source]
    case "other":
      return { kube: NONE, eviction: 0, maxPods: maxPods ?? DEFAULT_MAX_PODS };
    default:
      return distribution satisfies never;
  }
}

/**
 * Allocatable = capacity − kube-reserved − system-reserved − hard eviction [Kubernetes docs, Reserve Compute Resources].
 * What the kubelet is told replaces the distribution's own value.
 */
export function allocatable(distribution: Cluster["distribution"], node: NodePool, kubelet: Kubelet): Allocatable {
  const kept = distributionKeeps(distribution, node, kubelet.maxPods);
  const kube = kubelet.kubeReserved ?? kept.kube;
  const system = kubelet.systemReserved ?? NONE;
  return {
    cpu: Math.max(0, Math.floor(node.cpu - kube.cpu - system.cpu)),
    memory: Math.max(
      0,
      Math.floor(node.memory - kube.memory - system.memory - (kubelet.evictionHard ?? kept.eviction)),
    ),
    pods: kept.maxPods,
  };
}

/** All nodes, zone by zone in turn: the first node of a pool is in the first zone, the second in the second. */
export function nodesOf(cluster: Cluster): readonly Node[] {
  const sizes = cluster.pools.flatMap((pool) => Array.from({ length: pool.count }, () => pool));
  return sizes.map((capacity, index) => ({
    name: `node-${index + 1}`,
    zone: cluster.zones[index % cluster.zones.length] ?? "none",
    capacity,
    allocatable: allocatable(cluster.distribution, capacity, cluster.kubelet),
  }));
}
