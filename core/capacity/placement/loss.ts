import type { Node } from "../nodes/cluster";
import type { BoundPod } from "../pods/daemons";
import type { Pod } from "../pods/pod";
import { schedule, type Placement } from "./scheduler";

/** How many copies of a component run, and of how many. */
export interface Alive {
  readonly component: string;
  readonly alive: number;
  readonly of: number;
}

/** What runs after nodes are gone. */
export interface Loss {
  readonly lost: readonly string[];
  readonly components: readonly Alive[];
  /** Pods that find no node: pinned to a lost one, or without room. */
  readonly waiting: readonly { readonly pod: Pod; readonly pinned: boolean }[];
}

/**
 * Takes nodes away from a placement. What ran elsewhere stays; pods of the lost nodes are scheduled again on what is left, in their order of
 * creation, except pinned ones: their volume, or the object that a dead node can't confirm deleted, holds them until the node is back or gone for good.
 */
export function loseNodes(placement: Placement, lost: ReadonlySet<string>, order: readonly Pod[]): Loss {
  const survivors: readonly Node[] = placement.board.map((s) => s.node).filter((n) => !lost.has(n.name));
  const staying: BoundPod[] = [];
  const homeless = new Set<Pod>(placement.unplaced.map((u) => u.pod));
  for (const seat of placement.board) {
    for (const pod of seat.pods) {
      if (lost.has(seat.node.name)) homeless.add(pod);
      else staying.push({ ...pod, node: seat.node.name });
    }
  }
  const moving = order.filter((p) => homeless.has(p) && !p.pinned);
  const pinned = order.filter((p) => homeless.has(p) && p.pinned);
  const after = schedule(survivors, moving, staying);
  const waiting = [
    ...pinned.map((pod) => ({ pod, pinned: true })),
    ...after.unplaced.map(({ pod }) => ({ pod, pinned: false })),
  ];
  return { lost: [...lost], components: countAlive(order, new Set(waiting.map((w) => w.pod))), waiting };
}

function countAlive(order: readonly Pod[], waiting: ReadonlySet<Pod>): readonly Alive[] {
  const components = new Map<string, { alive: number; of: number }>();
  for (const pod of order) {
    const count = components.get(pod.component) ?? { alive: 0, of: 0 };
    count.of += 1;
    if (!waiting.has(pod)) count.alive += 1;
    components.set(pod.component, count);
  }
  return [...components].map(([component, count]) => ({ component, ...count }));
}
