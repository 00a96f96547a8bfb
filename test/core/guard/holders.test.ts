import { describe, expect, test } from "vitest";
import type { PlainObject } from "../../../core/guard/change";
import { needsWaiver } from "../../../core/guard/change";
import { changeOf, edited, removalOf, suite } from "./support";

describe("volumes", () => {
  const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
  const props: PlainObject = {
    metadata: { name: "data", namespace: "ns" },
    spec: { storageClassName: "gp3", accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "20Gi" } } },
  };
  suite(CLAIM, props, [
    { edit: ["spec", "resources", "requests", "storage"], to: "40Gi", becomes: "in place" },
    { edit: ["spec", "resources", "requests", "storage"], to: "20480Mi", becomes: "in place" },
    { edit: ["spec", "resources", "requests", "storage"], to: "10Gi", becomes: "impossible" },
    { edit: ["spec", "storageClassName"], to: "io2", becomes: "data loss", loss: { GiB: 20 } },
    { edit: ["spec", "accessModes"], to: ["ReadWriteMany"], becomes: "data loss", loss: { GiB: 20 } },
    { edit: ["metadata", "name"], to: "other", becomes: "data loss", loss: { GiB: 20 } },
  ]);
  test("a claim that leaves the stack is deleted, a patch of one isn't", () => {
    expect(removalOf(CLAIM, props)).toMatchObject({ class: "data loss", loss: { GiB: 20 } });
    expect(removalOf(`${CLAIM}Patch`, props).class).toBe("in place");
    expect(
      changeOf(`${CLAIM}Patch`, props, { edit: ["spec", "resources", "requests", "storage"], to: "10Gi" }).class,
    ).toBe("impossible");
  });
});

describe("storage classes", () => {
  suite(
    "kubernetes:storage.k8s.io/v1:StorageClass",
    { metadata: { name: "gp3" }, provisioner: "ebs.csi.aws.com", allowVolumeExpansion: true, reclaimPolicy: "Retain" },
    [
      { edit: ["allowVolumeExpansion"], to: false, becomes: "in place", guarded: true },
      // The API server refuses it.
      { edit: ["reclaimPolicy"], to: "Delete", becomes: "impossible" },
      { edit: ["volumeBindingMode"], to: "Immediate", becomes: "impossible" },
      { edit: ["provisioner"], to: "other", becomes: "replace" },
    ],
  );
});

describe("namespaces", () => {
  const NAMESPACE = "kubernetes:core/v1:Namespace";
  const props: PlainObject = { metadata: { name: "ns", labels: { team: "a" } } };
  suite(NAMESPACE, props, [
    // What the model knows of it: 40 GiB in three copies on each of two clusters of brokers, 25 GiB of rows, 8 GiB of state.
    { edit: ["metadata", "name"], to: "other", becomes: "data loss", loss: { GiB: 59.6 } },
    { edit: ["metadata", "labels", "team"], to: "b", becomes: "in place" },
  ]);
  test("removed, everything in it goes; retained, it stays", () => {
    expect(removalOf(NAMESPACE, props).class).toBe("data loss");
    expect(removalOf(NAMESPACE, { metadata: { name: "web" } }).loss).toEqual({});
    expect(removalOf(NAMESPACE, props, { retainOnDelete: true })).toMatchObject({ class: "in place" });
  });
});

