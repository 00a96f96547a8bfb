import { bottleneck, holds, type Bottleneck, type Budget } from "./budget";
import { clusterBudgets } from "./cluster-budgets";
import { costTotals, HOURS_PER_MONTH, type CostPart } from "./cost/quantities";
import type { Demand } from "./demand";
import type { Cluster, Node } from "./nodes/cluster";
import { nodesOf } from "./nodes/allocatable";
import { sumOf } from "./numbers";
import { fit, type Verdict } from "./placement/fit";
import { loseNode, loseZone, type Survived } from "./placement/survival";
import { suggestNodes } from "./placement/suggest";
import type { Placement } from "./placement/scheduler";
import { daemonPods } from "./pods/daemons";

/** A stack's demand judged on its cluster. */
export interface Assessment {
  readonly nodes: readonly Node[];
  readonly verdict: Verdict;
  readonly placement: Placement;
  /** What would do, where the pods don't fit or a lost node isn't survived. */
  readonly suggestion: string | undefined;
  readonly loseNode: readonly Survived[];
  readonly loseZone: readonly Survived[];
  readonly budgets: readonly Budget[];
  readonly bottleneck: Bottleneck;
  readonly costs: readonly CostPart[];
  readonly costTotals: ReturnType<typeof costTotals>;
  /** Every proof holds. */
  readonly ok: boolean;
}

export function assess(cluster: Cluster, demand: Demand): Assessment {
  const nodes = nodesOf(cluster);
  const bound = daemonPods(demand.daemons, nodes);
  const { verdict, placement } = fit(nodes, demand.pods, bound);
  const budgets = [...demand.budgets, ...clusterBudgets(cluster, nodes, demand, placement)];
  const multi = cluster.kind === "multi-node";
  const lostNodes = multi ? nodes.map((n) => loseNode(placement, n.name, demand)) : [];
  const lostZones = multi && cluster.zones.length >= 3 ? cluster.zones.map((z) => loseZone(placement, z, demand)) : [];
  const survives = [...lostNodes, ...lostZones].every((l) => l.survives);
  const fits = verdict === "fits";
  const costs: CostPart[] = [
    { driver: "node-hours", amount: sumOf(cluster.pools, (p) => p.count) * HOURS_PER_MONTH, what: "nodes" },
    ...demand.costs,
  ];
  return {
    nodes,
    verdict,
    placement,
    suggestion: fits && survives ? undefined : suggestNodes(cluster, demand),
    loseNode: lostNodes,
    loseZone: lostZones,
    budgets,
    bottleneck: bottleneck(budgets),
    costs,
    costTotals: costTotals(costs),
    ok: fits && survives && budgets.every((b) => b.level === "advice" || holds(b)),
  };
}
