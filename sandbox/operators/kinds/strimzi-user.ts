import { administer } from "../../kafka/administration";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import type { Live } from "../kubernetes/objects";
import { DEPLOYMENTS, objectPath, SECRETS } from "../kubernetes/resources";
import { updateStatus } from "../kubernetes/writes";
import type { Outcome } from "../queue";
import { clusterOf, KAFKAS, USERS, type KafkaUser } from "../strimzi/resources";
import { clusterNameOf, runningCluster, setFinalizer } from "../strimzi/running";
import { conditions, observedGeneration } from "../strimzi/status";
import { ensureUserSecret, passwordSecretOf, principalOf, secretNameOf } from "../strimzi/user-secrets";
import { removeRights, setRights } from "../strimzi/user-rights";

const FINALIZER = "strimzi.io/user-operator";
const RECONCILE_MS = 30_000;
const WAITING_MS = 1_000;

/** Plays Strimzi's user operator: a `KafkaUser` gets its Secret, and on the real brokers its login, its rights and its quotas. */
export const strimziUser: Kind = {
  name: "strimzi-user",
  reality: "KafkaUsers log in at the real brokers, with real rights and quotas",
  play,
};

function play(world: World): Player {
  const known = new Map<string, string>();
  const ofCluster = (object: Live): readonly Name[] =>
    world.store
      .list(USERS, object.metadata.namespace)
      .filter((user) => clusterOf(user) === (object.kind === KAFKAS.kind ? object.metadata.name : clusterOf(object)))
      .map(nameOf);
  const ofSecret = (secret: Live): readonly Name[] =>
    world.store
      .list(USERS, secret.metadata.namespace)
      .filter((user) => [secretNameOf(user), passwordSecretOf(user)].includes(secret.metadata.name))
      .map(nameOf);
  return {
    watches: [
      { type: USERS },
      { type: KAFKAS, concerns: ofCluster },
      { type: DEPLOYMENTS, concerns: ofCluster },
      { type: SECRETS, concerns: ofSecret },
    ],
    reconcile: (name) => reconcile(world, known, name),
  };
}

/** `known` holds the password that each user has on the brokers, as far as this process set it. */
async function reconcile(world: World, known: Map<string, string>, { namespace, name }: Name): Promise<Outcome> {
  const user = world.store.get(USERS, namespace, name);
  if (!user) return DONE;
  const path = objectPath(USERS, namespace, name);
  const isDeleted = user.metadata.deletionTimestamp !== undefined;
  const cluster = await runningCluster(world, clusterNameOf(user), "userOperator");
  if (!cluster) return isDeleted && (await isAbandoned(world, path, user)) ? DONE : { againInMs: WAITING_MS };
  if (isDeleted) {
    await administer(cluster.adminPorts, (client, context) => removeRights(client, context, principalOf(user)));
    await setFinalizer(world, path, user, FINALIZER, false);
    return DONE;
  }
  if (await setFinalizer(world, path, user, FINALIZER, true)) return DONE;
  const password = await ensureUserSecret(world, cluster.kafka, user);
  if ("waiting" in password) {
    await report(world, path, user, { reason: "InvalidResourceException", message: password.waiting });
    return { againInMs: WAITING_MS };
  }
  const { uid } = user.metadata;
  const isKnown = known.get(uid) === password.text;
  await administer(cluster.adminPorts, (client, context) =>
    setRights(client, context, user, isKnown ? undefined : password.text),
  );
  if (password.text !== undefined) known.set(uid, password.text);
  await report(world, path, user, true);
  return { againInMs: RECONCILE_MS };
}

/** The cluster itself is gone, and with it the user: nothing keeps the object. */
async function isAbandoned(world: World, path: string, user: KafkaUser): Promise<boolean> {
  if (world.store.get(KAFKAS, user.metadata.namespace, clusterOf(user) ?? "")) return false;
  await setFinalizer(world, path, user, FINALIZER, false);
  return true;
}

async function report(
  { client }: World,
  path: string,
  user: KafkaUser,
  ready: Parameters<typeof conditions>[1],
): Promise<void> {
  await updateStatus(client, path, user, {
    ...observedGeneration(user),
    username: principalOf(user),
    ...(user.spec?.authentication && user.spec.authentication.type !== "tls-external"
      ? { secret: secretNameOf(user) }
      : {}),
    conditions: conditions(user, ready, new Date().toISOString()),
  });
}
