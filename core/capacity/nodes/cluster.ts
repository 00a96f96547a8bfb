/** The cluster as the model sees it: plain numbers, millicores and bytes. */
export interface Cluster {
  readonly kind: "single-node" | "multi-node";
  readonly distribution: "k3s" | "eks" | "gke" | "other";
  readonly zones: readonly string[];
  readonly pools: readonly NodePool[];
  readonly kubelet: Kubelet;
  /** `node`: a volume lives on the node's own disk (local-path); `network`: on a disk of its own that a cloud attaches. */
  readonly storage: "node" | "network";
}

/** Nodes of one size, spread evenly over the zones. */
export interface NodePool {
  readonly count: number;
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
}

/** What the kubelet keeps back; absent = the distribution's own way. */
export interface Kubelet {
  readonly evictionHard?: number;
  readonly kubeReserved?: Reserve;
  readonly systemReserved?: Reserve;
  readonly maxPods?: number;
}

export interface Reserve {
  readonly cpu: number;
  readonly memory: number;
}

export interface Node {
  readonly name: string;
  readonly zone: string;
  readonly capacity: NodePool;
  readonly allocatable: Allocatable;
}

/** What the scheduler may give to pods. */
export interface Allocatable {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}
