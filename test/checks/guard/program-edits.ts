/** Edits of the program, as what they make of one resource of the stack. */
import type { ChangeClass, GuardedResource, Loss, PlainObject } from "../../../core/guard/change";
import { set, without, rewritten, ruleOf } from "./resource-edits";

export interface ProgramEdit {
  readonly does: string;
  /** End of the URN. */
  readonly at: string;
  readonly to: (resource: GuardedResource) => GuardedResource | undefined;
  readonly field: string;
  readonly becomes: ChangeClass;
  readonly loss?: Loss;
  readonly refused: boolean;
}

const gone = (): undefined => undefined;
const FLINK_SETTING = ["spec", "flinkConfiguration"];
const BROKERS = "StatefulSet::apphub-redpanda-brokers";

export const EDITS: readonly ProgramEdit[] = [
  {
    does: "a component forgets to protect",
    at: BROKERS,
    to: without("protect"),
    field: "options.protect",
    becomes: "in place",
    refused: true,
  },
  {
    does: "a topic isn't protected any more",
    at: "::streamflow-broker-contents-topics-transactions.raw",
    to: without("protect"),
    field: "options.protect",
    becomes: "in place",
    refused: true,
  },
  {
    does: "a namespace isn't kept any more",
    at: "::streamflow-data-namespace-object",
    to: without("retainOnDelete"),
    field: "options.retainOnDelete",
    becomes: "in place",
    refused: true,
  },
  {
    does: "an alert is removed",
    at: "PrometheusRule::streamflow-watch-rules-streamflow-kafka-object",
    to: ruleOf("KafkaTopicNoLeader", gone),
    field: "KafkaTopicNoLeader",
    becomes: "in place",
    refused: true,
  },
  {
    does: "an alert waits longer: the guard alone can't tell why",
    at: "PrometheusRule::streamflow-watch-rules-streamflow-kafka-object",
    to: ruleOf("KafkaTopicNoLeader", (rule) => ({ ...rule, for: "30m" })),
    field: "KafkaTopicNoLeader.for",
    becomes: "in place",
    refused: false,
  },
  {
    does: "a lifecycle is shorter",
    at: "::streamflow-object-store-bucket-backups-lifecycle",
    to: (r) =>
      set(
        ["rules"],
        (r.props["rules"] as readonly PlainObject[]).map((rule) =>
          rule["id"] === "undelete" ? { ...rule, noncurrentVersionExpiration: { noncurrentDays: 1 } } : rule,
        ),
      )(r),
    field: "rules.undelete.noncurrentVersionExpiration.noncurrentDays",
    becomes: "data loss",
    loss: { hours: 144 },
    refused: true,
  },
  {
    does: "current objects expire",
    at: "::streamflow-object-store-bucket-backups-lifecycle",
    to: (r) =>
      set(
        ["rules"],
        [...(r.props["rules"] as readonly PlainObject[]), { id: "old", status: "Enabled", expiration: { days: 30 } }],
      )(r),
    field: "rules.old",
    becomes: "data loss",
    loss: {},
    refused: true,
  },
  {
    does: "versioning is suspended",
    at: "::streamflow-object-store-bucket-flink-state-versioning",
    to: set(["versioningConfiguration", "status"], "Suspended"),
    field: "versioningConfiguration.status",
    becomes: "in place",
    refused: true,
  },
  {
    does: "a bucket goes with its objects",
    at: "::streamflow-object-store-bucket-backups-bucket",
    to: set(["forceDestroy"], true),
    field: "forceDestroy",
    becomes: "in place",
    refused: true,
  },
  {
    does: "an older Redpanda",
    at: BROKERS,
    to: rewritten((text) => text.replace(/(redpanda:v)\d+\.\d+\.\d+[^"]*/, "$123.1.1")),
    field: "spec.template.spec.containers.redpanda.image",
    becomes: "impossible",
    refused: true,
  },
  {
    does: "another Service of the brokers",
    at: BROKERS,
    to: set(["spec", "serviceName"], "other"),
    field: "spec.serviceName",
    becomes: "replace",
    refused: true,
  },
  {
    does: "larger volumes in the template, which is ignored",
    at: BROKERS,
    to: set(["spec", "volumeClaimTemplates"], []),
    field: "",
    becomes: "in place",
    refused: false,
  },
  {
    does: "the template isn't ignored any more",
    at: BROKERS,
    to: (r) => without("ignoreChanges")(set(["spec", "volumeClaimTemplates"], [])(r)),
    field: "spec.volumeClaimTemplates",
    becomes: "replace",
    refused: true,
  },
  {
    does: "an older PostgreSQL",
    at: "Cluster::streamflow-postgres-cluster",
    to: set(["spec", "imageName"], "ghcr.io/cloudnative-pg/postgresql:15.1"),
    field: "spec.imageName",
    becomes: "impossible",
    refused: true,
  },
  {
    does: "a newer PostgreSQL",
    at: "Cluster::streamflow-postgres-cluster",
    to: set(["spec", "imageName"], "ghcr.io/cloudnative-pg/postgresql:99.1"),
    field: "spec.imageName",
    becomes: "replace",
    refused: false,
  },
  {
    does: "commits are confirmed alone",
    at: "Cluster::streamflow-postgres-cluster",
    to: set(["spec", "postgresql", "synchronous"], undefined),
    field: "spec.postgresql.synchronous",
    becomes: "in place",
    refused: true,
  },
  {
    does: "the job begins empty at each upgrade",
    at: "FlinkDeployment::streamflow-flink-job",
    to: set(["spec", "job", "upgradeMode"], "stateless"),
    field: "spec.job.upgradeMode",
    becomes: "data loss",
    loss: { GiB: 2 },
    refused: true,
  },
  {
    does: "the job drops state that nobody takes",
    at: "FlinkDeployment::streamflow-flink-job",
    to: set(["spec", "job", "allowNonRestoredState"], true),
    field: "spec.job.allowNonRestoredState",
    becomes: "data loss",
    loss: { GiB: 2 },
    refused: true,
  },
  {
    does: "no checkpoints",
    at: "FlinkDeployment::streamflow-flink-job",
    to: set([...FLINK_SETTING, "execution.checkpointing.interval"], undefined),
    field: "spec.flinkConfiguration[execution.checkpointing.interval]",
    becomes: "rolling restart",
    refused: true,
  },
  {
    does: "no high availability",
    at: "FlinkDeployment::streamflow-flink-job",
    to: set([...FLINK_SETTING, "high-availability.type"], undefined),
    field: "spec.flinkConfiguration[high-availability.type]",
    becomes: "rolling restart",
    refused: true,
  },
  {
    does: "writes are confirmed by one broker",
    at: "::streamflow-broker-contents-topics-transactions.raw",
    to: set(["config", "min.insync.replicas"], "1"),
    field: "config[min.insync.replicas]",
    becomes: "in place",
    refused: true,
  },
  {
    does: "a copy that lags behind may lead",
    at: "Kafka::streamflow-kafka-cluster",
    to: set(["spec", "kafka", "config", "unclean.leader.election.enable"], true),
    field: "spec.kafka.config[unclean.leader.election.enable]",
    becomes: "in place",
    refused: true,
  },
  {
    does: "an older Kafka",
    at: "Kafka::streamflow-kafka-cluster",
    to: set(["spec", "kafka", "version"], "3.9.0"),
    field: "spec.kafka.version",
    becomes: "impossible",
    refused: true,
  },
  {
    does: "brokers' volumes go with the pool",
    at: "KafkaNodePool::streamflow-kafka-pool-kafka",
    to: set(["spec", "storage", "deleteClaim"], true),
    field: "spec.storage.deleteClaim",
    becomes: "in place",
    refused: true,
  },
  {
    does: "a schema goes with its tables",
    at: "Schema::streamflow-layers-schema-gold",
    to: set(["dropCascade"], true),
    field: "dropCascade",
    becomes: "in place",
    refused: true,
  },
  {
    does: "a database is renamed",
    at: "Database::streamflow-layers-database",
    to: set(["name"], "flow"),
    field: "name",
    becomes: "in place",
    refused: false,
  },
  {
    does: "a role isn't declared any more",
    at: "Role::streamflow-layers-role-analytics",
    to: gone,
    field: "removed",
    becomes: "replace",
    refused: false,
  },
  {
    does: "backups aren't made any more",
    at: "ScheduledBackup::streamflow-postgres-backup-schedule",
    to: set(["spec", "suspend"], true),
    field: "spec.suspend",
    becomes: "in place",
    refused: true,
  },
  {
    does: "a topic under another name",
    at: "::streamflow-broker-contents-topics-fraud.alerts",
    to: set(["name"], "fraud.alerts.v2"),
    field: "name",
    becomes: "data loss",
    loss: { records: 604_800, GiB: 0.577, hours: 168 },
    refused: true,
  },
  {
    does: "a Secret under another name",
    at: "Secret::streamflow-kafka-superuser",
    to: set(["metadata", "name"], "other"),
    field: "metadata.name",
    becomes: "replace",
    refused: false,
  },
  {
    does: "a Job with another image, which only a new one can have",
    at: "Job::streamflow-airflow-migration",
    to: set(["spec", "template", "spec", "containers"], []),
    field: "spec.template.spec.containers",
    becomes: "replace",
    refused: false,
  },
  {
    does: "another label",
    at: "Namespace::streamflow-data-namespace-object",
    to: set(["metadata", "labels", "team"], "data"),
    field: "metadata.labels.team",
    becomes: "in place",
    refused: false,
  },
];
