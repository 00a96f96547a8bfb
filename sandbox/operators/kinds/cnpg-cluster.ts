import { archiver, OBJECT_STORES, storeOf } from "../cloudnativepg/archiver";
import { instanceClaims } from "../cloudnativepg/claims";
import { CNPG_CLUSTERS, type CnpgCluster } from "../cloudnativepg/cluster";
import { ensureSecrets, loginSecretNames } from "../cloudnativepg/credentials";
import {
  createMissingPods,
  electPrimary,
  instancesOf,
  labelRoles,
  latestNode,
  stepInstances,
  type Instance,
} from "../cloudnativepg/instances";
import { clusterObjects, obsoleteBudgets } from "../cloudnativepg/objects";
import { LABELS } from "../cloudnativepg/labels";
import { keepServer, stopServer, type Fault } from "../cloudnativepg/process";
import { isObserved, PHASES, statusOf, type Phase } from "../cloudnativepg/status";
import { clustersWithData } from "../cloudnativepg/storage";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import { Applier } from "../kubernetes/applier";
import type { Live } from "../kubernetes/objects";
import { finishTermination, isRunning, isTerminating, markReady, markUnready } from "../kubernetes/pods";
import { CLAIMS, objectPath, PODS, SECRETS } from "../kubernetes/resources";
import { deleteIfThere, tellingRefusals, updateStatus } from "../kubernetes/writes";
import type { Outcome } from "../queue";

const WORKING_INTERVAL_MS = 250;
const LIVENESS_INTERVAL_MS = 2_000;

/** Plays CloudNativePG's operator: everything that it makes for a `Cluster`, and one real PostgreSQL server behind the primary. */
export const cnpgCluster: Kind = {
  name: "cnpg-cluster",
  reality:
    "one real PostgreSQL server for each Cluster; standbys are pods only, nothing is replicated, archived or backed up",
  play,
};

function play(world: World): Player {
  const applier = new Applier(world.client);
  return {
    watches: [
      { type: CNPG_CLUSTERS },
      { type: PODS, concerns: clusterByLabel },
      { type: CLAIMS, concerns: clusterByLabel },
      { type: SECRETS, concerns: (secret) => clustersUsing(world, secret) },
      {
        type: OBJECT_STORES,
        concerns: ({ metadata }) =>
          world.store
            .list(CNPG_CLUSTERS, metadata.namespace)
            .filter((cluster) => storeOf(cluster) === metadata.name)
            .map(nameOf),
      },
    ],
    leftovers: () => clustersWithData(world.layout),
    reconcile: (name) => reconcile(world, applier, name),
  };
}

async function reconcile(world: World, applier: Applier, name: Name): Promise<Outcome> {
  const cluster = world.store.get(CNPG_CLUSTERS, name.namespace, name.name);
  if (!cluster || cluster.metadata.deletionTimestamp !== undefined) {
    await letGo(world, name);
    return DONE;
  }
  // Ready drops at once when the specification changed, and comes back when it is true.
  if (!isObserved(cluster)) await report(world, cluster, { phase: PHASES.configuration });
  return tellingRefusals(
    () => converge(world, applier, cluster),
    (reason) => report(world, cluster, { phase: PHASES.cannotCreate, reason }),
  );
}

/** Takes a step towards what is asked for. */
async function converge(world: World, applier: Applier, cluster: CnpgCluster): Promise<Outcome> {
  const sidecars = archiver(world.store, cluster);
  if ("missing" in sidecars) {
    await report(world, cluster, { phase: PHASES.cannotCreate, reason: `ObjectStore ${sidecars.missing} not found` });
    return { againInMs: LIVENESS_INTERVAL_MS };
  }
  await makeObjects(world, applier, cluster);
  const instances = instancesOf(world, cluster);
  const primary = electPrimary(instances, cluster.status?.currentPrimary, isUpgrading(cluster));
  await labelRoles(world, instances, primary);
  await createMissingPods(world, cluster, instances, primary);
  const fault = await keepServer(world, cluster, instances, primary);
  await finishPods(world, nameOf(cluster));
  await keepReadiness(world, instances, fault);
  const phase = fault?.phase ?? (await stepInstances(world, applier, cluster, instances, primary));
  // A pod that the operator itself replaces is no failure, until everything is ready again.
  const kept = isUpgrading(cluster) && phase !== PHASES.healthy ? PHASES.upgrade : phase;
  await report(world, cluster, {
    phase: kept,
    ...(fault && { reason: fault.reason }),
    ...(primary && { primary: primary.name }),
  });
  return { againInMs: kept === PHASES.healthy ? LIVENESS_INTERVAL_MS : WORKING_INTERVAL_MS };
}

