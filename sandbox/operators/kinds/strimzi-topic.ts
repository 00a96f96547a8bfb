import { administer } from "../../kafka/administration";
import { TopicAdmin } from "../../providers/kafka/topic-admin";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import type { Live } from "../kubernetes/objects";
import { DEPLOYMENTS, objectPath } from "../kubernetes/resources";
import { updateStatus } from "../kubernetes/writes";
import type { Outcome } from "../queue";
import { clusterOf, KAFKAS, STRIMZI, TOPICS, type KafkaTopic } from "../strimzi/resources";
import { clusterNameOf, runningCluster, setFinalizer, type RunningCluster } from "../strimzi/running";
import { conditions, observedGeneration } from "../strimzi/status";

const FINALIZER = "strimzi.io/topic-operator";
/** As the operator's own, which looks at all topics every two minutes; shorter, as nobody wants to wait for drift to be mended here. */
const RECONCILE_MS = 30_000;
const WAITING_MS = 1_000;

/** What can't be done with the topic as it is, in the operator's words. */
class NotSupported extends Error {}

/** Plays Strimzi's topic operator: topics on the real brokers are made, changed and deleted as their `KafkaTopic` says. */
export const strimziTopic: Kind = {
  name: "strimzi-topic",
  reality: "KafkaTopics are topics on the real brokers",
  play,
};

function play(world: World): Player {
  const ofCluster = (object: Live): readonly Name[] =>
    world.store
      .list(TOPICS, object.metadata.namespace)
      .filter((topic) => clusterOf(topic) === (object.kind === KAFKAS.kind ? object.metadata.name : clusterOf(object)))
      .map(nameOf);
  return {
    watches: [{ type: TOPICS }, { type: KAFKAS, concerns: ofCluster }, { type: DEPLOYMENTS, concerns: ofCluster }],
    reconcile: (name) => reconcile(world, name),
  };
}

async function reconcile(world: World, { namespace, name }: Name): Promise<Outcome> {
  const topic = world.store.get(TOPICS, namespace, name);
  if (!topic || topic.metadata.annotations?.[STRIMZI.managed] === "false") return DONE;
  const path = objectPath(TOPICS, namespace, name);
  const isDeleted = topic.metadata.deletionTimestamp !== undefined;
  const cluster = await runningCluster(world, clusterNameOf(topic), "topicOperator");
  if (!cluster) return isDeleted && (await isAbandoned(world, path, topic)) ? DONE : { againInMs: WAITING_MS };
  if (isDeleted) {
    await remove(cluster, topic);
    await setFinalizer(world, path, topic, FINALIZER, false);
    return DONE;
  }
  if (await setFinalizer(world, path, topic, FINALIZER, true)) return DONE;
  const ready = await makeSo(cluster, topic);
  const status = {
    ...observedGeneration(topic),
    topicName: topicName(topic),
    conditions: conditions(topic, ready, new Date().toISOString()),
  };
  await updateStatus(world.client, path, topic, status);
  return { againInMs: RECONCILE_MS };
}

const topicName = ({ spec, metadata }: KafkaTopic): string => spec?.topicName ?? metadata.name;

/** The cluster itself is gone, and with it the topic: nothing keeps the object. */
async function isAbandoned(world: World, path: string, topic: KafkaTopic): Promise<boolean> {
  if (world.store.get(KAFKAS, topic.metadata.namespace, clusterOf(topic) ?? "")) return false;
  await setFinalizer(world, path, topic, FINALIZER, false);
  return true;
}

async function remove({ adminPorts }: RunningCluster, topic: KafkaTopic): Promise<void> {
  await administer(adminPorts, async (client, context) => {
    const admin = new TopicAdmin(client, context);
    if (await admin.read(topicName(topic))) await admin.delete(topicName(topic));
  });
}

async function makeSo(
  { adminPorts }: RunningCluster,
  topic: KafkaTopic,
): Promise<true | { reason: string; message: string }> {
  try {
    await administer(adminPorts, (client, context) => converge(new TopicAdmin(client, context), topic));
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { reason: error instanceof NotSupported ? "NotSupported" : "KafkaError", message };
  }
}

async function converge(admin: TopicAdmin, topic: KafkaTopic): Promise<void> {
  const name = topicName(topic);
  const { partitions = -1, replicas = -1, config = {} } = topic.spec ?? {};
  const wanted = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
  const found = await admin.read(name);
  if (!found) {
    await admin.create({ name, partitions, replicationFactor: replicas, config: wanted });
    return;
  }
  await admin.setConfig(name, wanted);
  if (partitions > found.partitions) await admin.addPartitions(name, partitions);
  if (partitions !== -1 && partitions < found.partitions) {
    throw new NotSupported(`Decreasing partitions not supported: ${found.partitions} -> ${partitions}`);
  }
  // The operator leaves that to Cruise Control.
  if (replicas !== -1 && replicas !== found.replicationFactor) {
    throw new NotSupported(
      `Replication factor change not supported, but required for partitions: ${found.replicationFactor} -> ${replicas}`,
    );
  }
}