describe("buckets", () => {
  const BUCKET = "aws:s3/bucket:Bucket";
  suite(BUCKET, { bucket: "acme-backups", forceDestroy: false, tags: {} }, [
    { edit: ["bucket"], to: "acme-other", becomes: "impossible" },
    { edit: ["forceDestroy"], to: true, becomes: "in place", guarded: true },
    { edit: ["tags", "team"], to: "data", becomes: "in place" },
  ]);
  test("removed, S3 refuses while there are objects, unless they are told to go too", () => {
    expect(removalOf(BUCKET, { bucket: "b" }).class).toBe("impossible");
    expect(removalOf(BUCKET, { bucket: "b", forceDestroy: true }).class).toBe("data loss");
  });
  const rule = (days: number, more: PlainObject = {}): PlainObject => ({
    id: "old",
    status: "Enabled",
    expiration: { days },
    ...more,
  });
  const versions = (days: number, kept?: number): PlainObject => ({
    id: "versions",
    status: "Enabled",
    noncurrentVersionExpiration: {
      noncurrentDays: days,
      ...(kept === undefined ? {} : { newerNoncurrentVersions: kept }),
    },
  });
  const under = (prefix: string): PlainObject => ({ filter: { prefix } });
  suite(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    { bucket: "b", rules: [rule(30), versions(14)] },
    [
      // 30 − 7 days.
      { edit: ["rules"], to: [rule(7), versions(14)], becomes: "data loss", loss: { hours: 552 } },
      { edit: ["rules"], to: [rule(30), versions(7)], becomes: "data loss", loss: { hours: 168 } },
      { edit: ["rules"], to: [rule(90), versions(14)], becomes: "in place" },
      { edit: ["rules"], to: [], becomes: "in place" },
      { edit: ["rules"], to: [rule(30), versions(14, 3)], becomes: "data loss", loss: {} },
      // A rule for a part of the bucket is compared with the one that was for all of it.
      {
        edit: ["rules"],
        to: [rule(30), versions(14), rule(1, { id: "logs", ...under("logs/") })],
        becomes: "data loss",
        loss: { hours: 696 },
      },
      {
        edit: ["rules"],
        to: [rule(30), versions(14), rule(60, { id: "logs", ...under("logs/") })],
        becomes: "in place",
      },
      { edit: ["rules"], to: [rule(30, { status: "Disabled" }), versions(14)], becomes: "in place" },
    ],
  );
  test("a rule for other objects doesn't excuse a new one, and one that is switched on deletes from then on", () => {
    const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    const logs = { bucket: "b", rules: [rule(7, { id: "logs", ...under("logs/") })] };
    const data = rule(30, { id: "data", ...under("data/") });
    expect(changeOf(LIFECYCLE, logs, { edit: ["rules"], to: [logs.rules[0] ?? {}, data] })).toMatchObject({
      class: "data loss",
      loss: {},
    });
    const off = { bucket: "b", rules: [rule(7, { status: "Disabled" })] };
    expect(changeOf(LIFECYCLE, off, { edit: ["rules"], to: [rule(7)] }).class).toBe("data loss");
  });
  suite("aws:s3/bucketVersioning:BucketVersioning", { bucket: "b", versioningConfiguration: { status: "Enabled" } }, [
    { edit: ["versioningConfiguration", "status"], to: "Suspended", becomes: "in place", guarded: true },
    { edit: ["bucket"], to: "other", becomes: "replace" },
  ]);
  suite("pulumi:providers:aws", { region: "eu-central-1", skipMetadataApiCheck: "true" }, [
    { edit: ["region"], to: "eu-west-1", becomes: "impossible" },
    { edit: ["skipMetadataApiCheck"], to: "false", becomes: "in place" },
  ]);
});

describe("databases, schemas and roles", () => {
  suite("postgresql:index/database:Database", { name: "app", owner: "app", encoding: "UTF8" }, [
    { edit: ["name"], to: "app2", becomes: "in place" },
    { edit: ["owner"], to: "other", becomes: "in place" },
    { edit: ["encoding"], to: "LATIN1", becomes: "data loss", loss: { records: 3000, GiB: 2, hours: 24 } },
  ]);
  const SCHEMA = "postgresql:index/schema:Schema";
  suite(SCHEMA, { name: "bronze", database: "app", dropCascade: false }, [
    { edit: ["database"], to: "other", becomes: "impossible" },
    { edit: ["dropCascade"], to: true, becomes: "in place", guarded: true },
  ]);
  test("removed", () => {
    expect(removalOf("postgresql:index/database:Database", { name: "other" })).toMatchObject({
      class: "data loss",
      loss: {},
    });
    expect(removalOf(SCHEMA, { name: "bronze" }).class).toBe("impossible");
    expect(removalOf(SCHEMA, { name: "bronze", database: "app", dropCascade: true })).toMatchObject({
      class: "data loss",
      loss: { records: 1000, GiB: 1, hours: 24 },
    });
    expect(removalOf("postgresql:index/role:Role", { name: "app" }).class).toBe("replace");
  });
});

