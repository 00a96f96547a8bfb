import { clusterIdOf } from "../../kafka/identity";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import { Applier } from "../kubernetes/applier";
import { growable } from "../kubernetes/claim-sizes";
import type { Live, Pod } from "../kubernetes/objects";
import { createMissing, isReady, isTerminating } from "../kubernetes/pods";
import { CLAIMS, DEPLOYMENTS, objectPath, PODS, SECRETS } from "../kubernetes/resources";
import { deleteIfThere, tellingRefusals, updateStatus } from "../kubernetes/writes";
import type { Outcome } from "../queue";
import { authorityOf, ensureAuthorities, ensureBrokerCertificates } from "../strimzi/authorities";
import { nodesOf, type Node } from "../strimzi/nodes";
import { nodeClaims } from "../strimzi/claims";
import { clusterObjects } from "../strimzi/objects";
import { nodePod, REVISION } from "../strimzi/pods";
import { clusterOf, KAFKAS, NODE_POOLS, STRIMZI, type Kafka, type KafkaNodePool } from "../strimzi/resources";
import { obsoleteServants, servants } from "../strimzi/servants";
import { isObserved, kafkaStatus, poolStatus } from "../strimzi/status";

const WORKING_INTERVAL_MS = 500;

/** Why the cluster isn't ready. */
interface Pending {
  readonly reason: string;
  readonly message: string;
}

/** Plays Strimzi's cluster operator: everything that it makes for a `Kafka` and its node pools. The brokers themselves are started pod by pod. */
export const strimziKafka: Kind = {
  name: "strimzi-kafka",
  reality:
    "a real Kafka broker for each broker pod of Strimzi; separate controllers, entity operator, exporter and Cruise Control are pods only",
  play,
};

function play(world: World): Player {
  const applier = new Applier(world.client);
  return {
    watches: [
      { type: KAFKAS },
      ...[NODE_POOLS, PODS, CLAIMS, SECRETS, DEPLOYMENTS].map((type) => ({ type, concerns: clusterByLabel })),
    ],
    reconcile: (name) => reconcile(world, applier, name),
  };
}

async function reconcile(world: World, applier: Applier, name: Name): Promise<Outcome> {
  const kafka = world.store.get(KAFKAS, name.namespace, name.name);
  // What was made for it has it as owner and goes with it.
  if (!kafka || kafka.metadata.deletionTimestamp !== undefined) return DONE;
  const pools = world.store.list(NODE_POOLS, name.namespace).filter((pool) => clusterOf(pool) === name.name);
  const nodes = nodesOf(name.name, pools);
  // Ready drops at once when the specification changed, and comes back when it is true.
  const isNews = !isObserved(kafka) || pools.some((pool) => !isObserved(pool));
  if (isNews) await report(world, kafka, pools, { reason: "Creating", message: "Kafka cluster is being deployed" });
  const pending = await tellingRefusals(
    () => converge(world, applier, kafka, pools, nodes),
    (message) => report(world, kafka, pools, { reason: "KubernetesClientException", message }),
  );
  await report(world, kafka, pools, pending);
  return pending ? { againInMs: WORKING_INTERVAL_MS } : DONE;
}

/** Takes a step towards what is asked for; undefined where nothing is left to do. */
async function converge(
  world: World,
  applier: Applier,
  kafka: Kafka,
  pools: readonly KafkaNodePool[],
  nodes: readonly Node[],
): Promise<Pending | undefined> {
  const { namespace, name } = kafka.metadata;
  if (nodes.length === 0)
    return {
      reason: "InvalidResourceException",
      message: `KafkaNodePools are required, and none has the label ${STRIMZI.cluster}: ${name}`,
    };
  for (const pool of pools) {
    const status = poolStatus(kafka, pool, nodes, clusterIdOf(world.layout.stack, namespace, name));
    await updateStatus(world.client, objectPath(NODE_POOLS, namespace, pool.metadata.name), pool, status);
  }
  const missing = await ensureAuthorities(world, kafka);
  if (missing !== undefined)
    return {
      reason: "InvalidConfigurationException",
      message: `Secret ${missing} of the custom authority does not exist`,
    };
  if (!(await ensureBrokerCertificates(world, kafka, nodes)))
    return { reason: "Creating", message: "the brokers' certificates are being made" };
  const claims = await growable(
    world,
    nodes.flatMap((node) => nodeClaims(kafka, node)),
  );
  await applier.apply([...clusterObjects(kafka, nodes), ...claims]);
  return (await stepPods(world, kafka, nodes)) ?? (await keepServants(world, applier, kafka));
}

