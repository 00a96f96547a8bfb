import { describe, expect, test } from "vitest";
import type { PlainObject } from "../../../core/guard/change";
import { changeOf, edited, removalOf, suite } from "./support";

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
