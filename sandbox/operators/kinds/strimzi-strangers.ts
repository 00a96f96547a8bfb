import { administer } from "../../kafka/administration";
import { DONE, type Kind, type Name, type World } from "../kind";
import type { Outcome } from "../queue";
import { clusterOf, KAFKAS, USERS } from "../strimzi/resources";
import { runningCluster } from "../strimzi/running";
import { ignoredBy, principalsOn, strangersAmong } from "../strimzi/strangers";
import { removeRights } from "../strimzi/user-rights";
import { principalOf } from "../strimzi/user-secrets";

/** The operator's own interval is two minutes. */
const SWEEP_MS = 30_000;
const WAITING_MS = 5_000;

/** Plays the part of Strimzi's user operator that nobody asked for: users without a `KafkaUser` lose login, rights and quotas. */
export const strimziStrangers: Kind = {
  name: "strimzi-strangers",
  reality:
    "users of Strimzi's brokers that have no KafkaUser are removed, unless the user operator is told to ignore them",
  play: (world) => ({
    watches: [{ type: KAFKAS }, { type: USERS, concerns: () => [] }],
    reconcile: (name) => sweep(world, name),
  }),
};

async function sweep(world: World, { namespace, name }: Name): Promise<Outcome> {
  const kafka = world.store.get(KAFKAS, namespace, name);
  if (!kafka?.spec.entityOperator?.userOperator || kafka.metadata.deletionTimestamp !== undefined) return DONE;
  const cluster = await runningCluster(world, { namespace, cluster: name }, "userOperator");
  if (!cluster) return { againInMs: WAITING_MS };
  const ignored = ignoredBy(kafka);
  await administer(cluster.adminPorts, async (client, context) => {
    const principals = await principalsOn(client, context);
    // Read after the brokers: who is made meanwhile counts as known.
    const users = world.store.list(USERS, namespace).filter((user) => clusterOf(user) === name);
    for (const principal of strangersAmong(principals, new Set(users.map(principalOf)), ignored)) {
      await removeRights(client, context, principal);
      world.log.say(`kafka ${namespace}/${name}: user ${principal} has no KafkaUser and is removed`);
    }
  });
  return { againInMs: SWEEP_MS };
}
