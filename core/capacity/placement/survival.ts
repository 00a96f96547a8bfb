import type { Demand, Survival } from "../demand";
import { loseNodes, type Alive, type Loss } from "./loss";
import type { Placement } from "./scheduler";

/** Whether everything serves on with these nodes gone, and why not or how. */
export interface Survived {
  /** Name of the node or zone. */
  readonly lost: string;
  readonly survives: boolean;
  /** The components that lost copies, failing ones first: `brokers 2 of 3, need 2 (min ISR 2 of RF 3)`. */
  readonly why: string;
  /** Only the components that don't serve on. */
  readonly stopped: readonly string[];
  readonly loss: Loss;
}

export const loseNode = (placement: Placement, node: string, demand: Demand): Survived =>
  judge(node, "node", loseNodes(placement, new Set([node]), demand.pods), demand, placement.board.length);

export function loseZone(placement: Placement, zone: string, demand: Demand): Survived {
  const gone = placement.board.filter((s) => s.node.zone === zone).map((s) => s.node.name);
  return judge(zone, "zone", loseNodes(placement, new Set(gone), demand.pods), demand, placement.board.length);
}

function judge(lost: string, what: "node" | "zone", loss: Loss, demand: Demand, nodes: number): Survived {
  const rules = new Map(demand.survival.map((s) => [s.component, s]));
  const spread = new Set(demand.pods.filter((p) => p.ownNode).map((p) => p.component));
  const hurt = loss.components
    .filter((c) => c.alive < c.of)
    .map((c) => {
      const rule = rules.get(c.component) ?? usual(c, spread.has(c.component), nodes, loss.lost.length);
      const needs = rule.needs[what];
      const told = `${rule.label} ${c.alive} of ${c.of}, need ${needs} (${rule.because})`;
      return { fails: c.alive < needs, told };
    });
  const failing = hurt.filter((h) => h.fails);
  const why =
    hurt.length === 0
      ? "everything is placed again"
      : [...failing, ...hurt.filter((h) => !h.fails)].map((h) => h.told).join("; ");
  return { lost, survives: failing.length === 0, why, stopped: failing.map((h) => h.told), loss };
}

/** Components without a rule of their own: spread copies may wait in proportion to the lost nodes, others must all run again. */
function usual({ component, of }: Alive, isSpread: boolean, nodes: number, lost: number): Survival {
  const needs = isSpread ? Math.ceil((of * (nodes - lost)) / nodes) : of;
  const label = component.slice(component.indexOf("/") + 1);
  return {
    component,
    label,
    needs: { node: needs, zone: needs },
    because: needs < of ? `${of - needs} may wait` : "all must run again",
  };
}
