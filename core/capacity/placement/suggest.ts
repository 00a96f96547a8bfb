import type { Demand } from "../demand";
import { nodesOf } from "../nodes/allocatable";
import type { Cluster, NodePool } from "../nodes/cluster";
import { daemonPods } from "../pods/daemons";
import { totalRequests } from "../pods/pod";
import { REQUEST_SHARE } from "../pods/quota";
import { GiB } from "../../units";
import { fit } from "./fit";
import { loseNode, loseZone } from "./survival";

/** Most nodes that are tried. */
const MOST_NODES = 60;
/** Sizes that nodes come in: cores, and GiB of 2 to 8 for each. */
const CORES = [2, 4, 6, 8, 12, 16, 24, 32, 48, 64] as const;
const GIBIBYTES = [4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512] as const;
/** A core costs about as much as 8 GiB, so this orders sizes by price. */
const weight = (size: NodePool): number => size.cpu / 1000 + size.memory / GiB / 8;

/** All pods run, requests leave the reserve, and on several nodes any one may be lost, and any one of three zones. */
function suffices(cluster: Cluster, demand: Demand): boolean {
  const nodes = nodesOf(cluster);
  const asked = totalRequests([...demand.pods, ...daemonPods(demand.daemons, nodes)]);
  const given = totalRequests(nodes.map((n) => ({ requests: n.allocatable })));
  const share = REQUEST_SHARE[cluster.kind];
  if (asked.cpu > given.cpu * share || asked.memory > given.memory * share) return false;
  const { verdict, placement } = fit(nodes, demand.pods, daemonPods(demand.daemons, nodes));
  if (verdict !== "fits") return false;
  if (cluster.kind === "single-node") return true;
  const zones = cluster.zones.length >= 3 ? cluster.zones : [];
  return (
    nodes.every((n) => loseNode(placement, n.name, demand).survives) &&
    zones.every((z) => loseZone(placement, z, demand).survives)
  );
}

/** Smallest change that would do: more nodes of the largest size there is, or as many of the next size; undefined if neither does. */
export function suggestNodes(cluster: Cluster, demand: Demand): string | undefined {
  const largest = cluster.pools.reduce<NodePool | undefined>(
    (a, b) => (a === undefined || b.memory > a.memory ? b : a),
    undefined,
  );
  if (largest === undefined) return undefined;
  const options = [moreNodes(cluster, demand, largest), largerNodes(cluster, demand)].filter((o) => o !== undefined);
  return options.length === 0 ? undefined : options.join(", or ");
}

const told = (count: number, p: Pick<NodePool, "cpu" | "memory">): string =>
  `${count} node${count === 1 ? "" : "s"} of ${p.cpu / 1000} CPU / ${Math.round((p.memory / GiB) * 10) / 10} GiB`;

function moreNodes(cluster: Cluster, demand: Demand, size: NodePool): string | undefined {
  if (cluster.kind === "single-node") return undefined;
  const others = cluster.pools.filter((p) => p !== size);
  for (let count = size.count + 1; count <= MOST_NODES; count += 1)
    if (suffices({ ...cluster, pools: [...others, { ...size, count }] }, demand)) return told(count, size);
  return undefined;
}

function largerNodes(cluster: Cluster, demand: Demand): string | undefined {
  const count = cluster.pools.reduce((n, p) => n + p.count, 0);
  const disk = Math.max(...cluster.pools.map((p) => p.disk));
  const sizes = CORES.flatMap((cores) =>
    GIBIBYTES.filter((gib) => gib >= cores * 2 && gib <= cores * 8).map((gib) => ({
      count,
      cpu: cores * 1000,
      memory: gib * GiB,
      disk,
    })),
  );
  const size = sizes.sort((a, b) => weight(a) - weight(b)).find((s) => suffices({ ...cluster, pools: [s] }, demand));
  return size === undefined ? undefined : told(count, size);
}
