/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of kafka.strimzi.io/v1 takes it, without `status`. */
export type KafkaUser = DeepReadonly<MutableKafkaUser>;

export interface MutableKafkaUser {
  apiVersion: "kafka.strimzi.io/v1";
  kind: "KafkaUser";
  metadata: ObjectMeta;
  spec?: {
    authentication?: {
      password?: {
        valueFrom: {
          secretKeyRef?: {
            key?: string;
            name?: string;
            optional?: boolean;
          };
        };
      };
      type: "tls" | "tls-external" | "scram-sha-512";
    };
    authorization?: {
      acls: {
        type?: "allow" | "deny";
        resource: {
          name?: string;
          patternType?: "literal" | "prefix";
          type: "topic" | "group" | "cluster" | "transactionalId";
        };
        host?: string;
        operations?: (
          | "Read"
          | "Write"
          | "Create"
          | "Delete"
          | "Alter"
          | "Describe"
          | "ClusterAction"
          | "AlterConfigs"
          | "DescribeConfigs"
          | "IdempotentWrite"
          | "All"
        )[];
      }[];
      type: "simple";
    };
    quotas?: {
      producerByteRate?: number;
      consumerByteRate?: number;
      requestPercentage?: number;
      controllerMutationRate?: number;
    };
    template?: {
      secret?: {
        metadata?: {
          labels?: {
            [k: string]: string;
          };
          annotations?: {
            [k: string]: string;
          };
        };
      };
    };
  };
}