const isUpgrading = ({ status }: CnpgCluster): boolean => status?.phase === PHASES.upgrade;

/** Everything but the pods. */
async function makeObjects(world: World, applier: Applier, cluster: CnpgCluster): Promise<void> {
  const { namespace } = cluster.metadata;
  await ensureSecrets(world, cluster);
  await applier.apply(clusterObjects(cluster));
  for (const budget of obsoleteBudgets(cluster)) {
    await deleteIfThere(world.client, `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${budget}`);
  }
  const instances = instancesOf(world, cluster);
  const serials = instances.length > 0 ? instances.map(({ serial }) => serial) : [latestNode(cluster, instances) + 1];
  await applier.apply(serials.flatMap((serial) => instanceClaims(world, cluster, serial)));
}

/** An instance is ready while its pod runs and the database answers. */
async function keepReadiness(
  { client }: World,
  instances: readonly Instance[],
  fault: Fault | undefined,
): Promise<void> {
  for (const { pod } of instances) {
    if (!pod || !isRunning(pod)) continue;
    if (fault) await markUnready(client, pod, fault.reason);
    else await markReady(client, pod);
  }
}

/** Lets terminating pods go: by now none of them has the server. */
async function finishPods({ store, client }: World, { namespace, name }: Name): Promise<void> {
  const pods = store.list(PODS, namespace).filter((pod) => pod.metadata.labels?.[LABELS.cluster] === name);
  for (const pod of pods.filter(isTerminating)) await finishTermination(client, pod);
}

/** The cluster is gone: so is its server, and its data with the last of its claims. */
async function letGo(world: World, { namespace, name }: Name): Promise<void> {
  const { store, servers, layout } = world;
  await stopServer(world, { namespace, name });
  await finishPods(world, { namespace, name });
  if (store.list(CLAIMS, namespace).some((claim) => claim.metadata.labels?.[LABELS.cluster] === name)) return;
  if (!clustersWithData(layout).some((c) => c.namespace === namespace && c.name === name)) return;
  await servers.remove(namespace, name);
  world.log.say(`data of database ${namespace}/${name} removed with its volumes`);
}

async function report(
  world: World,
  cluster: CnpgCluster,
  news: { readonly phase: Phase; readonly reason?: string; readonly primary?: string },
): Promise<void> {
  const instances = instancesOf(world, cluster);
  const primary = news.primary ?? cluster.status?.currentPrimary;
  const status = statusOf(
    cluster,
    {
      phase: news.phase,
      ...(news.reason !== undefined && { reason: news.reason }),
      ...(primary !== undefined && { primary }),
      latestGeneratedNode: latestNode(cluster, instances),
      pods: instances.flatMap(({ pod }) => pod ?? []),
      instances: instances.map(({ name }) => name),
    },
    new Date().toISOString(),
  );
  const { namespace, name } = cluster.metadata;
  await updateStatus(world.client, objectPath(CNPG_CLUSTERS, namespace, name), cluster, status);
  const { phase, reason } = news;
  if (cluster.status?.phase !== phase)
    world.log.say([`cluster ${namespace}/${name}: ${phase}`, ...(reason === undefined ? [] : [reason])].join(", "));
}

function clusterByLabel(object: Live): readonly Name[] {
  const name = object.metadata.labels?.[LABELS.cluster];
  return name === undefined ? [] : [{ namespace: object.metadata.namespace, name }];
}

/** Clusters whose passwords or certificates are in a Secret. */
function clustersUsing({ store }: World, secret: Live): readonly Name[] {
  const users = store.list(CNPG_CLUSTERS, secret.metadata.namespace).filter((cluster) => {
    const { app, superuser } = loginSecretNames(cluster);
    const named = [app, superuser, ...Object.values(cluster.spec.certificates ?? {})];
    return named.includes(secret.metadata.name) || secret.metadata.labels?.[LABELS.cluster] === cluster.metadata.name;
  });
  return users.map(nameOf);
}
