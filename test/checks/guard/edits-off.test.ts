/** Platforms that are switched off, and a cluster that becomes one node: everything that goes or loses its protection, with the loss worked out by hand. */
import { type Batch, tryBatch } from "./stack";

const topic = (name: string, setting: string): string => `apphub.topics["${name}"].${setting}`;

const OFF: Batch = {
  name: "AppHub and the monitoring are switched off",
  stack: "prod",
  rows: [
    {
      set: { apphub: undefined, "access.apphub": undefined },
      of: "Topic/apphub.core.events removed",
      becomes: "data loss",
      loss: { records: 72_576_000, GiB: 69.2, hours: 168 },
      guarded: true,
    },
    // All topics, each record once: 441.1 GiB of AppHub's seven and 24.7 GiB of the audit.
    {
      set: { apphub: undefined },
      of: "StatefulSet/apphub-redpanda removed",
      becomes: "data loss",
      loss: { GiB: 466 },
      guarded: true,
    },
    // No tables are declared: the volume bounds the loss.
    {
      set: { apphub: undefined },
      of: "Cluster/sequencer-db removed",
      becomes: "data loss",
      loss: { GiB: 20 },
      guarded: true,
    },
    { set: { apphub: undefined }, of: "Database/sequencer removed", becomes: "data loss", loss: {}, guarded: true },
    { set: { apphub: undefined }, of: "Schema/sequencer removed", becomes: "impossible", guarded: true },
    {
      set: { apphub: undefined },
      of: "Bucket/acme-streaming-prod-apphub-backups removed",
      becomes: "impossible",
      guarded: true,
    },
    { set: { apphub: undefined }, of: "Namespace/apphub-system removed", becomes: "in place", guarded: true },
    {
      set: { apphub: undefined },
      of: "PersistentVolumeClaimPatch/datadir-apphub-redpanda-0 removed",
      becomes: "in place",
    },
    { set: { apphub: undefined }, of: "Role/apphub_core removed", becomes: "replace" },
    {
      set: { monitoring: undefined },
      of: "PrometheusRule/streamflow-kafka removed",
      becomes: "in place",
      guarded: true,
    },
    { set: { monitoring: undefined }, of: "Release/kube-prometheus-stack removed", becomes: "replace" },
  ],
  besides: [
    ...[
      "ingestion.telemetry",
      "jobs.runs",
      "streaming.aggregates",
      "streaming.input",
      "workflows.events",
      "workflows.runs",
      "audit",
    ].map((name) => `Topic/apphub.${name} removed`),
    "BucketVersioning/acme-streaming-prod-apphub-backups removed",
    "ObjectStore/sequencer-db-backups removed",
    "ScheduledBackup/sequencer-db-backups removed",
    "Namespace/streamflow-monitoring removed",
    ...[
      "apphub-redpanda",
      "streamflow-data",
      "streamflow-monitoring",
      "streamflow-orchestration",
      "streamflow-processing",
    ].map((name) => `PrometheusRule/${name} removed`),
  ],
};

