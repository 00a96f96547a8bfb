import { describe, expect, test } from "vitest";
import type { Plain, PlainObject } from "../../../core/guard/change";
import { type Case, asCase, changeOf, edited, expected, removalOf, titled } from "./support";

const suite = (type: string, props: PlainObject, cases: readonly Case[]): void => {
  test.each(titled(cases))("%s", (_, c) => expect(asCase(changeOf(type, props, c))).toEqual(expected(c)));
};

describe("Strimzi's Kafka", () => {
  const KAFKA = "kubernetes:kafka.strimzi.io/v1:Kafka";
  const props: PlainObject = {
    metadata: { name: "kafka", namespace: "ns" },
    spec: {
      kafka: {
        version: "4.1.0",
        metadataVersion: "4.1-IV1",
        config: { "log.retention.ms": 604_800_000, "auto.create.topics.enable": false, "min.insync.replicas": 2 },
        listeners: [{ name: "plain", port: 9092, tls: false }],
      },
      entityOperator: { topicOperator: {} },
    },
  };
  suite(KAFKA, props, [
    { edit: ["spec", "kafka", "version"], to: "4.2.0", becomes: "rolling restart" },
    { edit: ["spec", "kafka", "version"], to: "4.0.1", becomes: "impossible" },
    { edit: ["spec", "kafka", "metadataVersion"], to: "4.0-IV3", becomes: "impossible" },
    { edit: ["spec", "kafka", "config", "log.retention.ms"], to: 86_400_000, becomes: "data loss", loss: {} },
    { edit: ["spec", "kafka", "config", "log.retention.ms"], to: 864_000_000, becomes: "in place" },
    // Its own default is 168 h.
    { edit: ["spec", "kafka", "config", "log.retention.hours"], to: 24, becomes: "data loss", loss: {} },
    { edit: ["spec", "kafka", "config", "log.retention.hours"], to: 400, becomes: "in place" },
    { edit: ["spec", "kafka", "config", "log.retention.bytes"], to: 1_000_000, becomes: "data loss", loss: {} },
    { edit: ["spec", "kafka", "config", "min.insync.replicas"], to: 3, becomes: "in place" },
    { edit: ["spec", "kafka", "config", "min.insync.replicas"], to: 1, becomes: "in place", guarded: true },
    { edit: ["spec", "kafka", "config", "min.insync.replicas"], to: undefined, becomes: "in place", guarded: true },
    {
      edit: ["spec", "kafka", "config", "unclean.leader.election.enable"],
      to: true,
      becomes: "in place",
      guarded: true,
    },
    {
      edit: ["metadata", "annotations", "strimzi.io/skip-broker-scaledown-check"],
      to: "true",
      becomes: "in place",
      guarded: true,
    },
    { edit: ["metadata", "name"], to: "other", becomes: "data loss", loss: { GiB: 13.3 } },
    { edit: ["spec", "kafka", "config", "auto.create.topics.enable"], to: true, becomes: "rolling restart" },
    { edit: ["spec", "kafka", "listeners"], to: [], becomes: "rolling restart" },
    { edit: ["spec", "entityOperator", "topicOperator"], to: undefined, becomes: "rolling restart" },
  ]);
  test("goes back to an older release as long as the metadata is old enough", () => {
    const kept = edited(props, ["spec", "kafka", "metadataVersion"], "4.0-IV3");
    const change = changeOf(KAFKA, kept, { edit: ["spec", "kafka", "version"], to: "4.0.1" });
    expect(change.class).toBe("rolling restart");
  });
  test("removed: what is on the brokers can't be had, each record once", () => {
    expect(removalOf(KAFKA, props)).toMatchObject({
      class: "data loss",
      // 40 GiB are three copies.
      loss: { GiB: 13.3 },
      resource: "Kafka/kafka",
      namespace: "ns",
    });
  });
});

