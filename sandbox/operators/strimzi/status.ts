import { conditionOf, type Condition, type Live } from "../kubernetes/objects";
import { STRIMZI, strimziNames, type Kafka, type KafkaNodePool, type Listener, type Status } from "./resources";
import type { Node } from "./nodes";

/** Statuses as the operators write them: `Ready`, or `NotReady` with a reason, never both. */
export function conditions(
  object: Live,
  ready: true | { readonly reason: string; readonly message: string },
  now: string,
): readonly Condition[] {
  const type = ready === true ? "Ready" : "NotReady";
  const before = conditionOf((object.status as Status | undefined)?.conditions, type);
  const lastTransitionTime = before?.status === "True" ? (before.lastTransitionTime ?? now) : now;
  return [{ type, status: "True", lastTransitionTime, ...(ready === true ? {} : ready) }];
}

/** True for the generation that the status speaks of: with another one, the specification changed since. */
export function isObserved(object: Live): boolean {
  return (object.status as Status | undefined)?.observedGeneration === object.metadata.generation;
}

export function observedGeneration({ metadata }: Live): { readonly observedGeneration?: number } {
  return metadata.generation === undefined ? {} : { observedGeneration: metadata.generation };
}

/** The version of the brokers that a sandbox runs. */
const KAFKA_VERSION = "4.1.0";

export interface Observed {
  readonly ready: true | { readonly reason: string; readonly message: string };
  readonly pools: readonly KafkaNodePool[];
  /** Known once a broker was formatted. */
  readonly clusterId: string;
  readonly authority: string | undefined;
}

export function kafkaStatus(kafka: Kafka, { ready, pools, clusterId, authority }: Observed, now: string): Status {
  const { version = KAFKA_VERSION, listeners } = kafka.spec.kafka;
  return {
    ...observedGeneration(kafka),
    conditions: conditions(kafka, ready, now),
    clusterId,
    kafkaVersion: version,
    operatorLastSuccessfulVersion: "0.51.0",
    kafkaNodePools: pools.map(({ metadata }) => ({ name: metadata.name })),
    // Addresses are published when the cluster can be reached, and stay while it is being changed.
    ...(ready === true
      ? { listeners: listeners.map((listener) => listenerStatus(kafka, listener, authority)) }
      : (keptListeners(kafka) ?? {})),
  };
}

function keptListeners({ status }: Kafka): { readonly listeners: unknown } | undefined {
  return status?.listeners === undefined ? undefined : { listeners: status.listeners };
}

function listenerStatus(
  { metadata }: Kafka,
  { name, port, type, tls }: Listener,
  authority: string | undefined,
): object {
  const { name: cluster, namespace } = metadata;
  const service = type === "internal" ? strimziNames.bootstrap(cluster) : strimziNames.externalBootstrap(cluster, name);
  const host = `${service}.${namespace}.svc`;
  return {
    name,
    addresses: [{ host, port }],
    bootstrapServers: `${host}:${port}`,
    ...(tls && authority !== undefined ? { certificates: [authority] } : {}),
  };
}

export function poolStatus(kafka: Kafka, pool: KafkaNodePool, nodes: readonly Node[], clusterId: string): Status {
  const own = nodes.filter((node) => node.pool.metadata.name === pool.metadata.name);
  return {
    ...observedGeneration(pool),
    clusterId,
    nodeIds: own.map(({ id }) => id),
    replicas: own.length,
    roles: pool.spec.roles,
    labelSelector: Object.entries({
      [STRIMZI.cluster]: kafka.metadata.name,
      [STRIMZI.name]: strimziNames.kafka(kafka.metadata.name),
      [STRIMZI.kind]: "Kafka",
      [STRIMZI.pool]: pool.metadata.name,
    })
      .map(([key, value]) => `${key}=${value}`)
      .join(","),
  };
}
