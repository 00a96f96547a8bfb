import type { GuardedKind } from "../kind";
import { prometheusRule } from "./alerts";
import { bucket, lifecycle, versioning } from "./bucket";
import { database, extension, role, schema } from "./database-objects";
import { flinkDeployment } from "./flink";
import { definition, namespace, release } from "./namespace";
import { postgresCluster, scheduledBackup } from "./postgres";
import { statefulSet } from "./stateful-set";
import { kafka, kafkaNodePool, kafkaUser } from "./strimzi";
import { kafkaTopic, topic } from "./topic";
import { claim, claimPatch, storageClass } from "./volumes";
import { deployment, other } from "./workloads";

/** Every kind that the guard has rules for; the last takes all others. */
export const GUARDED_KINDS: readonly GuardedKind[] = [
  topic,
  kafkaTopic,
  kafka,
  kafkaNodePool,
  kafkaUser,
  statefulSet,
  postgresCluster,
  scheduledBackup,
  database,
  schema,
  role,
  extension,
  flinkDeployment,
  claim,
  claimPatch,
  storageClass,
  namespace,
  definition,
  release,
  bucket,
  lifecycle,
  versioning,
  deployment,
  prometheusRule,
];

/** `kubernetes:postgresql.cnpg.io/v1:Cluster` also where the SDK was handed an untyped custom resource. */
export const kindOf = (type: string): GuardedKind => GUARDED_KINDS.find((kind) => kind.type.test(type)) ?? other;
