import type { Cpu, Size } from "../../config/fields";
import type { Demand, NamespacePlan } from "../demand";
import { SizeSheet, type Derived } from "../derived";
import { roundUp } from "../numbers";
import { MiB } from "../../units";
import { totalLimits, totalRequests, type Pod, type Resources } from "./pod";

export interface Quota {
  readonly requests: Resources;
  readonly limits: Resources;
}

/** What a namespace needs at most: Σ steady pods + surge, Jobs and joining replicas [Kubernetes docs, resource-quotas]. */
export function quotaFor(namespace: NamespacePlan, pods: readonly Pod[]): Quota {
  const all = [...pods.filter((p) => p.namespace === namespace.name), ...namespace.transient];
  return { requests: totalRequests(all), limits: totalLimits(all) };
}

/** A quota as the config gives it. */
interface QuotaSetting {
  readonly requests: AmountSetting;
  readonly limits: AmountSetting;
}
interface AmountSetting {
  readonly cpu: Cpu;
  readonly memory: Size;
}

const plain = ({ cpu, memory }: AmountSetting): Resources => ({ cpu: cpu.millicores, memory: memory.bytes });
export const quotaOf = ({ requests, limits }: QuotaSetting): Quota => ({
  requests: plain(requests),
  limits: plain(limits),
});

/** The quotas of all namespaces that have one, as sizes. Memory up to whole MiB. */
export function quotaSizes(demand: Pick<Demand, "namespaces" | "pods">): readonly Derived[] {
  return demand.namespaces.flatMap((namespace) => {
    if (namespace.path === undefined) return [];
    const derived = quotaFor(namespace, demand.pods);
    const sheet = new SizeSheet(namespace.path);
    for (const kind of ["requests", "limits"] as const) {
      const why = `${kind} of all pods of ${namespace.name}, with what a rollout or a Job adds`;
      sheet.cpu(`${kind}.cpu`, derived[kind].cpu, why, namespace.quota?.[kind].cpu);
      sheet.memory(`${kind}.memory`, roundUp(derived[kind].memory, MiB), why, namespace.quota?.[kind].memory);
    }
    return sheet.sizes;
  });
}

/** Memory limits may exceed what the nodes have by this factor: beyond it one spike takes others down. CPU is only slowed, so it is not limited here. */
export const MEMORY_OVERCOMMIT = { "single-node": 1.2, "multi-node": 1.5 } as const;
/** Σ quotas ÷ usable: one node has nothing to lend; on several, not all namespaces are full at once [kubernetes-mixin, KubeMemoryQuotaOvercommit 1.5]. */
export const QUOTA_OVERCOMMIT = { "single-node": 1, "multi-node": 1.5 } as const;
/** Share of the allocatable resources that requests may take: the rest is for DaemonSets to come, surge and debugging. */
export const REQUEST_SHARE = { "single-node": 0.85, "multi-node": 0.8 } as const;
