import { describe, expect, test } from "vitest";
import type { PlainObject } from "../../../core/guard/change";
import { needsWaiver } from "../../../core/guard/change";
import { changes } from "../../../core/guard/changes";
import { type Case, asCase, changeOf, expected, removalOf, resource, titled } from "./support";

const suite = (type: string, props: PlainObject, cases: readonly Case[]): void => {
  test.each(titled(cases))("%s", (_, c) => expect(asCase(changeOf(type, props, c))).toEqual(expected(c)));
};

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
      { edit: ["reclaimPolicy"], to: "Delete", becomes: "replace", guarded: true },
      { edit: ["provisioner"], to: "other", becomes: "replace" },
    ],
  );
});

describe("namespaces", () => {
  const NAMESPACE = "kubernetes:core/v1:Namespace";
  const props: PlainObject = { metadata: { name: "ns", labels: { team: "a" } } };
  suite(NAMESPACE, props, [
    { edit: ["metadata", "name"], to: "other", becomes: "data loss", loss: {} },
    { edit: ["metadata", "labels", "team"], to: "b", becomes: "in place" },
  ]);
  test("removed, everything in it goes; retained, it stays", () => {
    expect(removalOf(NAMESPACE, props).class).toBe("data loss");
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
  const rule = (days: number) => [{ id: "old", status: "Enabled", expiration: { days } }];
  suite("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", { bucket: "b", rules: rule(30) }, [
    { edit: ["rules"], to: rule(7), becomes: "data loss", loss: { hours: 552 } },
    { edit: ["rules"], to: rule(90), becomes: "in place" },
    { edit: ["rules"], to: [], becomes: "in place" },
  ]);
  suite("aws:s3/bucketVersioning:BucketVersioning", { bucket: "b", versioningConfiguration: { status: "Enabled" } }, [
    { edit: ["versioningConfiguration", "status"], to: "Suspended", becomes: "in place", guarded: true },
  ]);
});

describe("databases, schemas and roles", () => {
  suite("postgresql:index/database:Database", { name: "app", owner: "app", encoding: "UTF8" }, [
    { edit: ["name"], to: "app2", becomes: "in place" },
    { edit: ["owner"], to: "other", becomes: "in place" },
    { edit: ["encoding"], to: "LATIN1", becomes: "data loss", loss: {} },
  ]);
  const SCHEMA = "postgresql:index/schema:Schema";
  suite(SCHEMA, { name: "bronze", database: "app", dropCascade: false }, [
    { edit: ["database"], to: "other", becomes: "impossible" },
    { edit: ["dropCascade"], to: true, becomes: "in place", guarded: true },
  ]);
  test("removed", () => {
    expect(removalOf("postgresql:index/database:Database", { name: "app" }).class).toBe("data loss");
    expect(removalOf(SCHEMA, { name: "bronze" }).class).toBe("impossible");
    expect(removalOf(SCHEMA, { name: "bronze", dropCascade: true }).class).toBe("data loss");
    expect(removalOf("postgresql:index/role:Role", { name: "app" }).class).toBe("replace");
  });
});

describe("what was protected", () => {
  const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
  const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
  test("the old protection counts when it goes together with the resource", () => {
    expect(needsWaiver(removalOf(CONFIG_MAP, {}, { protect: true }))).toBe(true);
    expect(needsWaiver(removalOf(CONFIG_MAP, {}))).toBe(false);
  });
  test("lifting it is a change of its own", () => {
    const found = changes([resource(CLAIM, {}, { protect: true, retainOnDelete: true })], [resource(CLAIM, {})]);
    expect(found.map(({ field, guarded }) => [field, guarded])).toEqual([
      ["options.protect", true],
      ["options.retainOnDelete", true],
    ]);
  });
  test("a resource that goes under another name is the same one if it says so", () => {
    const old = resource(CLAIM, { spec: 1 }, {}, "old");
    const next = resource(CLAIM, { spec: 1 }, { aliases: [old.urn] }, "new");
    expect(changes([old], [next])).toEqual([]);
    expect(changes([old], [resource(CLAIM, { spec: 1 }, {}, "new")]).map((c) => c.class)).toEqual([
      "data loss",
      "in place",
    ]);
  });
  test("what is ignored doesn't change", () => {
    const set = "kubernetes:apps/v1:StatefulSet";
    const opts = { ignoreChanges: ["spec.volumeClaimTemplates"] };
    const props = (size: string) => ({ spec: { volumeClaimTemplates: [{ metadata: { name: "d" }, spec: { size } }] } });
    expect(changes([resource(set, props("1Gi"), opts)], [resource(set, props("2Gi"), opts)])).toEqual([]);
  });
});

describe("alerts", () => {
  const RULE = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
  const alert = (changed: PlainObject = {}): PlainObject => ({
    alert: "HighLag",
    expr: "sum(lag) by (topic) > 1000",
    for: "5m",
    labels: { severity: "warning" },
    ...changed,
  });
  const props = (...rules: readonly PlainObject[]): PlainObject => ({
    metadata: { name: "kafka", namespace: "ns" },
    spec: { groups: [{ name: "kafka", rules }] },
  });
  const edits = (...rules: readonly PlainObject[]) =>
    changes([resource(RULE, props(alert()))], [resource(RULE, props(...rules))]);

  test.each([
    ["a higher threshold", { expr: "sum(lag) by (topic) > 5000" }, "HighLag.expr", "loosened"],
    ["a lower threshold", { expr: "sum(lag) by (topic) > 10" }, "HighLag.expr", "tightened"],
    ["a longer wait", { for: "30m" }, "HighLag.for", "loosened"],
    ["no wait", { for: undefined }, "HighLag.for", "tightened"],
    ["a lower severity", { labels: { severity: "info" } }, "HighLag.labels.severity", "loosened"],
    ["another expression", { expr: "max(lag) > 1000" }, "HighLag.expr", "it watches something else"],
  ])("%s", (_, changed, field, why) => {
    const [change] = edits(alert(changed));
    expect(change).toMatchObject({ field, class: "in place" });
    expect(change?.why).toContain(why);
  });

  test("a threshold from below is loosened by going down", () => {
    const low = (n: number) => props(alert({ expr: `free_bytes < ${n}` }));
    const [change] = changes([resource(RULE, low(100))], [resource(RULE, low(10))]);
    expect(change?.why).toContain("loosened");
  });

  test("an alert that is taken out of its group needs a waiver, a new one doesn't", () => {
    expect(edits().map((c) => [c.field, needsWaiver(c)])).toEqual([["HighLag", true]]);
    expect(edits(alert(), alert({ alert: "Other" })).map((c) => [c.field, needsWaiver(c)])).toEqual([["Other", false]]);
  });
});
