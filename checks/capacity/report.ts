import { ceiling, holds } from "../../core/capacity/budget";
import { explain } from "../../core/capacity/placement/scheduler";
import { formatCpu, formatSize } from "../../core/units";
import { isMap } from "../../core/config/lenient";
import { written, type Path } from "../../core/config/faults";
import type { Capacity } from "./model";
import type { Raw } from "./config";

/** The report as data: `--format json`, and what the page is made from. Quantities of pods and nodes are written as Kubernetes writes them. */
export interface CapacityReport {
  readonly stack: string;
  readonly ok: boolean;
  readonly target: {
    readonly kind: string;
    readonly distribution: string;
    readonly zones: readonly string[];
    readonly nodes: number;
  };
  readonly inputs: readonly { readonly path: string; readonly value: unknown }[];
  readonly sizes: readonly {
    readonly path: string;
    readonly value: number;
    readonly unit: string;
    readonly formula: string;
    readonly overridden: boolean;
  }[];
  readonly pods: readonly PodLine[];
  readonly fit: {
    readonly fits: boolean;
    /** `depends`: only some draws of equal nodes, or another order, would place all. */
    readonly verdict: string;
    readonly unplaced: readonly { readonly name: string; readonly namespace: string; readonly why: string }[];
    readonly nodes: readonly NodeLine[];
    readonly suggestion: string | null;
  };
  readonly loseNode: readonly (LossLine & { readonly node: string })[];
  readonly loseZone: readonly (LossLine & { readonly zone: string })[];
  readonly budgets: readonly BudgetLine[];
  /** `factor` is null where nothing depends on the rates. */
  readonly bottleneck: { readonly factor: number | null; readonly what: string };
  readonly cost: Readonly<Record<string, number>>;
}

export interface LossLine {
  readonly survives: boolean;
  /** What lost copies, what stops first. */
  readonly why: string;
  /** What stops. */
  readonly stopped: readonly string[];
}

export interface PodLine {
  readonly name: string;
  readonly namespace: string;
  readonly cpu: string;
  readonly memory: string;
  /** Null where it stays Pending. */
  readonly node: string | null;
}

export interface NodeLine {
  readonly name: string;
  readonly zone: string;
  readonly cpu: { readonly requested: number; readonly allocatable: number };
  readonly memory: { readonly requested: number; readonly allocatable: number };
  readonly pods: number;
}

export interface BudgetLine {
  readonly name: string;
  readonly path: string;
  readonly level: "proof" | "advice";
  readonly holds: boolean;
  readonly need: number;
  readonly usable: number;
  readonly have: number;
  readonly unit: string;
  readonly formula: string;
  readonly remedy: string;
  /** Growth of the load at which it is used up; null where the load doesn't matter. */
  readonly growth: number | null;
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? round(value) : null);
/** Enough digits to see every change, few enough to read. */
const round = (value: number): number => Number(value.toPrecision(8));

export function reportOf(stack: string, raw: Raw, { cluster, demand, assessment }: Capacity): CapacityReport {
  const { placement, verdict, bottleneck } = assessment;
  const placed = placement.board.flatMap(({ node, pods }) => pods.map((pod) => ({ pod, node: node.name })));
  const waiting = placement.unplaced.map(({ pod }) => ({ pod, node: null }));
  const order = new Map([...demand.pods].map((pod, index) => [`${pod.namespace}/${pod.name}`, index]));
  const rank = (pod: { namespace: string; name: string }): number =>
    order.get(`${pod.namespace}/${pod.name}`) ?? Infinity;
  return {
    stack,
    ok: assessment.ok,
    target: {
      kind: cluster.kind,
      distribution: cluster.distribution,
      zones: cluster.zones,
      nodes: assessment.nodes.length,
    },
    inputs: inputsOf(raw),
    sizes: demand.sizes.map((s) => ({ ...s, value: round(s.value) })),
    pods: [...placed, ...waiting]
      .sort((a, b) => rank(a.pod) - rank(b.pod) || (a.pod.name < b.pod.name ? -1 : 1))
      .map(({ pod, node }) => ({
        name: pod.name,
        namespace: pod.namespace,
        cpu: formatCpu(pod.requests.cpu),
        memory: formatSize(pod.requests.memory),
        node,
      })),
    fit: {
      fits: verdict === "fits",
      verdict,
      unplaced: placement.unplaced.map((u) => ({ name: u.pod.name, namespace: u.pod.namespace, why: explain(u) })),
      nodes: placement.board.map((seat) => ({
        name: seat.node.name,
        zone: seat.node.zone,
        cpu: { requested: seat.cpu, allocatable: seat.node.allocatable.cpu },
        memory: { requested: seat.memory, allocatable: seat.node.allocatable.memory },
        pods: seat.pods.length,
      })),
      suggestion: assessment.suggestion ?? null,
    },
    loseNode: assessment.loseNode.map(({ lost, survives, why, stopped }) => ({ node: lost, survives, why, stopped })),
    loseZone: assessment.loseZone.map(({ lost, survives, why, stopped }) => ({ zone: lost, survives, why, stopped })),
    budgets: assessment.budgets.map((b) => ({
      name: b.name,
      path: b.path,
      level: b.level,
      holds: holds(b),
      need: round(b.need),
      usable: round(b.usable),
      have: round(b.have),
      unit: b.unit,
      formula: b.formula,
      remedy: b.remedy,
      growth: orNull(ceiling(b)),
    })),
    bottleneck: { factor: orNull(bottleneck.factor), what: bottleneck.what },
    cost: Object.fromEntries(Object.entries(assessment.costTotals).map(([driver, amount]) => [driver, round(amount)])),
  };
}

/** Every setting as typed, addresses left out: they size nothing. */
function inputsOf(raw: Raw): CapacityReport["inputs"] {
  const leaves = (path: Path, value: unknown): CapacityReport["inputs"] => {
    if (Array.isArray(value)) return value.flatMap((item, index) => leaves([...path, index], item));
    if (isMap(value)) return Object.entries(value).flatMap(([key, item]) => leaves([...path, key], item));
    return [{ path: written(path), value }];
  };
  return Object.entries(raw).flatMap(([key, value]) => (key === "access" ? [] : leaves([key], value)));
}
