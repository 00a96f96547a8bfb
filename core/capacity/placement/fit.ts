import type { Node } from "../nodes/cluster";
import { totalRequests, type Pod } from "../pods/pod";
import { emptyBoard, put, refusal, zoneCopies, type Board } from "./board";
import { firstOfEquals, lastOfEquals, schedule, type Bound, type Placement, type TieBreak } from "./scheduler";

/**
 * Do all pods run?
 * - `fits`: the scheduler places all of them in the order of creation, whichever of equal nodes it draws.
 * - `depends`: it does for some draws only, or only a better order would do (`packs`): some pod may stay Pending, so this counts as "doesn't fit".
 * - `short`: even first-fit-decreasing leaves pods over.
 */
export type Verdict = "fits" | "depends" | "short";

export interface Fit {
  readonly verdict: Verdict;
  /** Of a draw that leaves pods over, if there is one. */
  readonly placement: Placement;
}

/** Draws of equal nodes that are tried: always the first, always the last, and pseudo-random ones. What fails in fewer than some 5 % of draws may be missed. */
const DRAWS = 48;
const drawOf = (number: number): TieBreak =>
  number === 0 ? firstOfEquals : number === 1 ? lastOfEquals : mulberry(number);

export function fit(nodes: readonly Node[], pods: readonly Pod[], bound: readonly Bound[] = []): Fit {
  const first = schedule(nodes, pods, bound);
  let placement = first;
  for (let draw = 1; placement.unplaced.length === 0 && draw < DRAWS; draw += 1)
    placement = schedule(nodes, pods, bound, drawOf(draw));
  if (placement.unplaced.length === 0) return { verdict: "fits", placement: first };
  const some = placement !== first || packs(nodes, pods, bound) || anyDrawPlaces(nodes, pods, bound);
  return { verdict: some ? "depends" : "short", placement };
}

/** Some draw does what the first didn't. Not worth trying where the nodes have less than is asked for. */
function anyDrawPlaces(nodes: readonly Node[], pods: readonly Pod[], bound: readonly Bound[]): boolean {
  const given = totalRequests(nodes.map((n) => ({ requests: n.allocatable })));
  const asked = totalRequests([...pods, ...bound]);
  if (asked.cpu > given.cpu || asked.memory > given.memory) return false;
  for (let draw = 1; draw < DRAWS; draw += 1)
    if (schedule(nodes, pods, bound, drawOf(draw)).unplaced.length === 0) return true;
  return false;
}

/** First-fit-decreasing by the larger share of CPU and memory, constrained pods first: is there an order in which all pods find a node? */
export function packs(nodes: readonly Node[], pods: readonly Pod[], bound: readonly Bound[] = []): boolean {
  const all = totalRequests(nodes.map((n) => ({ requests: n.allocatable })));
  const share = (p: Pod): number => Math.max(p.requests.cpu / all.cpu, p.requests.memory / all.memory);
  const constraints = (p: Pod): number =>
    Number(p.zone !== undefined) + Number(p.ownNode) + Number(p.zoneSkew !== undefined);
  const orders = [
    [...pods].sort((a, b) => share(b) - share(a)),
    [...pods].sort((a, b) => constraints(b) - constraints(a) || share(b) - share(a)),
  ];
  return orders.some((order) => firstFit(emptyWith(nodes, bound), order));
}

function emptyWith(nodes: readonly Node[], bound: readonly Bound[]): Board {
  const board = emptyBoard(nodes);
  for (const pod of bound) {
    const seat = board.find((s) => s.node.name === pod.node);
    if (seat) put(seat, pod);
  }
  return board;
}

function firstFit(board: Board, order: readonly Pod[]): boolean {
  return order.every((pod) => {
    const zones = zoneCopies(board, pod);
    const seat = board.find((s) => refusal(s, pod, zones) === undefined);
    if (seat) put(seat, pod);
    return seat !== undefined;
  });
}

/** A small pseudo-random generator (mulberry32), so that a report is the same every time. */
function mulberry(seed: number): TieBreak {
  let state = seed;
  return (count) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * count);
  };
}