describe("Strimzi's node pools", () => {
  const POOL = "kubernetes:kafka.strimzi.io/v1:KafkaNodePool";
  const props: PlainObject = {
    metadata: { name: "brokers", namespace: "ns", labels: { "strimzi.io/cluster": "kafka" } },
    spec: {
      replicas: 5,
      roles: ["broker"],
      storage: { type: "persistent-claim", size: "100Gi", class: "gp3", deleteClaim: false },
      resources: { requests: { memory: "4Gi" } },
    },
  };
  suite(POOL, props, [
    // 40 GiB on five brokers; two of seven will hold two sevenths of it.
    { edit: ["spec", "replicas"], to: 7, becomes: "rebalancing", moved: 11.4 },
    { edit: ["spec", "replicas"], to: 4, becomes: "impossible" },
    { edit: ["spec", "replicas"], to: 2, becomes: "impossible" },
    { edit: ["spec", "storage", "size"], to: "200Gi", becomes: "in place" },
    { edit: ["spec", "storage", "size"], to: "50Gi", becomes: "impossible" },
    { edit: ["spec", "storage", "size"], to: "0.5Ti", becomes: "in place" },
    { edit: ["spec", "storage", "class"], to: "io2", becomes: "impossible" },
    // The operator keeps the storage as it is.
    { edit: ["spec", "storage", "type"], to: "ephemeral", becomes: "impossible" },
    { edit: ["metadata", "labels", "strimzi.io/cluster"], to: "other", becomes: "data loss", loss: { GiB: 13.3 } },
    { edit: ["spec", "storage", "deleteClaim"], to: true, becomes: "in place", guarded: true },
    { edit: ["spec", "roles"], to: ["broker", "controller"], becomes: "impossible" },
    { edit: ["spec", "resources", "requests", "memory"], to: "8Gi", becomes: "rolling restart" },
  ]);
});

describe("A pool of controllers", () => {
  const POOL = "kubernetes:kafka.strimzi.io/v1:KafkaNodePool";
  const props: PlainObject = {
    metadata: { name: "controllers", namespace: "ns", labels: { "strimzi.io/cluster": "kafka" } },
    spec: { replicas: 3, roles: ["controller"], storage: { type: "persistent-claim", size: "5Gi" } },
  };
  suite(POOL, props, [
    { edit: ["spec", "replicas"], to: 5, becomes: "impossible" },
    { edit: ["spec", "replicas"], to: 1, becomes: "impossible" },
  ]);
  test("holds no records", () => expect(removalOf(POOL, props)).toMatchObject({ class: "data loss", loss: {} }));
});

describe("Brokers with several volumes each", () => {
  const POOL = "kubernetes:kafka.strimzi.io/v1:KafkaNodePool";
  const volume = (id: number, size: string): PlainObject => ({
    id,
    type: "persistent-claim",
    size,
    deleteClaim: false,
  });
  const props: PlainObject = {
    metadata: { name: "brokers", namespace: "ns", labels: { "strimzi.io/cluster": "kafka" } },
    spec: {
      replicas: 3,
      roles: ["broker"],
      storage: { type: "jbod", volumes: [volume(0, "100Gi"), volume(1, "100Gi")] },
    },
  };
  suite(POOL, props, [
    { edit: ["spec", "storage", "volumes"], to: [volume(0, "100Gi"), volume(1, "200Gi")], becomes: "in place" },
    { edit: ["spec", "storage", "volumes"], to: [volume(0, "100Gi"), volume(1, "50Gi")], becomes: "impossible" },
    {
      edit: ["spec", "storage", "volumes"],
      to: [volume(0, "100Gi")],
      becomes: "data loss",
      // At most everything, as nobody knows what is on it.
      loss: { GiB: 13.3 },
    },
    {
      edit: ["spec", "storage", "volumes"],
      to: [volume(0, "100Gi"), volume(1, "100Gi"), volume(2, "100Gi")],
      becomes: "rolling restart",
    },
  ]);
});

