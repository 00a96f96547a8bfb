import { describe, expect, test } from "vitest";
import type { Props } from "../../../sandbox/providers/kind";
import { UNKNOWN } from "../../../sandbox/providers/kind";
import { diff } from "../../../sandbox/providers/kubernetes/lifecycle/diff";
import { offlineCluster } from "./cluster";

const metadata = { name: "thing", namespace: "default" };
const object = (apiVersion: string, kind: string, body: Props, name = "thing"): Props => ({
  ...{ apiVersion, kind, metadata: { ...metadata, name } },
  ...body,
});

interface Change {
  readonly before: Props;
  readonly after: Props;
  /** What the API server has beyond the inputs. */
  readonly live?: Props;
  readonly ignore?: readonly string[];
  readonly config?: Props;
  readonly type?: string;
}

/** Property paths to the kind of difference. */
async function changed({ before, after, live = {}, ignore = [], config, type = "x" }: Change) {
  const { detailed, deleteBeforeReplace } = await diff(offlineCluster(config), {
    id: "default/thing",
    urn: `urn:pulumi:dev::test::kubernetes:${type}::thing`,
    oldInputs: before,
    oldOutputs: { ...before, ...live, __fieldManager: "m" },
    news: after,
    ignoreChanges: ignore,
  });
  const kinds = Object.fromEntries(Object.entries(detailed).map(([path, { kind }]) => [path, kind]));
  return { kinds, deleteBeforeReplace };
}

const deployment = (spec: Props): Props => object("apps/v1", "Deployment", { spec });
const statefulSet = (spec: Props): Props => object("apps/v1", "StatefulSet", { spec });

test("what the cluster adds by itself is no difference", async () => {
  const inputs = deployment({ replicas: 1 });
  const live = { spec: { replicas: 1, progressDeadlineSeconds: 600 }, status: { replicas: 1 } };
  expect((await changed({ before: inputs, after: inputs, live })).kinds).toEqual({});
});

test("another spelling of a quantity is no difference", async () => {
  const limits = (cpu: string) =>
    deployment({ template: { spec: { containers: [{ resources: { limits: { cpu } } }] } } });
  const live = limits("1");
  expect((await changed({ before: limits("1000m"), after: limits("1000m"), live })).kinds).toEqual({});
});

test("a zero value that the server leaves out is no difference for Kubernetes' own kinds", async () => {
  const inputs = deployment({ template: { spec: { hostNetwork: false, replicas: 1 } } });
  const live = { spec: { template: { spec: { replicas: 1 } } } };
  expect((await changed({ before: inputs, after: inputs, live })).kinds).toEqual({});
});

test("a value that drifted is an update to the declared one", async () => {
  const inputs = deployment({ replicas: 1 });
  const { kinds } = await changed({ before: inputs, after: inputs, live: { spec: { replicas: 4 } } });
  expect(kinds).toEqual({ "spec.replicas": "update" });
});

test("added, changed and removed members are told apart, down to list entries", async () => {
  const before = deployment({ args: ["a", "b"], min: 1, paused: true });
  const after = deployment({ args: ["a", "c", "d"], min: 2, strategy: { type: "Recreate" } });
  expect((await changed({ before, after })).kinds).toEqual({
    "spec.args[1]": "update",
    "spec.args[2]": "add",
    "spec.min": "update",
    "spec.paused": "delete",
    "spec.strategy": "add",
  });
});

test("an input that isn't known yet counts as changed", async () => {
  const before = deployment({ replicas: 1 });
  expect((await changed({ before, after: deployment({ replicas: UNKNOWN }) })).kinds).toEqual({
    "spec.replicas": "update",
  });
});

test("ignored changes are left out, with what is below them", async () => {
  const before = statefulSet({ replicas: 1, volumeClaimTemplates: [{ spec: { size: "1Gi" } }] });
  const after = statefulSet({ replicas: 2, volumeClaimTemplates: [{ spec: { size: "2Gi" } }] });
  const { kinds } = await changed({ before, after, ignore: ["spec.volumeClaimTemplates"] });
  expect(kinds).toEqual({ "spec.replicas": "update" });
});

test("stringData is compared with the data that the server made of it", async () => {
  const secret = (password: string) => object("v1", "Secret", { stringData: { password } });
  const live = { data: { password: Buffer.from("a").toString("base64") }, stringData: {} };
  const config = { enableSecretMutable: "true" };
  expect((await changed({ before: secret("a"), after: secret("a"), live, config })).kinds).toEqual({});
  expect((await changed({ before: secret("a"), after: secret("b"), live, config })).kinds).toEqual({
    "data.password": "update",
  });
});

