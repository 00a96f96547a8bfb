/** Edits of where things are kept, and who looks after them: what stays behind, what is made anew, what can't move. */
import { type Batch, tryBatch } from "./stack";

const ELSEWHERE: Batch = {
  name: "other places, and others who look after things",
  stack: "prod",
  rows: [
    { set: { "target.storageClass": "io2" }, of: "KafkaNodePool/kafka spec.storage.class", becomes: "impossible" },
    // The operator leaves the volumes that are there.
    {
      set: { "target.storageClass": "io2" },
      of: "Cluster/sequencer-db spec.storage.storageClass",
      becomes: "in place",
    },
    {
      set: { "objectStore.prefix": "other" },
      of: "Bucket/acme-streaming-prod-streamflow-backups bucket",
      becomes: "impossible",
      guarded: true,
    },
    {
      set: { "objectStore.prefix": "other" },
      of: "BucketVersioning/acme-streaming-prod-streamflow-backups bucket",
      becomes: "replace",
    },
    {
      set: { "objectStore.prefix": "other" },
      of: "ObjectStore/streamflow-postgres-backups spec.configuration.destinationPath",
      becomes: "in place",
      guarded: true,
    },
    {
      set: { "objectStore.prefix": "other" },
      of: "FlinkDeployment/flink-jobmanager spec.flinkConfiguration[state.checkpoints.dir]",
      becomes: "rolling restart",
    },
    { set: { "objectStore.region": "eu-west-1" }, of: "Provider/aws region", becomes: "impossible" },
    // Protected and kept: another one is made beside it.
    {
      set: { "monitoring.namespace": "metrics" },
      of: "Namespace/streamflow-monitoring metadata.name",
      becomes: "replace",
      guarded: true,
    },
    { set: { "monitoring.namespace": "metrics" }, of: "Release/kube-prometheus-stack namespace", becomes: "replace" },
    // 100/s for 7 days; the operator would make empty ones.
    {
      set: { "streamflow.kafka.managedBy": "operator" },
      of: "Topic/transactions.raw removed",
      becomes: "data loss",
      loss: { records: 60_480_000, GiB: 57.7, hours: 168 },
      guarded: true,
    },
    { set: { "operators.install": false }, of: "Release/strimzi removed", becomes: "replace" },
    { set: { "operators.install": false }, of: "Namespace/strimzi-system removed", becomes: "in place", guarded: true },
    {
      set: { "streamflow.postgres.pooler": undefined },
      of: "Pooler/streamflow-postgres-pooler removed",
      becomes: "replace",
    },
  ],
  besides: [
    "Bucket/acme-streaming-prod-apphub-backups bucket",
    "Bucket/acme-streaming-prod-streamflow-flink-state bucket",
    "KafkaNodePool/controller spec.storage.class",
    ...["cert-manager", "cnpg-system", "flink-operator"].map((name) => `Namespace/${name} removed`),
    "ObjectStore/sequencer-db-backups spec.configuration.destinationPath",
    ...["fraud.alerts", "fraud.blacklist", "fraud.scored", "transactions.enriched"].map(
      (name) => `Topic/${name} removed`,
    ),
  ],
};

const ADDRESS: Batch = {
  name: "another object store",
  stack: "dev",
  rows: [
    {
      set: { "objectStore.endpoint": "https://other.example.net" },
      of: "ObjectStore/sequencer-db-backups spec.configuration.endpointURL",
      becomes: "in place",
      guarded: true,
    },
    {
      set: { "objectStore.endpoint": "https://other.example.net" },
      of: "FlinkDeployment/flink-jobmanager spec.flinkConfiguration[s3.endpoint]",
      becomes: "rolling restart",
      guarded: true,
    },
  ],
  besides: ["ObjectStore/streamflow-postgres-backups spec.configuration.endpointURL"],
};

for (const batch of [ELSEWHERE, ADDRESS]) tryBatch(batch);
