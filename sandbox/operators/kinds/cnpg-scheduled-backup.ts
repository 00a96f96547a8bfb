import { Cron } from "croner";
import type { KubeObject } from "../../kube";
import { BACKUPS, SCHEDULED_BACKUPS, type ScheduledBackup } from "../cloudnativepg/backups";
import { CNPG_CLUSTERS } from "../cloudnativepg/cluster";
import { DONE, type Kind, type Name, type Player, type World } from "../kind";
import { ownedBy, type Live } from "../kubernetes/objects";
import { collectionPath, objectPath } from "../kubernetes/resources";
import { updateStatus } from "../kubernetes/writes";
import type { Outcome } from "../queue";

/** The longest that a timer is set for: the clock may be changed meanwhile. */
const LONGEST_SLEEP_MS = 60_000;

/** Plays CloudNativePG for a `ScheduledBackup`: a `Backup` when the time has come. */
export const cnpgScheduledBackup: Kind = {
  name: "cnpg-scheduled-backup",
  reality: "schedules make Backup objects at their times",
  play,
};

function play(world: World): Player {
  return {
    watches: [{ type: SCHEDULED_BACKUPS }],
    reconcile: (name) => reconcile(world, name),
  };
}

async function reconcile({ store, client, log }: World, { namespace, name }: Name): Promise<Outcome> {
  const scheduled = store.get(SCHEDULED_BACKUPS, namespace, name);
  if (!scheduled || scheduled.metadata.deletionTimestamp !== undefined || scheduled.spec.suspend === true) return DONE;
  const now = new Date();
  const { due, next } = decide(scheduled, now);
  if (due) {
    const backup = backupOf(scheduled, store.get(CNPG_CLUSTERS, namespace, scheduled.spec.cluster.name), now);
    await client.request("POST", collectionPath(BACKUPS, namespace), { body: backup });
    log.say(`scheduled backup ${namespace}/${name}: ${backup.metadata.name} made`);
  }
  const last = due ? now.toISOString() : scheduled.status?.lastScheduleTime;
  await updateStatus(client, objectPath(SCHEDULED_BACKUPS, namespace, name), scheduled, {
    ...scheduled.status,
    ...(due || !scheduled.status?.lastCheckTime ? { lastCheckTime: now.toISOString() } : {}),
    ...(last === undefined ? {} : { lastScheduleTime: last }),
    ...(next ? { nextScheduleTime: next.toISOString() } : {}),
  });
  return next ? { againInMs: Math.min(Math.max(next.getTime() - now.getTime(), 100), LONGEST_SLEEP_MS) } : DONE;
}

/** Whether a backup is due, and when the next one is. One that was never looked at is due at once only where it says `immediate`. */
export function decide(
  { spec, status }: ScheduledBackup,
  now: Date,
): { readonly due: boolean; readonly next: Date | undefined } {
  const cron = new Cron(spec.schedule, { timezone: "UTC", mode: "6-part" });
  const next = cron.nextRun(now) ?? undefined;
  if (status?.lastCheckTime === undefined) return { due: spec.immediate === true, next };
  const planned = cron.nextRun(new Date(status.lastCheckTime));
  return { due: planned !== null && planned <= now, next };
}

function backupOf(scheduled: ScheduledBackup, cluster: Live | undefined, now: Date): KubeObject {
  const { name, namespace } = scheduled.metadata;
  const { cluster: of, method, target, online, pluginConfiguration, backupOwnerReference = "none" } = scheduled.spec;
  const owner = { none: undefined, self: scheduled, cluster }[backupOwnerReference];
  const isFirst = scheduled.status?.lastScheduleTime === undefined && scheduled.spec.immediate === true;
  const fields = { method, target, online, pluginConfiguration };
  return {
    apiVersion: BACKUPS.apiVersion,
    kind: BACKUPS.kind,
    metadata: {
      name: `${name}-${now.toISOString().replaceAll(/\D/g, "").slice(0, 14)}`,
      namespace,
      labels: {
        "cnpg.io/cluster": of.name,
        "cnpg.io/immediateBackup": String(isFirst),
        "cnpg.io/scheduled-backup": name,
      },
      ...(owner ? { ownerReferences: [ownedBy(owner)] } : {}),
    },
    spec: { cluster: of, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) },
  };
}
