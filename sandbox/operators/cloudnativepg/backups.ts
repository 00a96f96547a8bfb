import type { Live } from "../kubernetes/objects";
import type { ResourceType } from "../kubernetes/resources";
import type { CnpgCluster } from "./cluster";

/** Backups of clusters, on demand and by the clock. */

export type BackupMethod = "barmanObjectStore" | "volumeSnapshot" | "plugin";

interface BackupFields {
  readonly cluster: { readonly name: string };
  readonly method?: BackupMethod;
  readonly target?: string;
  readonly online?: boolean;
  readonly pluginConfiguration?: { readonly name: string };
}

export interface Backup extends Live {
  readonly spec: BackupFields;
  readonly status?: { readonly phase?: string; readonly startedAt?: string };
}

export interface ScheduledBackup extends Live {
  readonly spec: BackupFields & {
    /** Six fields, seconds first, in UTC. */
    readonly schedule: string;
    readonly immediate?: boolean;
    readonly suspend?: boolean;
    readonly backupOwnerReference?: "none" | "self" | "cluster";
  };
  readonly status?: {
    readonly lastCheckTime?: string;
    readonly lastScheduleTime?: string;
    readonly nextScheduleTime?: string;
  };
}

const kind = <T extends Live>(name: string, plural: string): ResourceType<T> => ({
  apiVersion: "postgresql.cnpg.io/v1",
  kind: name,
  plural,
  namespaced: true,
});

export const BACKUPS = kind<Backup>("Backup", "backups");
export const SCHEDULED_BACKUPS = kind<ScheduledBackup>("ScheduledBackup", "scheduledbackups");

/** Why a cluster can't be backed up this way; undefined where it can. */
export function backupFault(
  cluster: CnpgCluster,
  { method = "barmanObjectStore", pluginConfiguration }: BackupFields,
): string | undefined {
  const { backup, plugins = [] } = cluster.spec;
  switch (method) {
    case "barmanObjectStore":
      return backup?.barmanObjectStore
        ? undefined
        : "cannot proceed with the backup as the cluster has no barmanObjectStore section";
    case "volumeSnapshot":
      return backup?.volumeSnapshot
        ? undefined
        : "cannot proceed with the backup as the cluster has no volumeSnapshot section";
    case "plugin": {
      const name = pluginConfiguration?.name ?? "";
      return plugins.some((plugin) => plugin.name === name)
        ? undefined
        : `requested plugin ${JSON.stringify(name)} is not configured in the cluster`;
    }
    default:
      return method satisfies never;
  }
}
