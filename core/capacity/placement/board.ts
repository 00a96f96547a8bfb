import type { Node } from "../nodes/cluster";
import type { Pod } from "../pods/pod";

/** A node with what runs on it. The scheduler's working copy: it changes as pods are placed. */
export interface Seat {
  readonly node: Node;
  cpu: number;
  memory: number;
  readonly pods: Pod[];
  /** Copies of each component here. */
  readonly copies: Map<string, number>;
}

export type Board = readonly Seat[];

export const emptyBoard = (nodes: readonly Node[]): Board =>
  nodes.map((node) => ({ node, cpu: 0, memory: 0, pods: [], copies: new Map() }));

export function put(seat: Seat, pod: Pod): void {
  seat.cpu += pod.requests.cpu;
  seat.memory += pod.requests.memory;
  seat.pods.push(pod);
  seat.copies.set(pod.component, copiesOf(seat, pod) + 1);
}

const copiesOf = (seat: Seat, pod: Pod): number => seat.copies.get(pod.component) ?? 0;

/** Why a node can't take a pod, in the scheduler's own words; undefined if it can. */
export type Reason =
  | "Insufficient cpu"
  | "Insufficient memory"
  | "Too many pods"
  | "didn't match pod anti-affinity rules"
  | "didn't match pod topology spread constraints"
  | "is in another zone";

/** Copies of a pod's component in each zone that it may go to; nodes outside its node affinity are no domain (`nodeAffinityPolicy: Honor`). */
export type ZoneCopies = ReadonlyMap<string, number>;

export function zoneCopies(board: Board, pod: Pod): ZoneCopies {
  const copies = new Map<string, number>();
  if (pod.zoneSkew === undefined) return copies;
  for (const seat of board) {
    const { zone } = seat.node;
    if (pod.zone === undefined || pod.zone === zone) copies.set(zone, (copies.get(zone) ?? 0) + copiesOf(seat, pod));
  }
  return copies;
}

/**
 * The scheduler's filters that our pods meet: NodeResourcesFit, NodeAffinity on the zone, InterPodAffinity (required, by host name),
 * PodTopologySpread (`DoNotSchedule` over zones). Source: Kubernetes 1.34, pkg/scheduler/framework/plugins.
 */
export function refusal(seat: Seat, pod: Pod, zones: ZoneCopies): Reason | undefined {
  const { allocatable, zone } = seat.node;
  if (pod.zone !== undefined && pod.zone !== zone) return "is in another zone";
  if (seat.pods.length + 1 > allocatable.pods) return "Too many pods";
  if (seat.cpu + pod.requests.cpu > allocatable.cpu) return "Insufficient cpu";
  if (seat.memory + pod.requests.memory > allocatable.memory) return "Insufficient memory";
  if (pod.ownNode && copiesOf(seat, pod) > 0) return "didn't match pod anti-affinity rules";
  // Copies in this zone with the new one, less those in the emptiest zone.
  if (pod.zoneSkew !== undefined && (zones.get(zone) ?? 0) + 1 - Math.min(...zones.values()) > pod.zoneSkew)
    return "didn't match pod topology spread constraints";
  return undefined;
}
