/** Who may speak to whom: one named flow each, from which the NetworkPolicies of both ends are made. */

/** Labels that pods carry, each with its value or one of several; none named = every pod of the namespace. */
export type Labels = Readonly<Record<string, string | readonly string[]>>;

export interface Pods {
  readonly namespace: string;
  readonly pods: Labels;
}

/** Addresses outside the pods' network, such as the runner's subnet or an object store. */
export interface Addresses {
  readonly cidr: string;
  readonly except?: readonly string[];
}

export type Peer = Pods | Addresses;

export interface FlowPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

export interface Flow {
  /** Kebab-case; the policies are named after it. */
  readonly name: string;
  readonly from: Peer;
  readonly to: Peer;
  /** None = every port. */
  readonly ports: readonly FlowPort[];
  /** What stops working without it. */
  readonly why: string;
}

export const isPods = (peer: Peer): peer is Pods => "namespace" in peer;

export const tcp = (...ports: readonly number[]): readonly FlowPort[] =>
  ports.map((port) => ({ port, protocol: "TCP" }));
export const udp = (...ports: readonly number[]): readonly FlowPort[] =>
  ports.map((port) => ({ port, protocol: "UDP" }));

/** For peers that choose their ports as they start. */
export const EVERY_PORT: readonly FlowPort[] = [];

/** Every pod of a namespace. */
export const everyPod = (namespace: string): Pods => ({ namespace, pods: {} });

/**
 * All addresses but the cloud's metadata service, which would hand the node's rights to any pod. API servers and object stores have addresses
 * that no config knows; pods that they could be mistaken for are closed by their own namespaces.
 */
export const ANYWHERE: Addresses = { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] };

const CLUSTER_DNS: Pods = { namespace: "kube-system", pods: { "k8s-app": "kube-dns" } };

/** Names of Services and of the world. */
export const dnsFlow = (namespace: string): Flow => ({
  name: "dns",
  from: everyPod(namespace),
  to: CLUSTER_DNS,
  ports: [...udp(53), ...tcp(53)],
  why: "every client looks its servers up by name",
});

/** Where API servers listen, as policies see the address behind the Service `kubernetes`: managed ones; K3s' and kubeadm's; minikube's. */
const API_SERVER_PORTS = [443, 6443, 8443] as const;

export const apiServerFlow = (name: string, from: Pods, why: string): Flow => ({
  name,
  from,
  to: ANYWHERE,
  ports: tcp(...API_SERVER_PORTS),
  why,
});

/** From address ranges of the config, such as the subnet of the machine that runs `pulumi up`: one flow per range. */
export const addressFlows = (
  name: string,
  ranges: readonly string[],
  to: Pods,
  ports: readonly FlowPort[],
  why: string,
): readonly Flow[] =>
  ranges.map((cidr) => ({
    name: ranges.length === 1 ? name : `${name}-${cidr.replaceAll(/[^0-9a-f]+/g, "-")}`,
    from: { cidr },
    to,
    ports,
    why,
  }));

/** To the object store: AWS by HTTPS, or one of your own at its endpoint's port. */
export function storeFlow(name: string, from: Pods, endpoint: string | undefined, why: string): Flow {
  const { protocol, port } = new URL(endpoint ?? "https://s3.amazonaws.com");
  const usual = protocol === "http:" ? 80 : 443;
  return { name, from, to: ANYWHERE, ports: tcp(port === "" ? usual : Number(port)), why };
}

/** Webhooks of Slack and PagerDuty: HTTPS to the world. */
export const httpsFlow = (name: string, from: Pods, why: string): Flow => ({
  name,
  from,
  to: ANYWHERE,
  ports: tcp(443),
  why,
});
