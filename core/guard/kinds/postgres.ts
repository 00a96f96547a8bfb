import type { Plain, PlainObject, Verdict } from "../change";
import { at, numberOf } from "../diff";
import type { GuardFacts } from "../facts";
import { type Edit, type GuardedKind, type Judge, METADATA, inPlace, kubernetesName, placeOf, rolling } from "../kind";
import { atMost, inGiB, rounded } from "../loss";
import { older } from "../versions";
import { backupPlace, backupRetention, backupsKept } from "./postgres-backups";
import { restartsFor } from "./postgres-parameters";
import { bytesOf, volumeSize } from "./volumes";

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

const RESTARTS = "instances restart one after the other, the primary last";

const parameter: Judge = ({ path, after }) =>
  restartsFor(path.at(-1) ?? "", majorOf(at(after, "spec", "imageName")))
    ? { class: "rolling restart", why: RESTARTS }
    : { class: "in place", why: "PostgreSQL reloads it" };

/** The operator makes new volumes of the new class, and leaves those that are there [CloudNativePG, cluster webhook: only a smaller size is refused]. */
const volumeClass = inPlace("volumes that are there stay as they are; those of new instances are of the new class");

/** Standbys that must have a commit before it is confirmed. */
const synchronous: Judge = ({ before, after }) => {
  const confirmed = (props: PlainObject): Plain => at(props, "spec", "postgresql", "synchronous");
  const [old, next] = [confirmed(before), confirmed(after)];
  const strict = (of: Plain): boolean => of !== undefined && of !== null && at(of, "dataDurability") !== "preferred";
  return strict(old) && !strict(next)
    ? {
        class: "in place",
        why: "a commit is confirmed before a standby has it: the last ones are lost with the primary",
        guarded: true,
      }
    : { class: "in place", why: "PostgreSQL reloads it" };
};

/** What archives the write-ahead log; what it has archived stays. */
const archiver: Judge = ({ to }) =>
  to === undefined || to === null
    ? { class: "rolling restart", why: ARCHIVE_ENDS, guarded: true }
    : { class: "rolling restart", why: "instances restart one after the other, with what archives" };
const ARCHIVE_ENDS = "nothing is archived any more: no state from now on can be had back";

const archiveName: Judge = () => ({ class: "in place", why: ARCHIVE_MOVES, guarded: true });
const ARCHIVE_MOVES =
  "the archive begins anew elsewhere: until the next full backup nothing can be had back from there, and earlier states only from the old place";

const archiving =
  (ends: (edit: Edit) => boolean): Judge =>
  (edit) => ({
    class: "rolling restart",
    ...(ends(edit) ? { why: ARCHIVE_ENDS, guarded: true } : { why: RESTARTS }),
  });

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
    ["spec/storage/resizeInUseVolumes", inPlace("whether volumes grow while they are used changes")],
    ["spec/walStorage/resizeInUseVolumes", inPlace("whether volumes grow while they are used changes")],
    [
      "spec/walStorage",
      ({ to }) =>
        to === undefined || to === null
          ? { class: "impossible", why: "the operator refuses to take the volume of the write-ahead log away" }
          : { class: "rolling restart", why: "instances get a volume for the write-ahead log, one after the other" },
    ],
    ["spec/bootstrap/**", inPlace("it counts only when a cluster is made")],
    ["spec/postgresql/parameters/*", parameter],
    ["spec/postgresql/synchronous/**", synchronous],
    ["spec/postgresql/pg_hba", inPlace("PostgreSQL reloads it")],
    ["spec/postgresql/pg_ident", inPlace("PostgreSQL reloads it")],
    ["spec/backup/retentionPolicy", backupRetention],
    ["spec/backup/barmanObjectStore/destinationPath", backupPlace],
    ["spec/backup/barmanObjectStore/serverName", backupPlace],
    ["spec/backup/**", backupsKept],
    ["spec/plugins/*/parameters/serverName", archiveName],
    ["spec/plugins/*/parameters/barmanObjectName", archiveName],
    ["spec/plugins/*/isWALArchiver", archiving(({ from }) => from === true)],
    // On, where nothing is said.
    ["spec/plugins/*/enabled", archiving(({ to }) => to === false)],
    ["spec/plugins/*", archiver],
    ["spec/plugins", archiver],
    ["spec/managed/**", inPlace("the operator changes roles and services")],
    ["spec/monitoring/**", inPlace("what is measured changes")],
    ["spec/enablePDB", inPlace("the disruption budget changes")],
    ["spec/primaryUpdateStrategy", inPlace("it counts at the next update")],
    ["spec/primaryUpdateMethod", inPlace("it counts at the next update")],
    ["spec/enableSuperuserAccess", inPlace("whether the superuser has a password changes")],
    ["spec/superuserSecret/**", inPlace("where the superuser's password is kept changes")],
    ["spec/**", rolling(RESTARTS)],
  ],
  removed,
};

/** PgBouncer in front of a cluster. */
export const pooler: GuardedKind = {
  type: /^kubernetes:postgresql\.cnpg\.io\/v1:Pooler$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/instances", inPlace("pods are added or taken away")],
    ["spec/pgbouncer/**", inPlace("PgBouncer reloads it")],
    ["spec/**", rolling("its pods are replaced step by step")],
  ],
  removed: () => ({ class: "replace", why: "clients that connect through it are refused from now on" }),
};
