import type { Plain } from "../change";
import { type GuardedKind, type Judge, METADATA, inPlace, kubernetesName } from "../kind";

const UNIT_DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30 };
function daysOf(value: Plain): number | undefined {
  const match = typeof value === "string" ? /^(\d+)([dwm])$/.exec(value) : null;
  return match?.[2] === undefined ? undefined : Number(match[1]) * (UNIT_DAYS[match[2]] ?? 1);
}

/** Days of the recovery window; without a policy nothing is ever deleted. */
export const backupRetention: Judge = ({ from, to }) => {
  const [old, next] = [daysOf(from) ?? Infinity, daysOf(to) ?? Infinity];
  if (next >= old) return { class: "in place", why: "backups are kept as long or longer" };
  return Number.isFinite(old)
    ? {
        class: "data loss",
        why: `backups older than ${next} d are deleted; they were kept ${old} d`,
        loss: { hours: (old - next) * 24 },
      }
    : { class: "data loss", why: `backups older than ${next} d are deleted; they were kept for ever`, loss: {} };
};

/** What is in the old place stays there. */
export const backupPlace: Judge = ({ from }) =>
  from === undefined || from === null
    ? { class: "in place", why: "backups are kept from now on" }
    : {
        class: "in place",
        why: "backups and archive begin anew elsewhere; until the next full backup nothing can be had back from there",
        guarded: true,
      };

/** Settings of backups, and backups as a whole. */
export const backupsKept: Judge = ({ path, to }) =>
  (path.length === 2 || path.at(-1) === "barmanObjectStore") && (to === undefined || to === null)
    ? { class: "in place", why: "nothing is archived any more: no state from now on can be had back", guarded: true }
    : { class: "in place", why: "how backups are made changes" };

/** Where the plugin puts backups, and how long they stay. */
export const backupStore: GuardedKind = {
  type: /^kubernetes:barmancloud\.cnpg\.io\/v1:ObjectStore$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/retentionPolicy", backupRetention],
    ["spec/configuration/destinationPath", backupPlace],
    ["spec/configuration/endpointURL", backupPlace],
    ["spec/**", inPlace("how backups are made changes")],
  ],
  removed: () => ({
    class: "in place",
    why: "nothing is archived any more; backups that are there stay where they are, and nothing deletes old ones",
    guarded: true,
  }),
};

/** When full backups are made. */
export const scheduledBackup: GuardedKind = {
  type: /^kubernetes:postgresql\.cnpg\.io\/v1:ScheduledBackup$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    [
      "spec/suspend",
      ({ to }) => ({
        class: "in place",
        why: to === true ? "no backups are made any more" : "backups are made again",
        guarded: to === true,
      }),
    ],
    ["spec/**", inPlace("when backups are made changes")],
  ],
  removed: () => ({ class: "in place", why: "no backups are made any more; those that are there stay", guarded: true }),
};

/** A backup that was asked for by hand. */
export const backup: GuardedKind = {
  type: /^kubernetes:(postgresql\.cnpg\.io\/v1:Backup|snapshot\.storage\.k8s\.io\/v1:VolumeSnapshot)$/,
  nameOf: kubernetesName,
  fields: [...METADATA, ["**", inPlace("a backup that is made doesn't change")]],
  removed: () => ({ class: "in place", why: "it can't be restored by its name any more", guarded: true }),
};