describe("Redpanda's StatefulSet", () => {
  const SET = "kubernetes:apps/v1:StatefulSet";
  const props: PlainObject = {
    metadata: { name: "redpanda", namespace: "ns" },
    spec: {
      replicas: 5,
      serviceName: "redpanda-headless",
      template: { spec: { containers: [{ name: "redpanda", image: "redpanda:v25.1.1" }] } },
      volumeClaimTemplates: [{ metadata: { name: "datadir" }, spec: { resources: { requests: { storage: "20Gi" } } } }],
    },
  };
  suite(SET, props, [
    { edit: ["spec", "replicas"], to: 7, becomes: "rebalancing", moved: 11.4 },
    // Of three copies one may go: a fifth of all copies is made anew.
    { edit: ["spec", "replicas"], to: 4, becomes: "rebalancing", moved: 8, guarded: true },
    // Two of five brokers hold two copies of 3 in 10 partitions: 40 ÷ 3 × 0.3.
    { edit: ["spec", "replicas"], to: 3, becomes: "data loss", loss: { GiB: 3.99 } },
    { edit: ["spec", "replicas"], to: 2, becomes: "impossible" },
    // The claims stay, and the new pods find them.
    { edit: ["spec", "serviceName"], to: "other", becomes: "replace" },
    { edit: ["spec", "volumeClaimTemplates"], to: [], becomes: "replace" },
    { edit: ["spec", "revisionHistoryLimit"], to: 3, becomes: "replace" },
    // Other pods' names are other claims' names.
    { edit: ["metadata", "name"], to: "other", becomes: "data loss", loss: { GiB: 13.3 } },
    { edit: ["spec", "ordinals"], to: { start: 1 }, becomes: "data loss", loss: { GiB: 13.3 } },
    { edit: ["spec", "minReadySeconds"], to: 10, becomes: "in place" },
    { edit: ["metadata", "annotations", "checksum"], to: "2", becomes: "in place" },
    {
      edit: ["spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"],
      to: "Delete",
      becomes: "in place",
      guarded: true,
    },
  ]);

  test("another image of one container is a rolling restart, named by the container", () => {
    const to = [{ name: "redpanda", image: "redpanda:v25.1.2" }];
    const change = changeOf(SET, props, { edit: ["spec", "template", "spec", "containers"], to });
    expect(change).toMatchObject({ class: "rolling restart", field: "spec.template.spec.containers.redpanda.image" });
  });

  test("an older Redpanda can't read what a newer one wrote, a patch of it can", () => {
    const image = (tag: string): Plain => [
      { name: "redpanda", image: `docker.redpanda.com/redpandadata/redpanda:${tag}` },
    ];
    const path = ["spec", "template", "spec", "containers"];
    const newer = edited(props, path, image("v25.2.7@sha256:abc"));
    expect(changeOf(SET, newer, { edit: path, to: image("v25.1.9") }).class).toBe("impossible");
    expect(changeOf(SET, newer, { edit: path, to: image("v25.2.3") }).class).toBe("rolling restart");
    expect(changeOf(SET, newer, { edit: path, to: image("v25.3.1") }).class).toBe("rolling restart");
  });

  test("where claims go with their StatefulSet, replacing it loses what is on them", () => {
    const whenDeleted = ["spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"];
    const change = changeOf(SET, edited(props, whenDeleted, "Delete"), { edit: ["spec", "serviceName"], to: "other" });
    expect(change).toMatchObject({ class: "data loss", loss: { GiB: 13.3 } });
  });

  test("without volumes nothing is lost", () => {
    const stateless = edited(edited(props, ["spec", "volumeClaimTemplates"], undefined), ["metadata", "name"], "web");
    expect(removalOf(SET, stateless).class).toBe("replace");
    expect(changeOf(SET, stateless, { edit: ["spec", "replicas"], to: 1 }).class).toBe("in place");
  });
});

