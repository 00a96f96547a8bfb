import type { PlainObject, Verdict } from "../change";
import { at, numberOf } from "../diff";
import type { GuardFacts } from "../facts";
import { type GuardedKind, type Judge, METADATA, impossible, inPlace, kubernetesName, placeOf, rolling } from "../kind";
import { older } from "../versions";
import { atMost, bytesOf, volumeClass, volumeSize } from "./volumes";
import { inGiB, rounded } from "../loss";

/** `…/postgresql:17.5-bookworm@sha256:…` is 17. */
const majorOf = (image: unknown): string | undefined =>
  typeof image === "string" ? /:(\d+)/.exec(image.split("@")[0] ?? "")?.[1] : undefined;

const image: Judge = ({ from, to }) => {
  const [old, next] = [majorOf(from), majorOf(to)];
  if (old === undefined || next === undefined || old === next)
    return { class: "rolling restart", why: "standbys first, then a switchover and the old primary" };
  return older(next, old)
    ? { class: "impossible", why: `PostgreSQL ${next} can't read what ${old} wrote` }
    : {
        class: "replace",
        why: `from ${old} to ${next} all instances stop for pg_upgrade, and standbys are cloned anew`,
      };
};

const instances: Judge = ({ from, to, before, facts }) => {
  const [old = 1, next = 1] = [numberOf(from), numberOf(to)];
  if (next < 1) return { class: "impossible", why: "a cluster has at least one instance" };
  if (next < old)
    return { class: "in place", why: `${old - next} standby(s) go with their volumes; the primary stays` };
  const held = facts.databases[placeOf(before)];
  return {
    class: "rebalancing",
    why: `${next - old} standby(s) more are cloned from the primary`,
    ...(held === undefined ? {} : { moved: rounded(held * (next - old)) }),
  };
};

/** Taken over by a reload [PostgreSQL docs, pg_settings.context sighup and below]; all other parameters restart instances. */
const RELOADED =
  /^(log_|autovacuum_(?!max_workers|freeze)|checkpoint_|work_mem|maintenance_work_mem|effective_cache_size|random_page_cost|max_wal_size|min_wal_size|max_slot_wal_keep_size|wal_keep_size|statement_timeout|lock_timeout|idle_|deadlock_timeout|synchronous_commit|default_|archive_timeout)/;

const parameter: Judge = ({ path }) =>
  RELOADED.test(path.at(-1) ?? "")
    ? { class: "in place", why: "PostgreSQL reloads it" }
    : { class: "rolling restart", why: "instances restart one after the other, the primary last" };

const backups: Judge = ({ to }) =>
  to === undefined || to === null
    ? {
        class: "data loss",
        why: "nothing is archived any more: without backups no earlier state can be had back",
        loss: {},
      }
    : { class: "in place", why: "where and how backups are kept changes" };

const backupRetention: Judge = ({ from, to }) => {
  const [old, next] = [daysOf(from), daysOf(to)];
  return old !== undefined && next !== undefined && next < old
    ? {
        class: "data loss",
        why: `backups older than ${next} d are deleted; they were kept ${old} d`,
        loss: { hours: (old - next) * 24 },
      }
    : { class: "in place", why: "backups are kept as long or longer" };
};

const UNIT_DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30 };
function daysOf(value: unknown): number | undefined {
  const match = typeof value === "string" ? /^(\d+)([dwm])$/.exec(value) : null;
  return match?.[2] === undefined ? undefined : Number(match[1]) * (UNIT_DAYS[match[2]] ?? 1);
}

function removed(before: PlainObject, facts: GuardFacts): Verdict {
  const volume = bytesOf(at(before, "spec", "storage", "size"));
  return {
    class: "data loss",
    why: "the operator deletes the volumes with the cluster; only backups are left",
    loss: atMost(facts.databases[placeOf(before)] ?? (volume === undefined ? undefined : inGiB(volume))) ?? {},
  };
}

export const postgresCluster: GuardedKind = {
  type: /^kubernetes:postgresql\.cnpg\.io\/v1:Cluster$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/instances", instances],
    ["spec/imageName", image],
    ["spec/storage/size", volumeSize],
    ["spec/walStorage/size", volumeSize],
    ["spec/storage/storageClass", volumeClass],
    ["spec/walStorage/storageClass", volumeClass],
    [
      "spec/walStorage",
      ({ to }) =>
        to === undefined || to === null
          ? { class: "impossible", why: "the operator refuses to take the volume of the write-ahead log away" }
          : { class: "rolling restart", why: "instances get a volume for the write-ahead log, one after the other" },
    ],
    ["spec/bootstrap/**", inPlace("it counts only when a cluster is made")],
    ["spec/bootstrap", inPlace("it counts only when a cluster is made")],
    ["spec/postgresql/parameters/*", parameter],
    ["spec/postgresql/synchronous/**", inPlace("PostgreSQL reloads it")],
    ["spec/postgresql/synchronous", inPlace("PostgreSQL reloads it")],
    ["spec/postgresql/pg_hba", inPlace("PostgreSQL reloads it")],
    ["spec/backup/retentionPolicy", backupRetention],
    ["spec/backup", backups],
    ["spec/backup/barmanObjectStore", backups],
    ["spec/backup/**", inPlace("where and how backups are kept changes")],
    ["spec/monitoring/**", inPlace("what is measured changes")],
    ["spec/enablePDB", inPlace("the disruption budget changes")],
    ["spec/**", rolling("instances restart one after the other, the primary last")],
    ["metadata/**", impossible("another name makes another cluster")],
  ],
  removed,
};

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
