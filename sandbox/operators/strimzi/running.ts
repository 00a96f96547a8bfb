import type { World } from "../kind";
import type { Live } from "../kubernetes/objects";
import { isReady } from "../kubernetes/pods";
import { DEPLOYMENTS, PODS } from "../kubernetes/resources";
import { clusterOf, KAFKAS, STRIMZI, strimziNames, type Kafka } from "./resources";

/** A cluster that the entity operator can work on: its brokers by their ports without login. */
export interface RunningCluster {
  readonly kafka: Kafka;
  readonly adminPorts: readonly number[];
}

export interface ClusterName {
  readonly namespace: string;
  readonly cluster: string;
}

/** The cluster that a topic or user belongs to. */
export const clusterNameOf = (object: Live): ClusterName => ({
  namespace: object.metadata.namespace,
  cluster: clusterOf(object) ?? "",
});

/** The cluster of a topic or user, if that part of the entity operator runs; otherwise nobody would take notice of the object. */
export async function runningCluster(
  { store, brokers }: World,
  { namespace, cluster }: ClusterName,
  part: "topicOperator" | "userOperator",
): Promise<RunningCluster | undefined> {
  const kafka = store.get(KAFKAS, namespace, cluster);
  if (!kafka?.spec.entityOperator?.[part]) return undefined;
  const operator = store.get(DEPLOYMENTS, namespace, strimziNames.entityOperator(cluster));
  if ((operator?.status?.availableReplicas ?? 0) < 1) return undefined;
  const ready = store
    .list(PODS, namespace)
    .filter(
      (pod) => clusterOf(pod) === cluster && pod.metadata.labels?.[STRIMZI.brokerRole] === "true" && isReady(pod),
    );
  if (ready.length === 0) return undefined;
  const ports = await Promise.all(ready.map(({ metadata }) => brokers.portsOf(namespace, metadata.name)));
  return { kafka, adminPorts: ports.map(({ admin }) => admin) };
}

/** A finalizer keeps a deleted object until what stands for it on the brokers is gone, too. */
export async function setFinalizer(
  { client }: World,
  path: string,
  object: Live,
  finalizer: string,
  present: boolean,
): Promise<boolean> {
  const { finalizers = [], uid, resourceVersion } = object.metadata;
  if (finalizers.includes(finalizer) === present) return false;
  const wanted = present ? [...finalizers, finalizer] : finalizers.filter((name) => name !== finalizer);
  await client.request("PATCH", path, {
    body: { metadata: { uid, resourceVersion, finalizers: wanted } },
    contentType: "application/merge-patch+json",
  });
  return true;
}