describe("what can't change on a live object is replaced", () => {
  test.each<[string, Props, Props]>([
    [
      "a Deployment's selector",
      deployment({ selector: { matchLabels: { a: "1" } } }),
      deployment({ selector: { matchLabels: { a: "2" } } }),
    ],
    ["a StatefulSet's service", statefulSet({ serviceName: "a" }), statefulSet({ serviceName: "b" })],
    [
      "a StatefulSet's claims",
      statefulSet({ volumeClaimTemplates: [{ spec: 1 }] }),
      statefulSet({ volumeClaimTemplates: [{ spec: 2 }] }),
    ],
    [
      "a Service's address",
      object("v1", "Service", { spec: { clusterIP: "1" } }),
      object("v1", "Service", { spec: { clusterIP: "2" } }),
    ],
    [
      "a Job's template",
      object("batch/v1", "Job", { spec: { template: 1 } }),
      object("batch/v1", "Job", { spec: { template: 2 } }),
    ],
    [
      "a claim's class",
      object("v1", "PersistentVolumeClaim", { spec: { storageClassName: "a" } }),
      object("v1", "PersistentVolumeClaim", { spec: { storageClassName: "b" } }),
    ],
    [
      "a pod's image",
      object("v1", "Pod", { spec: { containers: [{ image: "a" }] } }),
      object("v1", "Pod", { spec: { containers: [{ image: "b" }] } }),
    ],
    [
      "a binding's role",
      object("rbac.authorization.k8s.io/v1", "RoleBinding", { roleRef: { name: "a" } }),
      object("rbac.authorization.k8s.io/v1", "RoleBinding", { roleRef: { name: "b" } }),
    ],
    [
      "a class's provisioner",
      object("storage.k8s.io/v1", "StorageClass", { provisioner: "a" }),
      object("storage.k8s.io/v1", "StorageClass", { provisioner: "b" }),
    ],
    [
      "a ConfigMap's data",
      object("v1", "ConfigMap", { data: { a: "1" } }),
      object("v1", "ConfigMap", { data: { a: "2" } }),
    ],
    ["a Secret's data", object("v1", "Secret", { data: { a: "1" } }), object("v1", "Secret", { data: { a: "2" } })],
  ])("%s", async (_, before, after) => {
    const { kinds, deleteBeforeReplace } = await changed({ before, after });
    expect(Object.values(kinds)).toEqual(["update-replace"]);
    expect(deleteBeforeReplace).toBe(true);
  });

  test("an added field counts too", async () => {
    const { kinds } = await changed({ before: deployment({}), after: deployment({ selector: {} }) });
    expect(kinds).toEqual({ "spec.selector": "add-replace" });
  });
});

describe("what may change is updated in place", () => {
  test.each<[string, Props, Props]>([
    ["a StatefulSet's replicas", statefulSet({ replicas: 1 }), statefulSet({ replicas: 2 })],
    [
      "a claim's size",
      object("v1", "PersistentVolumeClaim", { spec: { resources: { requests: { storage: "1Gi" } } } }),
      object("v1", "PersistentVolumeClaim", { spec: { resources: { requests: { storage: "2Gi" } } } }),
    ],
    [
      "a disruption budget",
      object("policy/v1", "PodDisruptionBudget", { spec: { maxUnavailable: 1 } }),
      object("policy/v1", "PodDisruptionBudget", { spec: { maxUnavailable: 2 } }),
    ],
    [
      "a custom resource",
      object("kafka.strimzi.io/v1", "Kafka", { spec: { selector: 1 } }),
      object("kafka.strimzi.io/v1", "Kafka", { spec: { selector: 2 } }),
    ],
  ])("%s", async (_, before, after) => {
    expect(Object.values((await changed({ before, after })).kinds)).toEqual(["update"]);
  });

  test("a ConfigMap's and a Secret's content where the provider is told so, unless they are immutable", async () => {
    const config = { enableConfigMapMutable: "true", enableSecretMutable: "true" };
    const kinds = async (kind: string, more: Props) => {
      const [before, after] = ["1", "2"].map((a) => object("v1", kind, { data: { a }, ...more }));
      return Object.values((await changed({ before: before ?? {}, after: after ?? {}, config })).kinds);
    };
    expect(await kinds("ConfigMap", {})).toEqual(["update"]);
    expect(await kinds("Secret", {})).toEqual(["update"]);
    expect(await kinds("ConfigMap", { immutable: true })).toEqual(["update-replace"]);
    expect(await kinds("Secret", { immutable: true })).toEqual(["update-replace"]);
  });
});

test("another name is another object: created before the old one goes", async () => {
  const renamed = object("v1", "Service", {}, "other");
  expect(await changed({ before: object("v1", "Service", {}), after: renamed })).toEqual({
    kinds: { "metadata.name": "update-replace" },
    deleteBeforeReplace: false,
  });
});

test("an object with a made-up name is replaced before the old one goes", async () => {
  const named = (a: string): Props => ({
    ...object("v1", "ConfigMap", { data: { a } }),
    metadata: { ...metadata, annotations: { "pulumi.com/autonamed": "true" } },
  });
  expect((await changed({ before: named("1"), after: named("2") })).deleteBeforeReplace).toBe(false);
});

test("a patch resource changes anything in place but what it is about", async () => {
  const patch = (clusterIP: string): Change => ({
    before: object("v1", "Service", { spec: { clusterIP: "1" } }),
    after: object("v1", "Service", { spec: { clusterIP } }),
    type: "core/v1:ServicePatch",
  });
  expect((await changed(patch("2"))).kinds).toEqual({ "spec.clusterIP": "update" });
});
