import type { Budget } from "./budget";
import type { Demand } from "./demand";
import { formatBytes, formatCores } from "./format";
import type { Cluster, Node } from "./nodes/cluster";
import { K3S_SERVER, k3sEvictionFloor, OS_MEMORY } from "./nodes/reserve";
import { sumOf } from "./numbers";
import type { Placement } from "./placement/scheduler";
import { daemonPods } from "./pods/daemons";
import { totalLimits, totalRequests, type Resources } from "./pods/pod";
import { MEMORY_OVERCOMMIT, REQUEST_SHARE } from "./pods/quota";
import { quotaBudgets } from "./quota-budgets";
import { GiB, MiB } from "../units";

/** Share of a node's disk that local volumes may claim; images, logs and the system need the rest. */
const DISK_SHARE = 0.8;

/** What must suffice for the cluster as a whole: requests, limits, quotas, local disks, K3s' reserve. */
export function clusterBudgets(
  cluster: Cluster,
  nodes: readonly Node[],
  demand: Demand,
  placement: Placement,
): readonly Budget[] {
  const usable = totalRequests(nodes.map((n) => ({ requests: n.allocatable })));
  const pods = [...demand.pods, ...daemonPods(demand.daemons, nodes)];
  return [
    ...requestBudgets(cluster, usable, totalRequests(pods)),
    memoryLimits(cluster, usable, totalLimits(pods)),
    ...quotaBudgets(cluster, usable, demand),
    ...(cluster.storage === "node" ? diskBudgets(demand, placement) : []),
    ...(cluster.distribution === "k3s" ? reserveBudgets(cluster) : []),
  ];
}

function requestBudgets(cluster: Cluster, usable: Resources, asked: Resources): readonly Budget[] {
  const share = REQUEST_SHARE[cluster.kind];
  const common = {
    path: "target.nodes",
    level: "proof",
    remedy: "add nodes, take larger ones, or switch something off",
  } as const;
  const kept = `${Math.round((1 - share) * 100)} % stay free for rollouts and debugging`;
  return [
    {
      ...common,
      name: "requests-cpu",
      unit: "millicores",
      need: asked.cpu,
      usable: usable.cpu * share,
      have: usable.cpu,
      formula: `pods ask for ${formatCores(asked.cpu)} of ${formatCores(usable.cpu)} cores; ${kept}`,
    },
    {
      ...common,
      name: "requests-memory",
      unit: "MiB",
      need: asked.memory / MiB,
      usable: (usable.memory * share) / MiB,
      have: usable.memory / MiB,
      formula: `pods ask for ${formatBytes(asked.memory)} of ${formatBytes(usable.memory)}; ${kept}`,
    },
  ];
}

function memoryLimits(cluster: Cluster, usable: Resources, limits: Resources): Budget {
  const most = MEMORY_OVERCOMMIT[cluster.kind];
  return {
    name: "memory-overcommit",
    path: "target.nodes",
    level: "proof",
    unit: "MiB",
    need: limits.memory / MiB,
    usable: (usable.memory * most) / MiB,
    have: (usable.memory * most) / MiB,
    formula: `limits add up to ${Math.round((limits.memory / usable.memory) * 100)} % of the allocatable memory; at most ${most * 100} %, or one spike takes others down`,
    remedy: "lower memory limits or add memory",
  };
}

/** Local volumes share their node's disk, and nothing enforces their size [local-path-provisioner README]; so their sum is a proof. */
function diskBudgets(demand: Demand, { board }: Placement): readonly Budget[] {
  return board.map(({ node, pods }) => {
    const here = new Set(pods.map((p) => `${p.namespace}/${p.name}`));
    const claimed = sumOf(
      demand.volumes.filter((v) => here.has(`${v.namespace}/${v.pod}`)),
      (v) => v.bytes,
    );
    return {
      name: "node-disk",
      path: "target.nodes",
      level: "proof",
      unit: "GiB",
      need: claimed / GiB,
      usable: (node.capacity.disk * DISK_SHARE) / GiB,
      have: node.capacity.disk / GiB,
      formula: `local volumes on ${node.name}; 80 % of its ${formatBytes(node.capacity.disk)} may be claimed`,
      remedy: "a larger disk, or less retention",
    } satisfies Budget;
  });
}

/** K3s reserves nothing by itself: the kubelet must be told, or the kernel kills what it likes, the datastore included. */
function reserveBudgets(cluster: Cluster): readonly Budget[] {
  const { kubeReserved, systemReserved, evictionHard } = cluster.kubelet;
  const smallest = Math.max(...cluster.pools.map((p) => k3sEvictionFloor(p.memory)));
  const line = (
    name: string,
    path: string,
    need: number,
    have: number,
    formula: string,
    unit: "MiB" | "millicores" = "MiB",
  ): Budget => ({
    name,
    path: `target.kubelet.${path}`,
    level: "proof",
    unit,
    need,
    usable: have,
    have,
    formula,
    remedy: `set target.kubelet.${path} to ${unit === "MiB" ? `${Math.ceil(need)}Mi` : `${need}m`}`,
  });
  return [
    line(
      "k3s-memory",
      "kubeReserved.memory",
      K3S_SERVER.memory / MiB,
      (kubeReserved?.memory ?? 0) / MiB,
      "the K3s server with its datastore takes 1,596 MB",
    ),
    line(
      "k3s-cpu",
      "kubeReserved.cpu",
      K3S_SERVER.cpu,
      kubeReserved?.cpu ?? 0,
      "the K3s server takes 6 % of a core",
      "millicores",
    ),
    line(
      "os-memory",
      "systemReserved.memory",
      OS_MEMORY / MiB,
      (systemReserved?.memory ?? 0) / MiB,
      "operating system and container runtime",
    ),
    line(
      "eviction-memory",
      "evictionHard.memory",
      smallest / MiB,
      (evictionHard ?? 0) / MiB,
      "max(256 MiB, 3 % of the node): below it the kubelet evicts, before the kernel kills",
    ),
  ];
}
