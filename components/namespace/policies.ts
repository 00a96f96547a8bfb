/** NetworkPolicies of a namespace: everything is refused, and one policy per flow and direction allows what has a name. */
import type * as k8s from "@pulumi/kubernetes";
import { isPods, type Flow, type FlowPort, type Labels, type Peer } from "./flows";
import type { NamespacePlan } from "./plan";

type NetworkPolicy = k8s.types.input.networking.v1.NetworkPolicy;
type PolicyPeer = k8s.types.input.networking.v1.NetworkPolicyPeer;

export interface NamedPolicy {
  /** Of the child: `flow-dns-out`. */
  readonly role: string;
  readonly policy: NetworkPolicy;
}

/** Why a policy exists, for whoever reads it on the cluster. */
const WHY = "streaming/why";

export function networkPolicies(plan: NamespacePlan): readonly NamedPolicy[] {
  return [
    { role: "default-deny", policy: defaultDeny(plan) },
    ...plan.flows.flatMap((flow) => [...ingress(plan, flow), ...egress(plan, flow)]),
  ];
}

const meta = ({ name, partOf }: NamespacePlan, policy: string, why: string) => ({
  name: policy,
  namespace: name,
  labels: { "app.kubernetes.io/part-of": partOf },
  annotations: { [WHY]: why },
});

const defaultDeny = (plan: NamespacePlan): NetworkPolicy => ({
  metadata: meta(plan, "default-deny", "what no other policy names is refused, either way"),
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
});

function ingress(plan: NamespacePlan, { name, from, to, ports, why }: Flow): readonly NamedPolicy[] {
  if (!isPods(to) || to.namespace !== plan.name) return [];
  const policy: NetworkPolicy = {
    metadata: meta(plan, `${name}-in`, why),
    spec: {
      podSelector: selector(to.pods),
      policyTypes: ["Ingress"],
      ingress: [{ from: [peer(from)], ...portsOf(ports) }],
    },
  };
  return [{ role: `flow-${name}-in`, policy }];
}

function egress(plan: NamespacePlan, { name, from, to, ports, why }: Flow): readonly NamedPolicy[] {
  if (!isPods(from) || from.namespace !== plan.name) return [];
  const policy: NetworkPolicy = {
    metadata: meta(plan, `${name}-out`, why),
    spec: {
      podSelector: selector(from.pods),
      policyTypes: ["Egress"],
      egress: [{ to: [peer(to)], ...portsOf(ports) }],
    },
  };
  return [{ role: `flow-${name}-out`, policy }];
}

function selector(pods: Labels) {
  const labels = Object.entries(pods);
  const one = labels.flatMap(([key, value]) => (typeof value === "string" ? [[key, value] as const] : []));
  const several = labels.flatMap(([key, value]) => (typeof value === "string" ? [] : [{ key, values: value }]));
  return {
    ...(one.length === 0 ? {} : { matchLabels: Object.fromEntries(one) }),
    ...(several.length === 0
      ? {}
      : { matchExpressions: several.map(({ key, values }) => ({ key, operator: "In", values: [...values] })) }),
  };
}

/** The API server itself labels every namespace with its name. */
const peer = (of: Peer): PolicyPeer =>
  isPods(of)
    ? {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": of.namespace } },
        podSelector: selector(of.pods),
      }
    : { ipBlock: { cidr: of.cidr, ...(of.except === undefined ? {} : { except: [...of.except] }) } };

/** A rule without ports holds for all of them. */
const portsOf = (ports: readonly FlowPort[]) =>
  ports.length === 0 ? {} : { ports: ports.map(({ port, protocol }) => ({ port, protocol })) };
