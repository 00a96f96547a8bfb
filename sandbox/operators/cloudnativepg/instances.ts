import type { KubeObject } from "../../kube";
import type { World } from "../kind";
import type { Applier } from "../kubernetes/applier";
import type { Claim, Pod } from "../kubernetes/objects";
import { createMissing, isReady, isRunning, isTerminating } from "../kubernetes/pods";
import { CLAIMS, objectPath, PODS } from "../kubernetes/resources";
import { archiver } from "./archiver";
import { cnpgNames, type CnpgCluster } from "./cluster";
import { instanceClaims } from "./claims";
import { LABELS, SERIAL } from "./labels";
import { instancePod, roleLabels, SPEC_HASH, type InstanceRole } from "./pods";
import { PHASES, type Phase } from "./status";

/** A cluster's instances: a claim makes one, its pod may come and go. */
export interface Instance {
  readonly serial: number;
  readonly name: string;
  readonly claim: Claim;
  readonly pod: Pod | undefined;
}

export function instancesOf({ store }: World, { metadata }: CnpgCluster): readonly Instance[] {
  return store
    .list(CLAIMS, metadata.namespace)
    .filter(
      (claim) =>
        claim.metadata.labels?.[LABELS.cluster] === metadata.name &&
        claim.metadata.labels[LABELS.claimRole] === "PG_DATA",
    )
    .filter((claim) => claim.metadata.deletionTimestamp === undefined)
    .map((claim) => {
      const serial = Number(claim.metadata.annotations?.[SERIAL] ?? 0);
      return {
        serial,
        name: claim.metadata.name,
        claim,
        pod: store.get(PODS, metadata.namespace, claim.metadata.name),
      };
    })
    .sort((a, b) => a.serial - b.serial);
}

/**
 * Who is primary: the one that was, unless its pod can't run while another instance is ready, which then takes over. While the operator itself
 * replaces the primary's pod it waits for it.
 */
export function electPrimary(
  instances: readonly Instance[],
  current: string | undefined,
  isReplacing: boolean,
): Instance | undefined {
  const [first] = instances;
  const present = instances.find((instance) => instance.name === current);
  if (present && (isReplacing || (present.pod && isRunning(present.pod)))) return present;
  return instances.find(({ pod }) => pod && isRunning(pod) && isReady(pod)) ?? present ?? first;
}

/** The highest serial that was ever given; it is never given again. */
export function latestNode({ status }: CnpgCluster, instances: readonly Instance[]): number {
  return Math.max(status?.latestGeneratedNode ?? 0, ...instances.map(({ serial }) => serial));
}

/** Takes one step towards the instances that the specification asks for, and says what phase that is. */
export async function stepInstances(
  world: World,
  applier: Applier,
  cluster: CnpgCluster,
  instances: readonly Instance[],
  primary: Instance | undefined,
): Promise<Phase> {
  if (instances.some(({ pod }) => !pod || isTerminating(pod) || !isReady(pod))) return PHASES.waiting;
  const { instances: wanted } = cluster.spec;
  const surplus = instances.findLast((instance) => instance.name !== primary?.name);
  if (instances.length > wanted && surplus) {
    await removeInstance(world, cluster, surplus);
    return PHASES.waiting;
  }
  if (instances.length < wanted) {
    await applier.apply(instanceClaims(world, cluster, latestNode(cluster, instances) + 1));
    return PHASES.newReplica;
  }
  const outdated = instances.filter((instance) => isOutdated(world, cluster, instance));
  const next = outdated.findLast((instance) => instance.name !== primary?.name) ?? outdated[0];
  if (!next?.pod) return PHASES.healthy;
  await deletePod(world, next.pod);
  return PHASES.upgrade;
}

/** Makes the pods of instances that have none. */
export async function createMissingPods(
  world: World,
  cluster: CnpgCluster,
  instances: readonly Instance[],
  primary: Instance | undefined,
): Promise<void> {
  const missing = instances.filter(({ pod }) => !pod);
  for (const { serial, name } of missing)
    await createPod(world, cluster, serial, name === primary?.name ? "primary" : "replica");
}

export async function labelRoles(
  world: World,
  instances: readonly Instance[],
  primary: Instance | undefined,
): Promise<void> {
  for (const { pod, name } of instances) {
    const role: InstanceRole = name === primary?.name ? "primary" : "replica";
    if (!pod || pod.metadata.labels?.[LABELS.instanceRole] === role) continue;
    await world.client.request("PATCH", objectPath(PODS, pod.metadata.namespace, name), {
      body: { metadata: { uid: pod.metadata.uid, labels: roleLabels(role) } },
      contentType: "application/merge-patch+json",
    });
  }
}

function isOutdated(world: World, cluster: CnpgCluster, { serial, pod }: Instance): boolean {
  const wanted = podOf(world, cluster, serial, "replica").metadata.annotations?.[SPEC_HASH];
  return pod !== undefined && pod.metadata.annotations?.[SPEC_HASH] !== wanted;
}

function podOf({ store }: World, cluster: CnpgCluster, serial: number, role: InstanceRole): KubeObject {
  const sidecars = archiver(store, cluster);
  return instancePod(cluster, serial, role, "missing" in sidecars ? [] : sidecars);
}

async function createPod(world: World, cluster: CnpgCluster, serial: number, role: InstanceRole): Promise<void> {
  const { client, log } = world;
  const pod = podOf(world, cluster, serial, role);
  if (await createMissing(client, pod))
    log.say(`cluster ${cluster.metadata.namespace}/${cluster.metadata.name}: pod ${pod.metadata.name} made`);
}

async function deletePod({ client }: World, { metadata }: Pod): Promise<void> {
  await client.request("DELETE", objectPath(PODS, metadata.namespace, metadata.name), {
    body: { preconditions: { uid: metadata.uid } },
  });
}

async function removeInstance(world: World, { metadata, spec }: CnpgCluster, { name, pod }: Instance): Promise<void> {
  if (pod) await deletePod(world, pod);
  for (const claim of [name, ...(spec.walStorage ? [cnpgNames.walClaim(name)] : [])]) {
    await world.client.request("DELETE", objectPath(CLAIMS, metadata.namespace, claim));
  }
}
