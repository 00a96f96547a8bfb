import type { Budget } from "./budget";
import type { Demand, NamespacePlan } from "./demand";
import { formatBytes, formatCores } from "./format";
import type { Cluster } from "./nodes/cluster";
import { totalRequests, type Resources } from "./pods/pod";
import { MEMORY_OVERCOMMIT, QUOTA_OVERCOMMIT, quotaFor } from "./pods/quota";
import { MiB } from "../units";

/** Quotas must take their namespace's pods, and the nodes must bear the quotas. */
export function quotaBudgets(cluster: Cluster, usable: Resources, demand: Demand): readonly Budget[] {
  const limited = demand.namespaces.filter((n) => n.path !== undefined);
  const given = limited.map((n) => n.quota ?? quotaFor(n, demand.pods));
  const total = totalRequests(given);
  const totalLimit = totalRequests(given.map((q) => ({ requests: q.limits })));
  const outside = totalRequests(demand.pods.filter((p) => !limited.some((n) => n.name === p.namespace)));
  const most = QUOTA_OVERCOMMIT[cluster.kind];
  const room = (have: number, taken: number): number => have * most - taken;
  const common = { path: "target.nodes", level: "proof", remedy: "lower the quotas or add nodes" } as const;
  const limitMost = MEMORY_OVERCOMMIT[cluster.kind];
  if (limited.length === 0) return [];
  return [
    ...limited.flatMap((n) => withinQuota(n, demand)),
    {
      ...common,
      name: "quotas-cpu",
      unit: "millicores",
      need: total.cpu,
      usable: room(usable.cpu, outside.cpu),
      have: room(usable.cpu, outside.cpu),
      formula: `quotas' requests together; ${formatCores(usable.cpu)} cores × ${most} − ${formatCores(outside.cpu)} of namespaces without quota`,
    },
    {
      ...common,
      name: "quotas-memory",
      unit: "MiB",
      need: total.memory / MiB,
      usable: room(usable.memory, outside.memory) / MiB,
      have: room(usable.memory, outside.memory) / MiB,
      formula: `quotas' requests together; ${formatBytes(usable.memory)} × ${most} − ${formatBytes(outside.memory)} of namespaces without quota`,
    },
    {
      ...common,
      name: "quotas-memory-limits",
      unit: "MiB",
      need: totalLimit.memory / MiB,
      usable: (usable.memory * limitMost) / MiB,
      have: (usable.memory * limitMost) / MiB,
      formula: `quotas' memory limits are ${Math.round((totalLimit.memory / usable.memory) * 100)} % of the allocatable memory; at most ${limitMost * 100} %`,
    },
  ];
}

/** A quota given in the config must take the namespace's pods, with what a rollout adds. */
function withinQuota(namespace: NamespacePlan, demand: Demand): readonly Budget[] {
  if (!namespace.quota) return [];
  const need = quotaFor(namespace, demand.pods);
  const given = namespace.quota;
  const line = (kind: "requests" | "limits", what: "cpu" | "memory"): Budget => {
    const per = what === "memory" ? MiB : 1;
    return {
      name: `quota-${kind}-${what}`,
      path: `${namespace.path ?? namespace.name}.${kind}.${what}`,
      level: "proof",
      unit: what === "memory" ? "MiB" : "millicores",
      need: need[kind][what] / per,
      usable: given[kind][what] / per,
      have: given[kind][what] / per,
      formula: `${kind} of the pods of ${namespace.name}, rollouts included`,
      remedy: "raise the quota or leave it out to have it derived",
    };
  };
  return [line("requests", "cpu"), line("requests", "memory"), line("limits", "cpu"), line("limits", "memory")];
}
