import type { Budget } from "./budget";
import type { CostPart } from "./cost/quantities";
import type { Derived } from "./derived";
import type { Daemon, Pod, Resources } from "./pods/pod";

/** A volume that the plan claims. */
export interface Volume {
  readonly name: string;
  readonly namespace: string;
  readonly bytes: number;
  /** The pod whose node it lies on. */
  readonly pod: string;
}

/** How many copies of a component must run for it to serve, when one node or one zone is gone. */
export interface Survival {
  readonly component: string;
  /** Short name for sentences: `brokers`. */
  readonly label: string;
  readonly needs: { readonly node: number; readonly zone: number };
  /** Why so many: `min ISR 2 of RF 3`. */
  readonly because: string;
}

/** Room that a namespace needs besides its running pods. */
export interface NamespacePlan {
  readonly name: string;
  /** Where the config can give its quota: `streamflow.quotas["streamflow-kafka"]`; absent = it gets none. */
  readonly path?: string;
  /** Pods that exist besides the steady ones for a while: surge of a rollout, Jobs, joining replicas. */
  readonly transient: readonly TransientPod[];
  /** Quota given in the config instead of the derived one. */
  readonly quota?: { readonly requests: Resources; readonly limits: Resources };
}

export type TransientPod = Pick<Pod, "name" | "requests" | "limits">;

/** Everything that one part of a stack asks of the cluster. Platforms add theirs; nothing else knows them. */
export interface Demand {
  readonly sizes: readonly Derived[];
  /** In the order of creation, which is the order of scheduling. */
  readonly pods: readonly Pod[];
  readonly daemons: readonly Daemon[];
  readonly volumes: readonly Volume[];
  readonly namespaces: readonly NamespacePlan[];
  readonly budgets: readonly Budget[];
  readonly survival: readonly Survival[];
  readonly costs: readonly CostPart[];
}

export const nothing: Demand = {
  sizes: [],
  pods: [],
  daemons: [],
  volumes: [],
  namespaces: [],
  budgets: [],
  survival: [],
  costs: [],
};

/** A part's demand, with only what it has. */
export const demand = (part: Partial<Demand>): Demand => ({ ...nothing, ...part });

export const addUp = (demands: readonly Demand[]): Demand => ({
  sizes: demands.flatMap((d) => d.sizes),
  pods: demands.flatMap((d) => d.pods),
  daemons: demands.flatMap((d) => d.daemons),
  volumes: demands.flatMap((d) => d.volumes),
  namespaces: mergeNamespaces(demands.flatMap((d) => d.namespaces)),
  budgets: demands.flatMap((d) => d.budgets),
  survival: demands.flatMap((d) => d.survival),
  costs: demands.flatMap((d) => d.costs),
});

/** Parts that share a namespace share its quota. */
function mergeNamespaces(plans: readonly NamespacePlan[]): readonly NamespacePlan[] {
  const byName = new Map<string, NamespacePlan>();
  for (const plan of plans) {
    const other = byName.get(plan.name);
    byName.set(
      plan.name,
      other
        ? {
            ...other,
            ...plan,
            transient: [...other.transient, ...plan.transient],
          }
        : plan,
    );
  }
  return [...byName.values()];
}
