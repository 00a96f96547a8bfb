/** Edits that lose nothing, each with what it does to what runs; none of them is refused. */
import { expect, test } from "vitest";
import { type Batch, changesBy, told, tryBatch } from "./stack";

const topic = (name: string, setting: string): string => `apphub.topics["${name}"].${setting}`;
const flow = (name: string, setting: string): string => `streamflow.topics["${name}"].${setting}`;

const PROD: Batch = {
  name: "more of everything",
  stack: "prod",
  rows: [
    {
      set: { [topic("apphub.core.events", "retention")]: "14d" },
      of: "Topic/apphub.core.events config[retention.ms]",
      becomes: "in place",
    },
    // 69 GiB in six partitions are less than 100 GiB each.
    {
      set: { [topic("apphub.streaming.input", "retentionBytes")]: "100Gi" },
      of: "Topic/apphub.streaming.input config[retention.bytes]",
      becomes: "in place",
    },
    {
      set: { [topic("apphub.jobs.runs", "partitions")]: 12 },
      of: "Topic/apphub.jobs.runs partitions",
      becomes: "in place",
    },
    {
      set: { 'apphub.topics["apphub.extra"]': { rate: "1/s", messageSize: "1Ki", retention: "7d" } },
      of: "Topic/apphub.extra added",
      becomes: "in place",
    },
    {
      set: { "apphub.redpanda.minVolume": "2Ti" },
      of: "PersistentVolumeClaimPatch/datadir-apphub-redpanda-0 spec.resources.requests.storage",
      becomes: "in place",
    },
    // 466 GiB of records (six topics of 120/s and one of 113/s for 7 or 3 days, 10/s for 30) in three copies; two of five brokers take 2/5.
    {
      set: { "apphub.redpanda.brokers": 5 },
      of: "StatefulSet/apphub-redpanda spec.replicas",
      becomes: "rebalancing",
      moved: 559,
    },
    {
      set: { "apphub.redpanda.memory": "12Gi" },
      of: "StatefulSet/apphub-redpanda spec.template.spec.containers.redpanda.resources.limits.memory",
      becomes: "rolling restart",
    },
    { set: { "apphub.sequencerDb.volume": "40Gi" }, of: "Cluster/sequencer-db spec.storage.size", becomes: "in place" },
    // No tables are declared, so nobody knows how much is copied.
    { set: { "apphub.sequencerDb.instances": 5 }, of: "Cluster/sequencer-db spec.instances", becomes: "rebalancing" },
    {
      set: { "apphub.sequencerDb.memory": "4Gi" },
      of: "Cluster/sequencer-db spec.postgresql.parameters.shared_buffers",
      becomes: "rolling restart",
    },
    {
      set: { "apphub.sequencerDb.memory": "4Gi" },
      of: "Cluster/sequencer-db spec.postgresql.parameters.work_mem",
      becomes: "in place",
    },
    {
      set: { "apphub.sequencerDb.backup.retention": "14d" },
      of: "ObjectStore/sequencer-db-backups spec.retentionPolicy",
      becomes: "in place",
    },
    {
      set: { "apphub.sequencerDb.backup.period": "6h" },
      of: "ScheduledBackup/sequencer-db-backups spec.schedule",
      becomes: "in place",
    },
    {
      set: { "apphub.sequencerDb.pooler.pools.apphub_core": 22 },
      of: "Pooler/sequencer-db-pooler spec.pgbouncer.parameters.default_pool_size",
      becomes: "in place",
    },
    {
      set: { [flow("transactions.raw", "partitions")]: 24 },
      of: "Topic/transactions.raw partitions",
      becomes: "in place",
    },
    {
      set: { [flow("transactions.raw", "retention")]: "14d" },
      of: "Topic/transactions.raw config[retention.ms]",
      becomes: "in place",
    },
    // A compacted topic deletes nothing by age: deleted keys are forgotten earlier.
    {
      set: { [flow("fraud.blacklist", "retention")]: "3d" },
      of: "Topic/fraud.blacklist config[delete.retention.ms]",
      becomes: "in place",
    },
    // 100/s × 1 KiB for 7 days, twice 100/s × 1.5 KiB together for 3, 1/s for 7: 95.3 GiB in three copies; two of five brokers take 2/5.
    {
      set: { "streamflow.kafka.brokers": 5 },
      of: "KafkaNodePool/kafka spec.replicas",
      becomes: "rebalancing",
      moved: 114,
    },
    {
      set: { "streamflow.kafka.minVolume": "400Gi" },
      of: "KafkaNodePool/kafka spec.storage.size",
      becomes: "in place",
    },
    {
      set: { "streamflow.kafka.memory": "8Gi" },
      of: "KafkaNodePool/kafka spec.resources.requests.memory",
      becomes: "rolling restart",
    },
    {
      set: { "streamflow.kafka.exporter": false },
      of: "Kafka/streamflow-kafka spec.kafkaExporter",
      becomes: "rolling restart",
    },
    {
      set: { "streamflow.flink.image": "example.com/job:2.0.0" },
      of: "FlinkDeployment/flink-jobmanager spec.image",
      becomes: "rolling restart",
    },
    {
      set: { "streamflow.flink.taskManagers": 5 },
      of: "FlinkDeployment/flink-jobmanager spec.job.parallelism",
      becomes: "rolling restart",
    },
    {
      set: { "streamflow.flink.checkpoints.interval": "30s" },
      of: "FlinkDeployment/flink-jobmanager spec.flinkConfiguration[execution.checkpointing.interval]",
      becomes: "rolling restart",
    },
    {
      set: { "streamflow.flink.job.upgrade": "last-state" },
      of: "FlinkDeployment/flink-jobmanager spec.job.upgradeMode",
      becomes: "in place",
    },
    // 191.35 GiB of rows for each of two standbys.
    {
      set: { "streamflow.postgres.instances": 5 },
      of: "Cluster/streamflow-postgres spec.instances",
      becomes: "rebalancing",
      moved: 383,
    },
    {
      set: { "streamflow.postgres.maxConnections": 400 },
      of: "Cluster/streamflow-postgres spec.postgresql.parameters.max_connections",
      becomes: "rolling restart",
    },
    {
      set: { "streamflow.postgres.minWalVolume": "40Gi" },
      of: "Cluster/streamflow-postgres spec.walStorage.size",
      becomes: "in place",
    },
    {
      set: { "streamflow.airflow.dags.image": "example.com/dags:2.0.0" },
      of: "Deployment/airflow-scheduler spec.template.spec.initContainers.dags.image",
      becomes: "rolling restart",
    },
    {
      set: { "streamflow.fraud.alertThreshold": 0.5 },
      of: "ConfigMap/airflow-pipelines data[fraud_rules.yaml]",
      becomes: "in place",
    },
    {
      set: { "monitoring.retention": "20d" },
      of: "Release/kube-prometheus-stack values.prometheus.prometheusSpec.retention",
      becomes: "in place",
    },
    {
      set: { "monitoring.series": 300_000 },
      of: "Release/kube-prometheus-stack values.prometheus.prometheusSpec.resources.requests.memory",
      becomes: "in place",
    },
    { set: { alerting: { slack: {} } }, of: "Secret/alertmanager-receivers added", becomes: "in place" },
  ],
};

