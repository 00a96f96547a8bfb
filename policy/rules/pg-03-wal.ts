import { z } from "zod";
import { flag } from "../../core/config/fields";
import { type Complaint, type Complaints, advise, complain, parts } from "../framework/finding";
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { both, per, resourceRule } from "../framework/rule";
import { CLUSTER, MEGABYTE, archiveOf, memorySetting, parameter } from "../kinds/postgres";

export const wal = resourceRule<{ strict: boolean }>({
  id: "PG-03",
  slug: "wal",
  severity: "high",
  level: both("mandatory"),
  kinds: [CLUSTER],
  description:
    "The write-ahead log has a volume of its own, is archived, and no dead replica can hold it back without limit.",
  why: "PostgreSQL stops when its log fills the disk, and the operator doesn't fail over then; a slot's log is unlimited by default.",
  remedy:
    "Set walStorage, max_slot_wal_keep_size, and backup.barmanObjectStore or the barman-cloud plugin with isWALArchiver: true.",
  args: z.strictObject({ strict: flag().describe("Whether findings refuse; else they are only shown.") }),
  defaults: per({ strict: false }, { strict: true }),
  example: { target: "multi-node", bad: example(""), good: example("walStorage: { size: 5Gi }") },
  check: (cluster, { strict }) => {
    const tell = strict ? complain : advise;
    return parts(
      cluster,
      () =>
        cluster.spec.at("walStorage").isSet
          ? []
          : [tell(cluster, "spec.walStorage", "is missing: the log shares the data's volume, and fills it")],
      () => slots(cluster, tell),
      () =>
        archiveOf(cluster) === undefined
          ? [
              tell(
                cluster,
                "spec.backup.barmanObjectStore",
                "is missing, and no plugin archives the log: nothing since the last backup can be restored",
              ),
            ]
          : [],
    );
  },
});

type Tell = (item: Item, path: Field | string, message: string) => Complaint;

function slots(cluster: Item, tell: Tell): Complaints {
  const at = parameter(cluster, "max_slot_wal_keep_size");
  const kept = memorySetting(at, MEGABYTE);
  return kept === undefined || kept <= 0
    ? [
        tell(
          cluster,
          at,
          `is ${at.isSet ? "unlimited" : "missing (unlimited)"}, must be a size: one dead standby fills the disk`,
        ),
      ]
    : [];
}

function example(walStorage: string): string {
  return `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders-db, namespace: apps }
spec:
  instances: 3
  postgresql: { parameters: { max_slot_wal_keep_size: 2GB } }
  storage: { size: 20Gi }
  ${walStorage}
  backup: { barmanObjectStore: { destinationPath: "s3://acme-backups/orders" }, retentionPolicy: 14d }`;
}