const DEV: Batch = {
  name: "less of what is kept, and StreamFlow is switched off",
  stack: "dev",
  rows: [
    // 2/s for 4 days.
    {
      set: { [topic("apphub.core.events", "retention")]: "3d" },
      of: "Topic/apphub.core.events config[retention.ms]",
      becomes: "data loss",
      loss: { records: 691_200, GiB: 0.659, hours: 96 },
    },
    // 1/s × 2 KiB for 7 days.
    {
      set: { [topic("apphub.jobs.runs", "partitions")]: 1 },
      of: "Topic/apphub.jobs.runs partitions",
      becomes: "data loss",
      loss: { records: 604_800, GiB: 1.15, hours: 168 },
    },
    {
      set: { "apphub.sequencerDb.backup": undefined },
      of: "ObjectStore/sequencer-db-backups removed",
      becomes: "in place",
      guarded: true,
    },
    {
      set: { "apphub.sequencerDb.backup": undefined },
      of: "Cluster/sequencer-db spec.plugins",
      becomes: "rolling restart",
      guarded: true,
    },
    {
      set: { streamflow: undefined, "access.streamflow": undefined },
      of: "Kafka/streamflow-kafka removed",
      becomes: "data loss",
      loss: { GiB: 62.1 },
    },
    // 100/s × 600 B for 7 days: on a single node its tables go with the schema.
    {
      set: { streamflow: undefined },
      of: "Schema/bronze removed",
      becomes: "data loss",
      loss: { records: 60_480_000, GiB: 33.8, hours: 168 },
    },
    // Bronze; silver: 100/s × 600 B and 1/s × 400 B for 30 days; gold: 1/s × 400 B for a year.
    {
      set: { streamflow: undefined },
      of: "Database/streamflow removed",
      becomes: "data loss",
      loss: { records: 353_808_000, GiB: 191, hours: 8760 },
    },
    {
      set: { streamflow: undefined },
      of: "Cluster/streamflow-postgres removed",
      becomes: "data loss",
      loss: { GiB: 191 },
    },
    {
      set: { streamflow: undefined },
      of: "FlinkDeployment/flink-jobmanager removed",
      becomes: "data loss",
      loss: { GiB: 0.5 },
    },
    // Nothing keeps a namespace on a single node: 62.1 GiB of records.
    {
      set: { streamflow: undefined },
      of: "Namespace/streamflow-kafka removed",
      becomes: "data loss",
      loss: { GiB: 62.1 },
    },
    {
      set: { streamflow: undefined },
      of: "Namespace/streamflow-orchestration removed",
      becomes: "data loss",
      loss: {},
    },
    {
      set: { streamflow: undefined },
      of: "PrometheusRule/streamflow-kafka removed",
      becomes: "in place",
      guarded: true,
    },
  ],
  besides: [
    "ScheduledBackup/sequencer-db-backups removed",
    "Database/airflow removed",
    ...["airflow", "silver", "gold"].map((name) => `Schema/${name} removed`),
    "KafkaNodePool/kafka removed",
    "ObjectStore/streamflow-postgres-backups removed",
    "ScheduledBackup/streamflow-postgres-backups removed",
    ...["streamflow-data", "streamflow-processing", "cert-manager", "flink-operator", "strimzi-system"].map(
      (name) => `Namespace/${name} removed`,
    ),
    ...["data", "orchestration", "processing", "monitoring"].map((name) => `PrometheusRule/streamflow-${name} removed`),
    ...["fraud.alerts", "fraud.blacklist", "fraud.scored", "transactions.enriched", "transactions.raw"].map(
      (name) => `Topic/${name} removed`,
    ),
  ],
};

const ONE_NODE: Batch = {
  name: "one node instead of nine",
  stack: "prod",
  // Every protection is lifted, every copy but one goes: too much to list.
  besides: "anything",
  rows: [
    {
      set: {
        target: {
          kind: "single-node",
          distribution: "k3s",
          zones: ["a"],
          nodes: [{ count: 1, cpu: "32", memory: "128Gi", disk: "4Ti" }],
          storageClass: "gp3",
        },
        "access.apphub.kafka.tls": false,
        "access.streamflow.kafka.tls": false,
        "apphub.redpanda.brokers": 1,
        "apphub.sequencerDb.instances": 1,
        "streamflow.kafka.brokers": 1,
        "streamflow.postgres.instances": 1,
      },
      of: "StatefulSet/apphub-redpanda options.protect",
      becomes: "in place",
      guarded: true,
    },
    // Topics ask for three copies.
    { set: {}, of: "StatefulSet/apphub-redpanda spec.replicas", becomes: "impossible" },
    { set: {}, of: "KafkaNodePool/kafka spec.replicas", becomes: "impossible" },
    { set: {}, of: "KafkaNodePool/kafka spec.roles", becomes: "impossible" },
    { set: {}, of: "KafkaNodePool/kafka spec.storage.deleteClaim", becomes: "in place", guarded: true },
    { set: {}, of: "KafkaNodePool/controller removed", becomes: "data loss", loss: {}, guarded: true },
    {
      set: {},
      of: "StatefulSet/apphub-redpanda spec.persistentVolumeClaimRetentionPolicy.whenDeleted",
      becomes: "in place",
      guarded: true,
    },
    { set: {}, of: "Schema/bronze dropCascade", becomes: "in place", guarded: true },
    { set: {}, of: "Bucket/acme-streaming-prod-streamflow-backups forceDestroy", becomes: "in place", guarded: true },
    { set: {}, of: "Namespace/streamflow-data options.retainOnDelete", becomes: "in place", guarded: true },
    { set: {}, of: "Topic/transactions.raw replicationFactor", becomes: "rebalancing", moved: 0, guarded: true },
    { set: {}, of: "Cluster/streamflow-postgres spec.postgresql.synchronous", becomes: "in place", guarded: true },
  ],
};

for (const batch of [OFF, DEV, ONE_NODE]) tryBatch(batch);