/** Measured anew, or simply less: the config is edited downwards, and nothing that runs holds less for it. */
const LESS: Batch = {
  name: "less load, fewer pods, other addresses",
  stack: "prod",
  rows: [
    {
      set: { "streamflow.flink.taskManagers": 1 },
      of: "FlinkDeployment/flink-jobmanager spec.flinkConfiguration[parallelism.default]",
      becomes: "rolling restart",
    },
    {
      set: { "streamflow.postgres.pooler.instances": 3 },
      of: "Pooler/streamflow-postgres-pooler spec.instances",
      becomes: "in place",
    },
    { set: { "streamflow.airflow.executor": "local" }, of: "Deployment/airflow-worker removed", becomes: "replace" },
    { set: { "monitoring.grafana": false }, of: "Secret/grafana-admin removed", becomes: "in place" },
    { set: { "access.kubernetes": { context: "blue" } }, of: "Provider/kubernetes context", becomes: "in place" },
    {
      set: { "access.streamflow.postgres.host": "db.example.com" },
      of: "Provider/streamflow-layers-provider host",
      becomes: "in place",
    },
  ],
};

const DEV: Batch = {
  name: "more of everything",
  stack: "dev",
  rows: [
    {
      set: { [topic("apphub.core.events", "retention")]: "14d" },
      of: "Topic/apphub.core.events config[retention.ms]",
      becomes: "in place",
    },
    {
      set: { [topic("apphub.jobs.runs", "partitions")]: 8 },
      of: "Topic/apphub.jobs.runs partitions",
      becomes: "in place",
    },
    { set: { "apphub.sequencerDb.volume": "10Gi" }, of: "Cluster/sequencer-db spec.storage.size", becomes: "in place" },
    {
      set: { [flow("fraud.scored", "retention")]: "5d" },
      of: "Topic/fraud.scored config[retention.ms]",
      becomes: "in place",
    },
    {
      set: { "streamflow.flink.slots": 4 },
      of: "FlinkDeployment/flink-jobmanager spec.flinkConfiguration[taskmanager.numberOfTaskSlots]",
      becomes: "rolling restart",
    },
    {
      set: { "streamflow.postgres.backup.compression": 0.5 },
      of: "ObjectStore/streamflow-postgres-backups spec.configuration.data",
      becomes: "in place",
    },
    // Of an S3-compatible store the region is a word in its clients' requests; buckets are where they were.
    {
      set: { [topic("apphub.audit", "retention")]: "60d", "objectStore.region": "eu-central-1" },
      of: "Topic/apphub.audit config[retention.ms]",
      becomes: "in place",
    },
  ],
};

for (const batch of [PROD, LESS, DEV]) tryBatch(batch);

test("prod: what was measured anew changes no volume that is deployed", async () => {
  const found = await changesBy("prod", {
    [topic("apphub.core.events", "rate")]: "600/min",
    [topic("apphub.streaming.input", "messageSize")]: "200B",
    [flow("transactions.enriched", "rate")]: "10/s",
    'streamflow.postgres.tables["silver.transactions_enriched"].rows': "10/s",
    'streamflow.postgres.tables["gold.daily"].rowSize': "100B",
    "access.runners": ["10.30.0.0/16"],
  });
  // Only who may come in from outside has changed.
  expect(found.filter(({ type }) => !type.endsWith(":NetworkPolicy")).map(told)).toEqual([]);
  expect(found.length).toBeGreaterThan(0);
});
