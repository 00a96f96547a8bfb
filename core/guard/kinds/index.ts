import type { GuardedKind } from "../kind";
import { prometheusRule } from "./alerts";
import { awsPart, awsProvider, bucket, provider, versioning } from "./bucket";
import { brokerLogin, database, extension, grant, role, schema } from "./database-objects";
import { flinkDeployment } from "./flink";
import { lifecycle } from "./lifecycle";
import { definition, namespace } from "./namespace";
import { pooler, postgresCluster } from "./postgres";
import { backup, backupStore, scheduledBackup } from "./postgres-backups";
import { release } from "./release";
import { statefulSet } from "./stateful-set";
import { kafka, kafkaNodePool, kafkaUser } from "./strimzi";
import { kafkaTopic, topic } from "./topic";
import { claim, claimPatch, storageClass } from "./volumes";
import { HOLD_NOTHING, deployment, other } from "./workloads";

/** Every kind that the guard has rules for; the first whose type fits judges. */
export const GUARDED_KINDS: readonly GuardedKind[] = [
  topic,
  brokerLogin,
  kafkaTopic,
  kafka,
  kafkaNodePool,
  kafkaUser,
  statefulSet,
  postgresCluster,
  pooler,
  backupStore,
  scheduledBackup,
  backup,
  database,
  schema,
  role,
  extension,
  grant,
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
  awsPart,
  awsProvider,
  provider,
  deployment,
  prometheusRule,
  ...HOLD_NOTHING,
];

/** `kubernetes:postgresql.cnpg.io/v1:Cluster` also where the SDK was handed an untyped custom resource. */
export const kindOf = (type: string): GuardedKind => GUARDED_KINDS.find((kind) => kind.type.test(type)) ?? other;
