/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of flink.apache.org/v1beta1 takes it, without `status`. */
export type FlinkSessionJob = DeepReadonly<MutableFlinkSessionJob>;

export interface MutableFlinkSessionJob {
  spec?: {
    deploymentName?: string;
    flinkConfiguration?: {
      [k: string]: string;
    };
    job?: {
      allowNonRestoredState?: boolean;
      args?: string[];
      checkpointTriggerNonce?: number;
      entryClass?: string;
      initialSavepointPath?: string;
      jarURI?: string;
      parallelism?: number;
      savepointRedeployNonce?: number;
      savepointTriggerNonce?: number;
      state?: "running" | "suspended";
      upgradeMode?: "last-state" | "savepoint" | "stateless";
    };
    restartNonce?: number;
  };
  apiVersion: "flink.apache.org/v1beta1";
  kind: "FlinkSessionJob";
  metadata: ObjectMeta;
}
