import type { KubeObject } from "../../kube";
import { backupFault, BACKUPS, type Backup } from "../cloudnativepg/backups";
import { CNPG_CLUSTERS, type CnpgCluster } from "../cloudnativepg/cluster";
import { PHASES } from "../cloudnativepg/status";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import { ownedBy } from "../kubernetes/objects";
import { collectionPath, objectPath } from "../kubernetes/resources";
import { updateStatus } from "../kubernetes/writes";
import { SNAPSHOTS } from "../snapshots";
import type { Outcome } from "../queue";

/** Plays CloudNativePG for a `Backup`: it completes when the cluster is healthy and configured for its method. Nothing is copied anywhere. */
export const cnpgBackup: Kind = {
  name: "cnpg-backup",
  reality: "backups of databases are objects only: nothing is copied",
  play,
};

function play(world: World): Player {
  const ofCluster = ({ metadata }: { readonly metadata: Name }): readonly Name[] =>
    world.store
      .list(BACKUPS, metadata.namespace)
      .filter(({ spec }) => spec.cluster.name === metadata.name)
      .map(nameOf);
  return {
    watches: [
      { type: BACKUPS },
      { type: CNPG_CLUSTERS, concerns: ofCluster },
      // A backup by snapshot is complete when its snapshots can be used.
      {
        type: SNAPSHOTS,
        concerns: ({ metadata }) =>
          metadata.labels?.["cnpg.io/backupName"]
            ? [{ namespace: metadata.namespace, name: metadata.labels["cnpg.io/backupName"] }]
            : [],
      },
    ],
    reconcile: (name) => reconcile(world, name),
  };
}

async function reconcile(world: World, { namespace, name }: Name): Promise<Outcome> {
  const backup = world.store.get(BACKUPS, namespace, name);
  if (!backup || ["completed", "failed"].includes(backup.status?.phase ?? "")) return DONE;
  const cluster = world.store.get(CNPG_CLUSTERS, namespace, backup.spec.cluster.name);
  const now = new Date().toISOString();
  const base = { method: backup.spec.method ?? "barmanObjectStore", startedAt: backup.status?.startedAt ?? now };
  const report = async (status: object): Promise<void> => {
    await updateStatus(world.client, objectPath(BACKUPS, namespace, name), backup, { ...base, ...status });
  };
  if (!cluster || cluster.status?.phase !== PHASES.healthy) {
    await report({ phase: "pending" });
    return DONE;
  }
  const fault = backupFault(cluster, backup.spec);
  if (fault !== undefined) {
    await report({ phase: "failed", error: fault, stoppedAt: now });
    return DONE;
  }
  const snapshot = backup.spec.method === "volumeSnapshot" ? await snapshotOf(world, backup, cluster) : undefined;
  if (snapshot && !snapshot.isReady) {
    await report({ phase: "running" });
    return DONE;
  }
  await report({
    phase: "completed",
    backupId: base.startedAt.replaceAll(/\D/g, "").slice(0, 14),
    backupName: name,
    serverName: cluster.metadata.name,
    instanceID: { podName: cluster.status.currentPrimary ?? "" },
    stoppedAt: now,
    ...(snapshot ? { snapshotBackupStatus: { elements: [{ name: snapshot.name, type: "PG_DATA" }] } } : {}),
  });
  world.log.say(`backup ${namespace}/${name} completed`);
  return DONE;
}

/** The snapshot of the primary's data; made where it isn't there. */
async function snapshotOf(
  { store, client }: World,
  backup: Backup,
  cluster: CnpgCluster,
): Promise<{ readonly name: string; readonly isReady: boolean }> {
  const { namespace, name } = backup.metadata;
  const found = store.get(SNAPSHOTS, namespace, name);
  if (found) return { name, isReady: found.status?.readyToUse === true };
  const { className } = cluster.spec.backup?.volumeSnapshot ?? {};
  const body: KubeObject = {
    apiVersion: SNAPSHOTS.apiVersion,
    kind: SNAPSHOTS.kind,
    metadata: {
      name,
      namespace,
      labels: { "cnpg.io/cluster": cluster.metadata.name, "cnpg.io/backupName": name },
      ...{ ownerReferences: [ownedBy(backup)] },
    },
    spec: {
      source: { persistentVolumeClaimName: cluster.status?.currentPrimary ?? "" },
      ...(className === undefined ? {} : { volumeSnapshotClassName: className }),
    },
  };
  await client.request("POST", collectionPath(SNAPSHOTS, namespace), { body });
  return { name, isReady: false };
}
