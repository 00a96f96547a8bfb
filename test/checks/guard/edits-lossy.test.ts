/** Edits of sizes and retentions that lose something or can't be made, with the loss worked out by hand; nothing else is refused beside them. */
import { type Batch, tryBatch } from "./stack";

const topic = (name: string, setting: string): string => `apphub.topics["${name}"].${setting}`;
const flow = (name: string, setting: string): string => `streamflow.topics["${name}"].${setting}`;

const LESS: Batch = {
  name: "less of what is kept",
  stack: "prod",
  rows: [
    // 7,200/min for the 4 days between 7 and 3, 1 KiB each.
    {
      set: { [topic("apphub.core.events", "retention")]: "3d" },
      of: "Topic/apphub.core.events config[retention.ms]",
      becomes: "data loss",
      loss: { records: 41_472_000, GiB: 39.6, hours: 96 },
    },
    // The topic is made anew: 7,200/min for 3 days.
    {
      set: { [topic("apphub.ingestion.telemetry", "partitions")]: 3 },
      of: "Topic/apphub.ingestion.telemetry partitions",
      becomes: "data loss",
      loss: { records: 31_104_000, GiB: 29.7, hours: 72 },
      guarded: true,
    },
    // At most all but one of each key: 7,200/min for 7 days.
    {
      set: {
        [topic("apphub.workflows.events", "cleanupPolicy")]: "compact",
        [topic("apphub.workflows.events", "keys")]: 1000,
      },
      of: "Topic/apphub.workflows.events config[cleanup.policy]",
      becomes: "data loss",
      loss: { records: 72_576_000, GiB: 69.2, hours: 168 },
    },
    // Compaction begins here too.
    {
      set: { [topic("apphub.workflows.runs", "cleanupPolicy")]: "compact,delete" },
      of: "Topic/apphub.workflows.runs config[cleanup.policy]",
      becomes: "data loss",
      loss: { records: 72_576_000, GiB: 69.2, hours: 168 },
    },
    {
      set: { [topic("apphub.jobs.runs", "replication")]: 1 },
      of: "Topic/apphub.jobs.runs replicationFactor",
      becomes: "rebalancing",
      moved: 0,
      guarded: true,
    },
    // Six partitions keep 1 GiB each, 6,291,456 of 72,576,000 records; the others came in within 153.4 hours.
    {
      set: { [topic("apphub.streaming.input", "retentionBytes")]: "1Gi" },
      of: "Topic/apphub.streaming.input config[retention.bytes]",
      becomes: "data loss",
      loss: { records: 66_284_544, GiB: 63.2, hours: 153 },
    },
    // 10/s for 30 days.
    {
      set: { 'apphub.topics["apphub.audit"]': undefined },
      of: "Topic/apphub.audit removed",
      becomes: "data loss",
      loss: { records: 25_920_000, GiB: 24.7, hours: 720 },
      guarded: true,
    },
    {
      set: { "apphub.sequencerDb.volume": "10Gi" },
      of: "Cluster/sequencer-db spec.storage.size",
      becomes: "impossible",
    },
    {
      set: { "apphub.sequencerDb.backup.retention": "3d" },
      of: "ObjectStore/sequencer-db-backups spec.retentionPolicy",
      becomes: "data loss",
      loss: { hours: 96 },
    },
    {
      set: { "apphub.sequencerDb.backup.serverName": "restored" },
      of: "Cluster/sequencer-db spec.plugins[barman-cloud.cloudnative-pg.io].parameters.serverName",
      becomes: "in place",
      guarded: true,
    },
    {
      set: { "apphub.redpanda.minVolume": undefined },
      of: "PersistentVolumeClaimPatch/datadir-apphub-redpanda-0 spec.resources.requests.storage",
      becomes: "impossible",
    },
    // 100/s for 6 days.
    {
      set: { [flow("transactions.raw", "retention")]: "1d" },
      of: "Topic/transactions.raw config[retention.ms]",
      becomes: "data loss",
      loss: { records: 51_840_000, GiB: 49.4, hours: 144 },
    },
    // Six partitions are derived; 100/s for 3 days.
    {
      set: { [flow("transactions.enriched", "partitions")]: 3 },
      of: "Topic/transactions.enriched partitions",
      becomes: "data loss",
      loss: { records: 25_920_000, GiB: 24.7, hours: 72 },
      guarded: true,
    },
    // One record of 256 bytes for each key.
    {
      set: { [flow("fraud.blacklist", "cleanup")]: "delete", [flow("fraud.blacklist", "keys")]: undefined },
      of: "Topic/fraud.blacklist config[cleanup.policy]",
      becomes: "data loss",
      loss: { records: 100_000, GiB: 0.0238 },
    },
    // 512 bytes each.
    {
      set: { [flow("fraud.scored", "cleanup")]: "compact", [flow("fraud.scored", "keys")]: 10 },
      of: "Topic/fraud.scored config[cleanup.policy]",
      becomes: "data loss",
      loss: { records: 25_920_000, GiB: 12.4, hours: 72 },
    },
    {
      set: { "streamflow.kafka.minVolume": undefined, "streamflow.kafka.volume": "100Gi" },
      of: "KafkaNodePool/kafka spec.storage.size",
      becomes: "impossible",
    },
    {
      set: { "streamflow.kafka.controllers.volume": "2Gi" },
      of: "KafkaNodePool/controller spec.storage.size",
      becomes: "impossible",
    },
    {
      set: { "streamflow.flink.maxParallelism": 256 },
      of: "FlinkDeployment/flink-jobmanager spec.flinkConfiguration[pipeline.max-parallelism]",
      becomes: "data loss",
      loss: { GiB: 2 },
    },
    {
      set: { "streamflow.flink.job.restore": { from: "s3://a/savepoint-1", attempt: 1 } },
      of: "FlinkDeployment/flink-jobmanager spec.job.savepointRedeployNonce",
      becomes: "replace",
      guarded: true,
    },
    {
      set: { "streamflow.flink.version": "1.19.3" },
      of: "FlinkDeployment/flink-jobmanager spec.flinkVersion",
      becomes: "impossible",
    },
    {
      set: { "streamflow.postgres.minVolume": undefined, "streamflow.postgres.volume": "100Gi" },
      of: "Cluster/streamflow-postgres spec.storage.size",
      becomes: "impossible",
    },
    {
      set: { "streamflow.postgres.minWalVolume": undefined, "streamflow.postgres.walVolume": "10Gi" },
      of: "Cluster/streamflow-postgres spec.walStorage.size",
      becomes: "impossible",
    },
    {
      set: { "monitoring.retention": "5d" },
      of: "Release/kube-prometheus-stack values.prometheus.prometheusSpec.retention",
      becomes: "data loss",
      loss: { hours: 120 },
    },
  ],
  besides: [1, 2].map((i) => `PersistentVolumeClaimPatch/datadir-apphub-redpanda-${i} spec.resources.requests.storage`),
};

tryBatch(LESS);
