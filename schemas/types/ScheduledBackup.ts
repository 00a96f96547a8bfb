/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of postgresql.cnpg.io/v1 takes it, without `status`. */
export type ScheduledBackup = DeepReadonly<MutableScheduledBackup>;

export interface MutableScheduledBackup {
  apiVersion: "postgresql.cnpg.io/v1";
  kind: "ScheduledBackup";
  metadata: ObjectMeta;
  spec: {
    backupOwnerReference?: "none" | "self" | "cluster";
    cluster: {
      name: string;
    };
    immediate?: boolean;
    method?: "barmanObjectStore" | "volumeSnapshot" | "plugin";
    online?: boolean;
    onlineConfiguration?: {
      immediateCheckpoint?: boolean;
      waitForArchive?: boolean;
    };
    pluginConfiguration?: {
      name: string;
      parameters?: {
        [k: string]: string;
      };
    };
    schedule: string;
    suspend?: boolean;
    target?: "primary" | "prefer-standby";
  };
}
