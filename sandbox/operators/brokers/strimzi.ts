import type { Broker, BrokerSecurity } from "../../kafka/brokers";
import { secretText, type Pod } from "../kubernetes/objects";
import { CLAIMS, NODES, SECRETS } from "../kubernetes/resources";
import type { Reader } from "../kubernetes/store";
import { authorityOf } from "../strimzi/authorities";
import { isBroker, nodesOf } from "../strimzi/nodes";
import { CONTAINER } from "../strimzi/pods";
import { clusterOf, KAFKAS, NODE_POOLS, STRIMZI, type Kafka, type Listener } from "../strimzi/resources";
import type { BrokerEngine } from "./engine";

/** Pods that the cluster operator made for brokers. Separate controllers are pods only: the brokers themselves vote here. */
export const strimzi: BrokerEngine = {
  containerOf: ({ metadata, spec }) => {
    const isBrokerPod = metadata.labels?.[STRIMZI.kind] === "Kafka" && metadata.labels[STRIMZI.brokerRole] === "true";
    return isBrokerPod && spec.containers.some(({ name }) => name === CONTAINER) ? CONTAINER : undefined;
  },
  brokerOf(store, pod) {
    const { namespace, name, uid } = pod.metadata;
    const cluster = clusterOf(pod) ?? "";
    const kafka = store.get(KAFKAS, namespace, cluster);
    if (!kafka) return undefined;
    const pools = store.list(NODE_POOLS, namespace).filter((pool) => clusterOf(pool) === cluster);
    const members = nodesOf(cluster, pools)
      .filter(isBroker)
      .map(({ id, pod: of }) => ({ nodeId: id, pod: of }));
    const self = members.find((member) => member.pod === name);
    const volume = dataVolume(store, pod);
    const security = securityOf(store, kafka, name);
    const rack = rackOf(store, kafka, pod);
    if (!self || volume === undefined || !security || rack === "unknown") return undefined;
    return {
      namespace,
      pod: name,
      podUid: uid,
      cluster,
      nodeId: self.nodeId,
      members,
      ...rack,
      volume,
      security,
      overrides: overridesOf(kafka),
    };
  },
};

/** What the pod's node has under the rack's label; `unknown` while the node isn't seen yet. */
function rackOf(store: Reader, { spec }: Kafka, pod: Pod): Pick<Broker, "rack"> | "unknown" {
  const { rack } = spec.kafka;
  if (!rack) return {};
  const node = pod.spec.nodeName === undefined ? undefined : store.get(NODES, undefined, pod.spec.nodeName);
  const label = node?.metadata.labels?.[rack.topologyKey];
  return label === undefined ? "unknown" : { rack: label };
}

/** The first data claim's volume, or the pod itself where the data lies in the pod; undefined while the claim isn't bound. */
function dataVolume(store: Reader, pod: Pod): string | undefined {
  const claim = pod.spec.volumes?.find(({ persistentVolumeClaim }) => persistentVolumeClaim)?.persistentVolumeClaim
    ?.claimName;
  if (claim === undefined) return `pod-${pod.metadata.uid}`;
  return store.get(CLAIMS, pod.metadata.namespace, claim)?.spec.volumeName;
}

/** The listener that asks most of clients is the one that a sandbox opens: what works there works on the others. */
export function openListener(listeners: readonly Listener[]): Listener | undefined {
  const rank = ({ tls, authentication }: Listener): number => (authentication ? 2 : 0) + (tls ? 1 : 0);
  return [...listeners].sort((a, b) => rank(b) - rank(a))[0];
}

function securityOf(store: Reader, kafka: Kafka, pod: string): BrokerSecurity | undefined {
  const listener = openListener(kafka.spec.kafka.listeners);
  const { authorization } = kafka.spec.kafka;
  if (!listener) return undefined;
  const superUsers = authorization?.type === "simple" ? { superUsers: authorization.superUsers ?? [] } : {};
  const mechanisms = listener.authentication?.type === "scram-sha-512" ? (["SCRAM-SHA-512"] as const) : [];
  const base: BrokerSecurity = { kind: "secured", mechanisms, ...superUsers };
  if (!listener.tls) return base;
  const own = listener.configuration?.brokerCertChainAndKey;
  const secret = store.get(SECRETS, kafka.metadata.namespace, own?.secretName ?? pod);
  const certificate = secretText(secret, own?.certificate ?? `${pod}.crt`);
  const key = secretText(secret, own?.key ?? `${pod}.key`);
  const clients = authorityOf({ store }, kafka, "clients");
  if (certificate === undefined || key === undefined || !clients) return undefined;
  return {
    ...base,
    clientCertificates: listener.authentication?.type === "tls",
    tls: { certificate, key, authorities: clients.certificate },
  };
}

/** Settings that belong to the operator, not to the user [Strimzi KafkaConfiguration, forbidden prefixes]. */
const OPERATORS =
  /^(?:listeners|advertised|broker\.|listener\.|host\.name|port|inter\.broker\.listener\.name|sasl\.|ssl\.|security\.|password\.|log\.dir|super\.user|authorizer\.|zookeeper|process\.roles|node\.id|controller\.(?:listener|quorum)|metadata\.log\.dir)/;

function overridesOf({ spec }: Kafka): Broker["overrides"] {
  const entries = Object.entries(spec.kafka.config ?? {}).filter(([key]) => !OPERATORS.test(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}
