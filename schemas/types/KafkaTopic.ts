/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of kafka.strimzi.io/v1 takes it, without `status`. */
export type KafkaTopic = DeepReadonly<MutableKafkaTopic>;

export interface MutableKafkaTopic {
  apiVersion: "kafka.strimzi.io/v1";
  kind: "KafkaTopic";
  metadata: ObjectMeta;
  spec?: {
    topicName?: string;
    partitions?: number;
    replicas?: number;
    config?: {
      [k: string]: unknown;
    };
  };
}
