/** A platform's namespace, decided: who may run there, how much, and who speaks to whom. */
import type { NamespacePlan as NamespaceRoom } from "../../core/capacity/demand";
import { roundUp } from "../../core/capacity/numbers";
import type { Pod } from "../../core/capacity/pods/pod";
import { quotaFor, type Quota } from "../../core/capacity/pods/quota";
import type { TargetConfig } from "../../core/config/target";
import { MiB } from "../../core/units";
import { dnsFlow, isPods, type Flow } from "./flows";

/** Kubernetes' Pod Security Standards. */
export type PodSecurity = "restricted" | "baseline" | "privileged";

export interface NamespacePlan {
  readonly name: string;
  readonly partOf: string;
  readonly podSecurity: PodSecurity;
  readonly target: TargetConfig["kind"];
  /** What its pods may ask for together, with what a rollout or a Job adds. */
  readonly quota: Quota;
  /** All that is allowed here, either way; everything else is refused. */
  readonly flows: readonly Flow[];
}

export interface NamespaceScope {
  readonly name: string;
  readonly partOf: string;
  readonly podSecurity: PodSecurity;
  readonly target: TargetConfig["kind"];
  /** The platform's flows; those that neither begin nor end here are left out. */
  readonly flows: readonly Flow[];
  readonly demand: { readonly pods: readonly Pod[]; readonly namespaces: readonly NamespaceRoom[] };
}

export function planNamespace({ demand, flows, ...scope }: NamespaceScope): NamespacePlan {
  const own = [dnsFlow(scope.name), ...flows].filter(({ from, to }) => isIn(from, scope.name) || isIn(to, scope.name));
  return { ...scope, quota: quotaOf(scope.name, demand), flows: distinct(own) };
}

/** The quota from the config, or the sum of what the plan runs there; memory up to whole MiB. */
function quotaOf(name: string, { pods, namespaces }: NamespaceScope["demand"]): Quota {
  const room = namespaces.find((n) => n.name === name) ?? { name, transient: [] };
  if (room.quota) return room.quota;
  const { requests, limits } = quotaFor(room, pods);
  const whole = ({ cpu, memory }: Quota["requests"]) => ({ cpu: Math.ceil(cpu), memory: roundUp(memory, MiB) });
  return { requests: whole(requests), limits: whole(limits) };
}

const isIn = (peer: Flow["from"], namespace: string): boolean => isPods(peer) && peer.namespace === namespace;

/** Two flows of one name would be one policy, and one of them would be lost. */
function distinct(flows: readonly Flow[]): readonly Flow[] {
  const names = flows.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two flows of one namespace are named ${twice}`);
  return flows;
}
