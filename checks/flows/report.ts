/** All connections that a stack's policies let through, one line each, with the reasons that the policies give. */
import { redact, type Plan } from "../plan";
import { isKubernetesObject } from "../schema/objects";
import { podsOf } from "./pods";
import { allowed, isIsolated, isPod, type Actor, type Network, type PodActor, type Policy } from "./semantics";

/** Who else is on a cluster: operators, the cluster's own, strangers, and the world outside, of which the runner is in 10.20.0.0/16. */
export const SURROUNDINGS: readonly Actor[] = [
  { name: "cluster-operator", namespace: "strimzi-system", labels: { "strimzi.io/kind": "cluster-operator" } },
  { name: "operator", namespace: "cnpg-system", labels: { "app.kubernetes.io/name": "cloudnative-pg" } },
  {
    name: "operator",
    namespace: "flink-operator",
    labels: { "app.kubernetes.io/name": "flink-kubernetes-operator" },
  },
  { name: "dns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
  { name: "stranger", namespace: "default", labels: {} },
  { name: "the runner", address: "10.20.0.10", clientOnly: true },
  { name: "the world", address: "203.0.113.10" },
  { name: "the cloud's metadata", address: "169.254.169.254" },
];

export function networkOf({ resources }: Plan): Network {
  const objects = resources.filter(isKubernetesObject).map(({ props }) => redact(props));
  const ofKind = <T>(kind: string): readonly T[] =>
    objects.filter((o) => (o as { kind?: string }).kind === kind) as unknown as readonly T[];
  const namespaces = ofKind<{ metadata: { name: string; labels?: Record<string, string> } }>("Namespace");
  return {
    policies: ofKind<Policy>("NetworkPolicy"),
    blocksHoldPods: true,
    namespaces: Object.fromEntries(namespaces.map(({ metadata }) => [metadata.name, metadata.labels ?? {}])),
  };
}

/** The stack's pods, a stranger in each of its guarded namespaces, and the surroundings. */
export function actorsOf(plan: Plan, network: Network, others: readonly Actor[]): readonly Actor[] {
  const strangers = Object.keys(network.namespaces)
    .map((namespace): PodActor => ({ name: "stranger", namespace, labels: {} }))
    .filter((stranger) => isGuarded(network, stranger));
  return [...podsOf(plan), ...strangers, ...others];
}

const isGuarded = (network: Network, actor: Actor): boolean =>
  isPod(actor) && (isIsolated(network, "Ingress", actor) || isIsolated(network, "Egress", actor));

/** `namespace/pods → namespace/pods: ports (why)`; only what begins or ends at a pod that policies guard. */
export function flowLines(plan: Plan, others: readonly Actor[] = SURROUNDINGS): readonly string[] {
  const network = networkOf(plan);
  const actors = actorsOf(plan, network, others);
  const guarded = (actor: Actor): boolean => isGuarded(network, actor);
  // Who may reach all addresses reaches every pod that nobody guards, which is told once, as "the world".
  const open: Network = { ...network, blocksHoldPods: false };
  return actors
    .flatMap((from) =>
      actors
        .filter((to) => (isPod(to) || to.clientOnly !== true) && (guarded(from) || guarded(to)))
        .flatMap((to) => {
          const found = allowed(isPod(to) && !guarded(to) ? open : network, from, to);
          if (found === undefined) return [];
          const ports = found.ports === "every" ? "every port" : [...found.ports].sort(byNumber).join(" ");
          const why = [
            ...new Set(found.by.map(({ metadata }) => metadata.annotations?.["streaming/why"] ?? "no reason")),
          ];
          return [`${told(from)} → ${told(to)}: ${ports} (${why.join("; ")})`];
        }),
    )
    .sort();
}

const byNumber = (a: string, b: string): number => Number.parseInt(a) - Number.parseInt(b) || a.localeCompare(b);
const told = (actor: Actor): string => (isPod(actor) ? `${actor.namespace}/${actor.name}` : actor.name);
