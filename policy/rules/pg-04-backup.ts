import { z } from "zod";
import { count } from "../../core/config/fields";
import { type Complaints, advise, complain, eachItem } from "../framework/finding";
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type Archive, CLUSTER, SCHEDULED_BACKUP, archiveOf, objectStoreOf, ofCluster } from "../kinds/postgres";

const DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30 };

export const backup = stackRule<{ days: number }>({
  id: "PG-04",
  slug: "backup",
  severity: "critical",
  level: both("mandatory"),
  description:
    "Every database is backed up on schedule to an object store off its own nodes, and can be restored to any moment of the last 7 days.",
  why: "Deleting the Cluster object deletes its volumes. What isn't in another place is gone, and a schedule that never runs is found out too late.",
  remedy:
    "Set backup.barmanObjectStore (or the barman-cloud plugin) with a retentionPolicy, and add a ScheduledBackup with a six-field schedule.",
  args: z.strictObject({ days: count(1, 3650).describe("Least days that can be restored to.") }),
  defaults: both({ days: 7 }),
  example: { target: "multi-node", bad: example("0 2 * * *"), good: example("0 0 2 * * *") },
  check: (scene, { days }) => [
    ...eachItem(scene.of(CLUSTER), (cluster) => clusterComplaints(scene, cluster, days)),
    ...eachItem(scene.of(SCHEDULED_BACKUP), scheduleComplaints),
  ],
});

function clusterComplaints(scene: Scene, cluster: Item, days: number): Complaints {
  const archive = archiveOf(cluster);
  if (archive === undefined)
    return [complain(cluster, "spec.backup", "is missing: the database must be backed up to an object store")];
  const schedules = ofCluster(scene, SCHEDULED_BACKUP, cluster);
  return [
    ...(schedules.length === 0
      ? [complain(cluster, "spec.backup", `has no ScheduledBackup: no backup of ${cluster.name} is ever taken`)]
      : []),
    ...retention(scene, cluster, archive, days),
    ...place(scene, cluster, archive),
  ];
}

function retention(scene: Scene, cluster: Item, archive: Archive, days: number): Complaints {
  const store = archive.store === undefined ? objectStoreOf(scene, cluster, archive) : undefined;
  if (archive.store === undefined && store === undefined) return [];
  const at = store === undefined ? cluster.spec.at("backup", "retentionPolicy") : store.spec.at("retentionPolicy");
  const item = store ?? cluster;
  const [, number, unit = ""] = /^(\d+)([dwm])$/.exec(at.text ?? "") ?? [];
  if (number === undefined)
    return [complain(item, at, `is missing, must be at least ${days}d: how far back a restore goes must be said`)];
  const kept = Number(number) * (DAYS[unit] ?? 0);
  return kept >= days ? [] : [complain(item, at, `is ${kept} day(s), must be at least ${days}d`)];
}

/** A bucket that runs on the same nodes is lost with them. */
function place(scene: Scene, cluster: Item, archive: Archive): Complaints {
  const store = archive.store ?? objectStoreOf(scene, cluster, archive)?.spec.at("configuration");
  if (store === undefined) return [];
  const path = store.at("destinationPath");
  if (!/^(s3|gs|https?|abfss?|wasbs?):\/\//.test(path.text ?? ""))
    return [complain(cluster, path, "must be an object store (s3://…): a folder is lost with its node")];
  const endpoint: Field = store.at("endpointURL");
  if (!isInside(endpoint.text ?? "")) return [];
  const tell = scene.kind === "single-node" ? complain : advise;
  return [tell(cluster, endpoint, "lies inside the cluster: a backup must survive the nodes that it is made of")];
}

/** A Service by its short name, or by its whole one; or the node itself. */
function isInside(url: string): boolean {
  const [, host] = /^\w+:\/\/([^:/]+)/.exec(url) ?? [];
  return host !== undefined && (/\.svc(\.|$)|^127\./.test(host) || !host.includes("."));
}

/** Seconds come first: five fields would be read as something else, or refused [CloudNativePG docs, ScheduledBackup]. */
function scheduleComplaints(item: Item): Complaints {
  const at = item.spec.at("schedule");
  const text = at.text?.trim() ?? "";
  if (item.spec.at("suspend").flag === true)
    return [complain(item, item.spec.at("suspend"), "is true: no backup is taken")];
  return text.startsWith("@") || text.split(/\s+/).length === 6
    ? []
    : [
        complain(
          item,
          at,
          `has ${text === "" ? 0 : text.split(/\s+/).length} fields, must have six: seconds come first`,
        ),
      ];
}

function example(schedule: string): string {
  return `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders-db, namespace: apps }
spec:
  instances: 3
  storage: { size: 20Gi }
  backup: { barmanObjectStore: { destinationPath: "s3://acme-backups/orders" }, retentionPolicy: 14d }
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: { name: orders-db-daily, namespace: apps }
spec: { schedule: "${schedule}", cluster: { name: orders-db } }`;
}