describe("backups of a database", () => {
  const STORE = "kubernetes:barmancloud.cnpg.io/v1:ObjectStore";
  const props: PlainObject = {
    metadata: { name: "db-backups", namespace: "ns" },
    spec: { retentionPolicy: "7d", configuration: { destinationPath: "s3://a/", data: { compression: "gzip" } } },
  };
  suite(STORE, props, [
    { edit: ["spec", "retentionPolicy"], to: "3d", becomes: "data loss", loss: { hours: 96 } },
    { edit: ["spec", "retentionPolicy"], to: "2w", becomes: "in place" },
    { edit: ["spec", "retentionPolicy"], to: undefined, becomes: "in place" },
    { edit: ["spec", "configuration", "destinationPath"], to: "s3://b/", becomes: "in place", guarded: true },
    { edit: ["spec", "configuration", "data"], to: undefined, becomes: "in place" },
  ]);
  test("a policy where there was none deletes what is older", () => {
    const kept = edited(props, ["spec", "retentionPolicy"], undefined);
    expect(changeOf(STORE, kept, { edit: ["spec", "retentionPolicy"], to: "7d" })).toMatchObject({
      class: "data loss",
      loss: {},
    });
  });
  test("without a store or a schedule nothing is made any more", () => {
    for (const type of [STORE, "kubernetes:postgresql.cnpg.io/v1:ScheduledBackup"])
      expect(removalOf(type, props)).toMatchObject({ class: "in place", guarded: true });
  });
});

describe("releases", () => {
  const RELEASE = "kubernetes:helm.sh/v3:Release";
  const prometheus = ["values", "prometheus", "prometheusSpec"];
  const props = {
    name: "monitoring",
    namespace: "ns",
    values: { prometheus: { prometheusSpec: { retention: "10d" } } },
  };
  suite(RELEASE, props, [
    { edit: [...prometheus, "retention"], to: "5d", becomes: "data loss", loss: { hours: 120 } },
    { edit: [...prometheus, "retention"], to: "20d", becomes: "in place" },
    // Its own default is 15 days.
    { edit: [...prometheus, "retention"], to: undefined, becomes: "in place" },
    { edit: ["namespace"], to: "other", becomes: "replace" },
    { edit: ["version"], to: "2.0.0", becomes: "in place" },
  ]);
});

describe("what holds nothing", () => {
  test.each([
    ["kubernetes:core/v1:ConfigMap", ["data", "a"], "2", "in place"],
    ["kubernetes:core/v1:ConfigMap", ["metadata", "namespace"], "other", "replace"],
    ["kubernetes:core/v1:Service", ["spec", "clusterIP"], "None", "replace"],
    ["kubernetes:core/v1:Service", ["spec", "type"], "NodePort", "in place"],
    ["kubernetes:batch/v1:Job", ["spec", "template", "spec"], {}, "replace"],
    ["kubernetes:networking.k8s.io/v1:NetworkPolicy", ["spec", "ingress"], [], "in place"],
    ["kubernetes:apps/v1:Deployment", ["spec", "selector", "matchLabels", "app"], "b", "replace"],
    ["aws:iam/role:Role", ["name"], "other", "replace"],
    ["kafka:index/acl:Acl", ["aclOperation"], "Read", "replace"],
    ["kafka:index/userScramCredential:UserScramCredential", ["scramIterations"], 8192, "in place"],
    ["postgresql:index/grant:Grant", ["role"], "other", "replace"],
    ["postgresql:index/grant:Grant", ["privileges"], [], "in place"],
  ] as const)("%s %s → %j: %s", (type, path, to, becomes) => {
    expect(changeOf(type, { metadata: { name: "it", namespace: "ns" } }, { edit: [...path], to })).toMatchObject({
      class: becomes,
    });
    expect(needsWaiver(removalOf(type, {}))).toBe(false);
  });
});