describe("CloudNativePG's Cluster", () => {
  const CLUSTER = "kubernetes:postgresql.cnpg.io/v1:Cluster";
  const props: PlainObject = {
    metadata: { name: "db", namespace: "ns" },
    spec: {
      instances: 3,
      imageName: "ghcr.io/cloudnative-pg/postgresql:17.5-bookworm",
      storage: { size: "100Gi", storageClass: "gp3" },
      walStorage: { size: "20Gi" },
      postgresql: {
        parameters: { work_mem: "16MB", shared_buffers: "2GB", max_connections: "200" },
        synchronous: { method: "any", number: 1, dataDurability: "required" },
      },
      plugins: [{ name: "barman", isWALArchiver: true, parameters: { barmanObjectName: "store", serverName: "db" } }],
      backup: { retentionPolicy: "7d", barmanObjectStore: { destinationPath: "s3://backups/" } },
      resources: { requests: { memory: "8Gi" } },
    },
  };
  suite(CLUSTER, props, [
    { edit: ["spec", "instances"], to: 5, becomes: "rebalancing", moved: 50 },
    { edit: ["spec", "instances"], to: 1, becomes: "in place" },
    { edit: ["spec", "instances"], to: 0, becomes: "impossible" },
    { edit: ["spec", "imageName"], to: "ghcr.io/cloudnative-pg/postgresql:17.6-bookworm", becomes: "rolling restart" },
    { edit: ["spec", "imageName"], to: "ghcr.io/cloudnative-pg/postgresql:18.0-bookworm", becomes: "replace" },
    { edit: ["spec", "imageName"], to: "ghcr.io/cloudnative-pg/postgresql:16.9-bookworm", becomes: "impossible" },
    { edit: ["spec", "storage", "size"], to: "150Gi", becomes: "in place" },
    { edit: ["spec", "storage", "size"], to: "50Gi", becomes: "impossible" },
    // The operator leaves the volumes that are there.
    { edit: ["spec", "storage", "storageClass"], to: "io2", becomes: "in place" },
    { edit: ["spec", "walStorage", "size"], to: "10Gi", becomes: "impossible" },
    { edit: ["spec", "walStorage"], to: undefined, becomes: "impossible" },
    { edit: ["spec", "postgresql", "parameters", "work_mem"], to: "8MB", becomes: "in place" },
    { edit: ["spec", "postgresql", "parameters", "shared_buffers"], to: "4GB", becomes: "rolling restart" },
    { edit: ["spec", "postgresql", "parameters", "max_connections"], to: "100", becomes: "rolling restart" },
    { edit: ["spec", "postgresql", "parameters", "hot_standby_feedback"], to: "on", becomes: "in place" },
    {
      edit: ["spec", "postgresql", "synchronous"],
      to: undefined,
      becomes: "in place",
      guarded: true,
    },
    {
      edit: ["spec", "postgresql", "synchronous", "dataDurability"],
      to: "preferred",
      becomes: "in place",
      guarded: true,
    },
    { edit: ["spec", "postgresql", "synchronous", "number"], to: 2, becomes: "in place" },
    { edit: ["spec", "backup", "retentionPolicy"], to: "3d", becomes: "data loss", loss: { hours: 96 } },
    { edit: ["spec", "backup", "retentionPolicy"], to: "2w", becomes: "in place" },
    // What is in the bucket stays there.
    { edit: ["spec", "backup"], to: undefined, becomes: "in place", guarded: true },
    { edit: ["spec", "plugins"], to: undefined, becomes: "rolling restart", guarded: true },
    {
      edit: ["spec", "plugins"],
      to: [{ name: "barman", parameters: { barmanObjectName: "store", serverName: "db" } }],
      becomes: "rolling restart",
      guarded: true,
    },
    {
      edit: ["spec", "plugins"],
      to: [{ name: "barman", isWALArchiver: true, parameters: { barmanObjectName: "store", serverName: "db2" } }],
      becomes: "in place",
      guarded: true,
    },
    { edit: ["metadata", "name"], to: "other", becomes: "data loss", loss: { GiB: 25 } },
    { edit: ["spec", "resources", "requests", "memory"], to: "16Gi", becomes: "rolling restart" },
    { edit: ["spec", "bootstrap"], to: { initdb: { database: "app" } }, becomes: "in place" },
  ]);
  test("removed, the operator deletes its volumes", () => {
    expect(removalOf(CLUSTER, props)).toMatchObject({ class: "data loss", loss: { GiB: 25 } });
  });
  test("of a cluster that the model doesn't know, the volume bounds the loss", () => {
    expect(removalOf(CLUSTER, edited(props, ["metadata", "name"], "other")).loss).toEqual({ GiB: 100 });
  });
});