/** Makes missing pods, removes surplus ones, and replaces outdated ones, one at a time and only while all others are ready. */
async function stepPods(
  { store, client, log }: World,
  kafka: Kafka,
  nodes: readonly Node[],
): Promise<Pending | undefined> {
  const { namespace, name } = kafka.metadata;
  const pods = store
    .list(PODS, namespace)
    .filter((pod) => clusterOf(pod) === name && pod.metadata.labels?.[STRIMZI.pool] !== undefined);
  const podOf = (node: Node): Pod | undefined => pods.find((pod) => pod.metadata.name === node.pod);
  const remove = (pod: Pod): Promise<void> =>
    deleteIfThere(client, objectPath(PODS, namespace, pod.metadata.name), { preconditions: { uid: pod.metadata.uid } });
  for (const node of nodes.filter((candidate) => !podOf(candidate))) {
    if (await createMissing(client, nodePod(kafka, node))) log.say(`kafka ${namespace}/${name}: pod ${node.pod} made`);
  }
  const surplus = pods.filter((pod) => !nodes.some((node) => node.pod === pod.metadata.name));
  for (const pod of surplus.filter((candidate) => !isTerminating(candidate))) await remove(pod);
  const unready = nodes.filter((node) => {
    const pod = podOf(node);
    return !pod || isTerminating(pod) || !isReady(pod);
  });
  if (unready.length > 0)
    return { reason: "Creating", message: `waiting for pod ${unready.map(({ pod }) => pod).join(", ")}` };
  const outdated = nodes.find(
    (node) => podOf(node)?.metadata.annotations?.[REVISION] !== nodePod(kafka, node).metadata.annotations?.[REVISION],
  );
  const next = outdated && podOf(outdated);
  if (!next) return undefined;
  await remove(next);
  log.say(`kafka ${namespace}/${name}: pod ${next.metadata.name} is replaced`);
  return { reason: "Creating", message: `pod ${next.metadata.name} is being replaced` };
}

/** The Deployments that work on a running cluster. */
async function keepServants({ client, store }: World, applier: Applier, kafka: Kafka): Promise<Pending | undefined> {
  const { namespace } = kafka.metadata;
  const wanted = servants(kafka);
  await applier.apply(wanted);
  for (const name of obsoleteServants(kafka)) {
    if (store.get(DEPLOYMENTS, namespace, name)) await deleteIfThere(client, objectPath(DEPLOYMENTS, namespace, name));
  }
  const waiting = wanted
    .filter(({ kind }) => kind === DEPLOYMENTS.kind)
    .find(({ metadata }) => (store.get(DEPLOYMENTS, namespace, metadata.name)?.status?.availableReplicas ?? 0) < 1);
  return waiting && { reason: "Creating", message: `waiting for Deployment ${waiting.metadata.name}` };
}

async function report(
  world: World,
  kafka: Kafka,
  pools: readonly KafkaNodePool[],
  pending: Pending | undefined,
): Promise<void> {
  const { namespace, name } = kafka.metadata;
  const observed = {
    ready: pending ?? (true as const),
    pools,
    clusterId: clusterIdOf(world.layout.stack, namespace, name),
    authority: authorityOf(world, kafka, "cluster")?.certificate,
  };
  const status = kafkaStatus(kafka, observed, new Date().toISOString());
  const isNews = await updateStatus(world.client, objectPath(KAFKAS, namespace, name), kafka, status);
  if (isNews) world.log.say(`kafka ${namespace}/${name}: ${pending ? pending.message : "ready"}`);
}

function clusterByLabel(object: Live): readonly Name[] {
  const name = clusterOf(object);
  return name === undefined ? [] : [{ ...nameOf(object), name }];
}
