import { ensureLogins } from "../../kafka/administration";
import { brokersWithData } from "../../kafka/storage";
import type { BrokerEngine } from "../brokers/engine";
import { redpanda } from "../brokers/redpanda";
import { strimzi } from "../brokers/strimzi";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import type { Live, Pod } from "../kubernetes/objects";
import {
  finishTermination,
  isReady,
  isRunning,
  isTerminating,
  markReady,
  markRestarting,
  markUnready,
} from "../kubernetes/pods";
import { CLAIMS, CONFIG_MAPS, NODES, objectPath, PODS, SECRETS, STATEFUL_SETS, VOLUMES } from "../kubernetes/resources";
import { answersAtLast, becomesTrue } from "../poll";
import type { Outcome } from "../queue";
import { KAFKAS, NODE_POOLS } from "../strimzi/resources";

const ENGINES: readonly BrokerEngine[] = [redpanda, strimzi];

/** How long a broker has to hand over its leaderships; without a majority of controllers it would wait for minutes. */
const STOP_DEADLINE_MS = 8_000;
const STARTING_INTERVAL_MS = 150;
const LIVENESS_INTERVAL_MS = 2_000;
const ANSWER_DEADLINE_MS = 10_000;

/** Plays the kubelet for brokers' pods: a real Kafka broker runs while the pod does, and the pod is ready while the broker answers. */
export const brokerPod: Kind = {
  name: "broker-pod",
  reality:
    "a real Kafka broker for each pod of a broker; Redpanda's own interfaces (admin API, rpk, metrics) aren't there",
  play,
};

function play(world: World): Player {
  return {
    watches: [
      { type: PODS, concerns: (object) => (engineOf(object as Pod) ? [nameOf(object)] : []) },
      { type: VOLUMES, concerns: (volume) => brokersOn(world, volume) },
      // Read when a broker starts.
      ...[NODES, CLAIMS, STATEFUL_SETS, CONFIG_MAPS, SECRETS, KAFKAS, NODE_POOLS].map((type) => ({
        type,
        concerns: () => [],
      })),
    ],
    leftovers: () => brokersWithData(world.layout).map(({ namespace, pod }) => ({ namespace, name: pod })),
    reconcile: (name) => reconcile(world, name),
  };
}

async function reconcile(world: World, { namespace, name }: Name): Promise<Outcome> {
  const { brokers, client, store } = world;
  const pod = store.get(PODS, namespace, name);
  const engine = pod && engineOf(pod);
  const served = brokers.servedPod(namespace, name);
  if (served !== undefined && (!pod || served !== pod.metadata.uid || isTerminating(pod))) {
    await brokers.stop(namespace, name, STOP_DEADLINE_MS);
    world.log.say(`broker ${namespace}/${name} stopped`);
  }
  if (!pod) {
    await removeOrphanedData(world, namespace, name);
    return DONE;
  }
  if (!engine) return DONE;
  if (isTerminating(pod)) {
    await finishTermination(client, pod);
    return DONE;
  }
  return isRunning(pod) ? serve(world, engine, pod) : DONE;
}

/** The pod is set up on its node: the broker has to run, and the pod's readiness says whether it answers. */
async function serve(world: World, engine: BrokerEngine, found: Pod): Promise<Outcome> {
  const { brokers, client } = world;
  const { namespace, name, uid } = found.metadata;
  let pod = found;
  if (brokers.servedPod(namespace, name) !== uid) {
    const broker = engine.brokerOf(world.store, pod);
    // Its claim or StatefulSet is yet to be seen.
    if (!broker) return { againInMs: STARTING_INTERVAL_MS };
    if (isReady(pod))
      pod = await markRestarting(client, pod, engine.containerOf(pod) ?? "", "the broker's process ended");
    await brokers.start(broker);
    world.log.say(`broker ${namespace}/${name} started`);
  } else if (!(await answersAtLast(() => brokers.answers(namespace, name)))) {
    pod = await markUnready(client, pod, "the broker does not answer");
  }
  if (!(await untilItAnswers(world, pod))) return { againInMs: STARTING_INTERVAL_MS };
  if (!isReady(pod)) {
    const { admin } = await brokers.portsOf(namespace, name);
    await ensureLogins(admin, engine.brokerOf(world.store, pod)?.logins ?? []);
    world.log.say(`broker ${namespace}/${name} answers`);
  }
  await markReady(client, pod);
  return { againInMs: LIVENESS_INTERVAL_MS };
}

/** False when the pod is no longer the one to serve, or after a while in vain; a process that ends meanwhile is a failure. */
async function untilItAnswers({ brokers, store }: World, pod: Pod): Promise<boolean> {
  const { namespace, name, uid } = pod.metadata;
  const isOver = (): boolean => {
    const current = store.get(PODS, namespace, name);
    return current?.metadata.uid !== uid || isTerminating(current) || brokers.servedPod(namespace, name) === undefined;
  };
  const probe = async (): Promise<boolean> => (await brokers.answers(namespace, name)) || isOver();
  if (!(await becomesTrue(probe, ANSWER_DEADLINE_MS, STARTING_INTERVAL_MS))) return false;
  if (brokers.servedPod(namespace, name) === undefined)
    throw new Error(`the broker ended: ${brokers.lastWords(namespace, name)}`);
  return !isOver();
}

/** Data whose volume is gone goes too; asked of the server itself, as a watch may lag behind. */
async function removeOrphanedData(world: World, namespace: string, pod: string): Promise<void> {
  const data = brokersWithData(world.layout).find((b) => b.namespace === namespace && b.pod === pod);
  if (!data || (await world.client.get(objectPath(VOLUMES, undefined, data.volume))) !== undefined) return;
  await world.brokers.remove(namespace, pod);
  world.log.say(`data of broker ${namespace}/${pod} removed with its volume`);
}

function engineOf(pod: Pod): BrokerEngine | undefined {
  return ENGINES.find((engine) => engine.containerOf(pod) !== undefined);
}

function brokersOn(world: World, volume: Live): readonly Name[] {
  return brokersWithData(world.layout)
    .filter((b) => b.volume === volume.metadata.name)
    .map(({ namespace, pod }) => ({ namespace, name: pod }));
}
