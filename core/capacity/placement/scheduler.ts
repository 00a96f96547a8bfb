import type { Node } from "../nodes/cluster";
import type { BoundPod } from "../pods/daemons";
import type { Pod } from "../pods/pod";
import { emptyBoard, put, refusal, zoneCopies, type Board, type Reason, type Seat } from "./board";

/** A pod that no node takes, with the number of nodes by reason, as in `0/3 nodes are available: 3 Insufficient cpu`. */
export interface Unplaced {
  readonly pod: Pod;
  readonly reasons: ReadonlyMap<Reason, number>;
}

export interface Placement {
  readonly board: Board;
  readonly unplaced: readonly Unplaced[];
}

/** Chooses among nodes of equal score: gets how many there are, gives an index. The real scheduler draws at random. */
export type TieBreak = (count: number) => number;
export const firstOfEquals: TieBreak = () => 0;
export const lastOfEquals: TieBreak = (count) => count - 1;

/** What already runs where; moved to the board before anything is scheduled. */
export type Bound = BoundPod;

const MAX_SCORE = 100;

/** What is left of a resource, of 100. */
const free = (used: number, capacity: number): number =>
  capacity === 0 || used > capacity ? 0 : Math.floor(((capacity - used) * MAX_SCORE) / capacity);

/** NodeResourcesFit, LeastAllocated, weights 1 and 1: integer arithmetic as in the scheduler. */
function leastAllocated(seat: Seat, pod: Pod): number {
  const { allocatable } = seat.node;
  const cpu = free(seat.cpu + pod.requests.cpu, allocatable.cpu);
  const memory = free(seat.memory + pod.requests.memory, allocatable.memory);
  return Math.floor((cpu + memory) / 2);
}

/** NodeResourcesBalancedAllocation: (1 − half the distance of the two fractions) × 100. */
function balanced(seat: Seat, pod: Pod): number {
  const { allocatable } = seat.node;
  const cpu = Math.min(1, (seat.cpu + pod.requests.cpu) / allocatable.cpu);
  const memory = Math.min(1, (seat.memory + pod.requests.memory) / allocatable.memory);
  return Math.floor((1 - Math.abs((cpu - memory) / 2)) * MAX_SCORE);
}

/** The node that the scheduler takes: of those that fit, one with the best score. */
function choose(board: Board, pod: Pod, tie: TieBreak): Seat | undefined {
  const zones = zoneCopies(board, pod);
  let best = -1;
  let equals: Seat[] = [];
  for (const seat of board) {
    if (refusal(seat, pod, zones) !== undefined) continue;
    const score = leastAllocated(seat, pod) + balanced(seat, pod);
    if (score > best) equals = [seat];
    else if (score === best) equals.push(seat);
    best = Math.max(best, score);
  }
  return equals[tie(equals.length)];
}

/**
 * Places pods the way kube-scheduler does: one after the other in the order of their creation, filters, then the node with the best score
 * (LeastAllocated + BalancedAllocation, both of weight 1; the other default scores are equal for our pods). A pod that fits nowhere waits, and is
 * tried again while others are placed. Source: Kubernetes 1.34, pkg/scheduler (schedule_one.go, noderesources).
 */
export function schedule(
  nodes: readonly Node[],
  pods: readonly Pod[],
  bound: readonly Bound[] = [],
  tie: TieBreak = firstOfEquals,
): Placement {
  const board = emptyBoard(nodes);
  for (const pod of bound) {
    const seat = board.find((s) => s.node.name === pod.node);
    if (seat) put(seat, pod);
  }
  let waiting = pods;
  let before: number;
  do {
    before = waiting.length;
    waiting = waiting.filter((pod) => {
      const seat = choose(board, pod, tie);
      if (seat) put(seat, pod);
      return seat === undefined;
    });
  } while (waiting.length > 0 && waiting.length < before);
  return { board, unplaced: waiting.map((pod) => ({ pod, reasons: reasonsFor(board, pod) })) };
}

function reasonsFor(board: Board, pod: Pod): ReadonlyMap<Reason, number> {
  const reasons = new Map<Reason, number>();
  const zones = zoneCopies(board, pod);
  for (const seat of board) {
    const reason = refusal(seat, pod, zones);
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return reasons;
}

/** `0/3 nodes are available: 3 Insufficient cpu`. */
export function explain({ reasons }: Unplaced): string {
  const nodes = [...reasons.values()].reduce((a, b) => a + b, 0);
  const parts = [...reasons].map(([reason, count]) => `${count} ${reason}`);
  return `0/${nodes} nodes are available: ${parts.join(", ")}`;
}
