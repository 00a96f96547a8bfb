import type { ObjectStore } from "../../schemas/types/ObjectStore";
import type { ScheduledBackup } from "../../schemas/types/ScheduledBackup";
import { labelsOf } from "./cluster";
import { BARMAN_PLUGIN, postgresNames } from "./names";
import type { BackupPlan, PostgresPlan } from "./plan";

export const STORE_API = { apiVersion: "barmancloud.cnpg.io/v1", kind: "ObjectStore" } as const;
export const SCHEDULE_API = { apiVersion: "postgresql.cnpg.io/v1", kind: "ScheduledBackup" } as const;

const metadata = (plan: PostgresPlan) => ({
  name: postgresNames.backups(plan.cluster),
  namespace: plan.namespace,
  labels: labelsOf(plan),
});

/** Where the plugin puts backups and archived WAL, and how long they stay. */
export const objectStore = (plan: PostgresPlan, backup: BackupPlan): ObjectStore => ({
  ...STORE_API,
  metadata: metadata(plan),
  spec: {
    retentionPolicy: backup.retention,
    configuration: {
      destinationPath: `${backup.store.url}/`,
      ...(backup.store.endpoint === undefined ? {} : { endpointURL: backup.store.endpoint }),
      s3Credentials: credentials(backup),
      ...(backup.compressed ? { data: { compression: "gzip" }, wal: { compression: "gzip" } } : {}),
    },
    instanceSidecarConfiguration: { resources: { requests: backup.archiver, limits: backup.archiver } },
  },
});

function credentials({ store: { login } }: BackupPlan) {
  if (login.kind === "role") return { inheritFromIAMRole: true };
  return {
    accessKeyId: { name: login.secret, key: login.accessKey },
    secretAccessKey: { name: login.secret, key: login.secretKey },
    region: { name: login.secret, key: login.region },
  };
}

/** Full backups by the clock; the first at once, without which the archive alone restores nothing. */
export const scheduledBackup = (plan: PostgresPlan, backup: BackupPlan): ScheduledBackup => ({
  ...SCHEDULE_API,
  metadata: metadata(plan),
  spec: {
    cluster: { name: plan.cluster },
    schedule: backup.schedule,
    immediate: true,
    backupOwnerReference: "cluster",
    method: "plugin",
    pluginConfiguration: { name: BARMAN_PLUGIN },
  },
});
