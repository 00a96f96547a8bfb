/**
 * Which connections NetworkPolicies let through [Kubernetes docs, Network Policies]. Policies only add up: a pod that no policy of a direction
 * selects takes everything in it, and any other takes what at least one rule names. A connection needs both ends' consent.
 */

export type Labels = Readonly<Record<string, string>>;

/** What a policy can tell apart. */
export type Actor = PodActor | AddressActor;
export interface PodActor {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
}
export interface AddressActor {
  readonly name: string;
  readonly address: string;
  /** Opens connections, and is nobody's server. */
  readonly clientOnly?: boolean;
}

export interface Policy {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: Labels };
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}
export interface Selector {
  readonly matchLabels?: Labels;
  /** Of the operators only the one that is used. */
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: "In";
    readonly values: readonly string[];
  }[];
}
interface Rule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports?: readonly { readonly port?: number; readonly protocol?: string }[];
}
interface PolicyPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/** Ports of a connection, as `9092/TCP`; `every` = all of them. */
export type Ports = "every" | readonly string[];

export interface Allowed {
  readonly ports: Ports;
  /** Policies that consent, in the order in which they stand. */
  readonly by: readonly Policy[];
}

export interface Network {
  readonly policies: readonly Policy[];
  /** Labels of namespaces; those that aren't named have their own name as label only. */
  readonly namespaces: Readonly<Record<string, Labels>>;
  /** A block of all addresses holds the pods', too, as it does with most network plugins. */
  readonly blocksHoldPods: boolean;
}

/** What `from` may open at `to`; undefined where nothing. */
export function allowed(network: Network, from: Actor, to: Actor): Allowed | undefined {
  const out = consent(network, "Egress", from, to);
  const into = consent(network, "Ingress", to, from);
  const ports = both(out.ports, into.ports);
  return ports !== "every" && ports.length === 0
    ? undefined
    : { ports, by: [...new Set([...out.by, ...into.by])].filter((policy) => concerns(policy, ports)) };
}

export const isPod = (actor: Actor): actor is PodActor => "namespace" in actor;

/** Whether any policy of this direction selects the pod. */
export const isIsolated = (network: Network, direction: "Ingress" | "Egress", pod: PodActor): boolean =>
  selecting(network, direction, pod).length > 0;

function consent(network: Network, direction: "Ingress" | "Egress", own: Actor, other: Actor): Allowed {
  if (!isPod(own)) return { ports: "every", by: [] };
  const policies = selecting(network, direction, own);
  if (policies.length === 0) return { ports: "every", by: [] };
  const grants = policies.flatMap((policy) =>
    rulesOf(policy, direction)
      .filter((rule) => names(network, policy, direction === "Ingress" ? rule.from : rule.to, other))
      .map((rule) => ({ policy, ports: portsOf(rule) })),
  );
  return {
    ports: grants.reduce<Ports>((sum, { ports }) => either(sum, ports), []),
    by: grants.map(({ policy }) => policy),
  };
}

const selecting = ({ policies }: Network, direction: "Ingress" | "Egress", pod: PodActor): readonly Policy[] =>
  policies.filter(
    (policy) =>
      policy.metadata.namespace === pod.namespace &&
      typesOf(policy).includes(direction) &&
      matches(policy.spec.podSelector, pod.labels),
  );

/** Left out, a policy is for ingress, and for egress where it has egress rules. */
const typesOf = ({ spec }: Policy): readonly string[] =>
  spec.policyTypes ?? ["Ingress", ...(spec.egress === undefined ? [] : ["Egress"])];

const rulesOf = ({ spec }: Policy, direction: "Ingress" | "Egress"): readonly Rule[] =>
  (direction === "Ingress" ? spec.ingress : spec.egress) ?? [];

/** A rule without peers is for everybody. */
const names = (network: Network, policy: Policy, peers: readonly PolicyPeer[] | undefined, other: Actor): boolean =>
  peers === undefined || peers.length === 0 || peers.some((peer) => isPeer(network, policy, peer, other));

function isPeer(network: Network, policy: Policy, peer: PolicyPeer, other: Actor): boolean {
  if (peer.ipBlock !== undefined) return inBlock(network, peer.ipBlock, other);
  if (!isPod(other)) return false;
  const isNamespace =
    peer.namespaceSelector === undefined
      ? other.namespace === policy.metadata.namespace
      : matches(peer.namespaceSelector, labelsOf(network, other.namespace));
  return isNamespace && matches(peer.podSelector ?? {}, other.labels);
}

const labelsOf = ({ namespaces }: Network, name: string): Labels => ({
  ...namespaces[name],
  "kubernetes.io/metadata.name": name,
});

const matches = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ""));

/** Pods have addresses, too, though nobody knows which. */
function inBlock(
  { blocksHoldPods }: Network,
  { cidr, except = [] }: NonNullable<PolicyPeer["ipBlock"]>,
  other: Actor,
): boolean {
  if (isPod(other)) return blocksHoldPods && cidr === "0.0.0.0/0";
  return contains(cidr, other.address) && !except.some((block) => contains(block, other.address));
}

function contains(cidr: string, address: string): boolean {
  const [base = "", bits = "32"] = cidr.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(base) / size) === Math.floor(numberOf(address) / size);
}

const numberOf = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

const portsOf = ({ ports }: Rule): Ports =>
  ports === undefined || ports.length === 0
    ? "every"
    : ports.map(({ port, protocol = "TCP" }) => (port === undefined ? `*/${protocol}` : `${port}/${protocol}`));

const either = (a: Ports, b: Ports): Ports => (a === "every" || b === "every" ? "every" : [...new Set([...a, ...b])]);
const both = (a: Ports, b: Ports): Ports =>
  a === "every" ? b : b === "every" ? a : a.filter((port) => b.includes(port));

/** A policy that consents to other ports only has no part in the connection. */
const concerns = (policy: Policy, ports: Ports): boolean =>
  [...rulesOf(policy, "Ingress"), ...rulesOf(policy, "Egress")].some((rule) => {
    const own = portsOf(rule);
    return own === "every" || (ports !== "every" && own.some((port) => ports.includes(port)));
  });