describe("Flink's deployment", () => {
  const FLINK = "kubernetes:flink.apache.org/v1beta1:FlinkDeployment";
  const props: PlainObject = {
    metadata: { name: "flink", namespace: "ns" },
    spec: {
      image: "job:1",
      flinkVersion: "v1_20",
      mode: "native",
      flinkConfiguration: {
        "pipeline.max-parallelism": "128",
        "high-availability.type": "kubernetes",
        "state.checkpoints.dir": "s3://a/",
        "state.backend.type": "rocksdb",
        "execution.checkpointing.interval": "1m",
        "s3.endpoint": "https://store",
      },
      taskManager: { resource: { memory: "4g" } },
      job: { upgradeMode: "savepoint", parallelism: 4, state: "running" },
    },
  };
  const state = { GiB: 8 };
  suite(FLINK, props, [
    { edit: ["spec", "image"], to: "job:2", becomes: "rolling restart" },
    { edit: ["spec", "job", "upgradeMode"], to: "stateless", becomes: "data loss", loss: state },
    { edit: ["spec", "job", "upgradeMode"], to: "last-state", becomes: "in place" },
    { edit: ["spec", "job", "parallelism"], to: 8, becomes: "rolling restart" },
    { edit: ["spec", "job", "parallelism"], to: 256, becomes: "impossible" },
    { edit: ["spec", "job", "allowNonRestoredState"], to: true, becomes: "data loss", loss: state },
    { edit: ["spec", "job", "state"], to: "suspended", becomes: "rolling restart" },
    { edit: ["spec", "job", "savepointRedeployNonce"], to: 1, becomes: "replace", guarded: true },
    { edit: ["spec", "job", "initialSavepointPath"], to: "s3://a/sp-1", becomes: "in place" },
    { edit: ["spec", "job"], to: undefined, becomes: "impossible" },
    { edit: ["spec", "mode"], to: "standalone", becomes: "impossible" },
    { edit: ["spec", "flinkVersion"], to: "v1_19", becomes: "impossible" },
    { edit: ["spec", "flinkVersion"], to: "v2_0", becomes: "rolling restart" },
    { edit: ["spec", "flinkConfiguration", "state.backend.type"], to: "hashmap", becomes: "rolling restart" },
    {
      edit: ["spec", "flinkConfiguration", "execution.checkpointing.interval"],
      to: undefined,
      becomes: "rolling restart",
      guarded: true,
    },
    {
      edit: ["spec", "flinkConfiguration", "s3.endpoint"],
      to: "https://other",
      becomes: "rolling restart",
      guarded: true,
    },
    { edit: ["spec", "flinkConfiguration", "pipeline.max-parallelism"], to: "256", becomes: "data loss", loss: state },
    { edit: ["spec", "flinkConfiguration", "state.checkpoints.dir"], to: "s3://b/", becomes: "rolling restart" },
    {
      edit: ["spec", "flinkConfiguration", "high-availability.type"],
      to: undefined,
      becomes: "rolling restart",
      guarded: true,
    },
    { edit: ["spec", "taskManager", "resource", "memory"], to: "8g", becomes: "rolling restart" },
  ]);
  test("upgraded from its last state, it needs what finds and reads that", () => {
    const lastState = edited(props, ["spec", "job", "upgradeMode"], "last-state");
    for (const [key, to] of [
      ["state.backend.type", "hashmap"],
      ["high-availability.type", undefined],
    ] as const)
      expect(changeOf(FLINK, lastState, { edit: ["spec", "flinkConfiguration", key], to }).class).toBe("impossible");
  });
  test("removed, its checkpoints can't be found again", () => {
    expect(removalOf(FLINK, props)).toMatchObject({ class: "data loss", loss: state });
  });
});
