import { describe, expect, test } from "vitest";
import type { Plain, PlainObject } from "../../../core/guard/change";
import { changeOf, edited, removalOf, suite } from "./support";

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
