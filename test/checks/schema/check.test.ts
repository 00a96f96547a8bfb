import { describe, expect, test } from "vitest";
import type { PlannedMap, PlannedValue } from "../../../checks/plan";
import { Secret, UNKNOWN } from "../../../checks/plan/values";
import { checkObject } from "../../../checks/schema/check";

const metadata = { name: "a", namespace: "n" };

function statefulSet(
  changes: Record<string, PlannedValue> = {},
  container: Record<string, PlannedValue> = {},
): PlannedMap {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata,
    spec: {
      serviceName: "a",
      replicas: 1,
      selector: { matchLabels: { app: "a" } },
      template: {
        metadata: { labels: { app: "a" } },
        spec: {
          containers: [{ name: "c", image: "i", resources: { requests: { cpu: 1, memory: "1Gi" } }, ...container }],
        },
      },
      ...changes,
    },
  };
}

const lines = (object: PlannedMap, options = {}) =>
  checkObject(object, options).map(({ path, message, got }) =>
    [path, message, ...(got === undefined ? [] : [JSON.stringify(got)])].join(" | "),
  );

describe("a sound object", () => {
  test("has no problems", () => expect(lines(statefulSet())).toEqual([]));

  test("may leave what a deployment decides unknown", () => {
    expect(lines(statefulSet({ replicas: UNKNOWN, template: UNKNOWN }))).toEqual([]);
  });

  test("may hold secrets where text stands", () => {
    expect(lines({ apiVersion: "v1", kind: "Secret", metadata, stringData: { password: new Secret("x") } })).toEqual(
      [],
    );
    expect(lines({ apiVersion: "v1", kind: "Secret", metadata, data: new Secret({ password: "eA==" }) })).toEqual([]);
  });

  test("may have a port by number or by name", () => {
    const service = (targetPort: PlannedValue) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { ports: [{ port: 1, targetPort }] },
    });
    expect([lines(service(80)), lines(service("http"))]).toEqual([[], []]);
    expect(lines(service(true))).toEqual(["spec.ports[0].targetPort | must be integer or string | true"]);
  });
});

describe("a built-in kind is refused", () => {
  test("an unknown field, with the one that was meant", () => {
    expect(lines(statefulSet({ servicename: "a" }))).toEqual([
      'spec.servicename | is no field of the API; did you mean serviceName? | "a"',
    ]);
  });

  test("an unknown field deep inside a pod", () => {
    expect(lines(statefulSet({}, { imagePullPolcy: "Always" }))).toEqual([
      'spec.template.spec.containers[0].imagePullPolcy | is no field of the API; did you mean imagePullPolicy? | "Always"',
    ]);
  });

  test("a wrong type", () => {
    expect(lines(statefulSet({ replicas: "3" }))).toEqual(['spec.replicas | must be integer | "3"']);
  });

  test("a word that the field doesn't take", () => {
    expect(lines(statefulSet({}, { imagePullPolicy: "Sometimes" }))).toEqual([
      'spec.template.spec.containers[0].imagePullPolicy | must be one of Always, Never, IfNotPresent | "Sometimes"',
    ]);
  });

  test("a missing field", () => {
    expect(lines({ apiVersion: "apps/v1", kind: "StatefulSet", metadata, spec: { serviceName: "a" } })).toEqual([
      "spec.selector | is required",
      "spec.template | is required",
    ]);
  });

  test.each(["1GiB", "one", "1 Gi", "10gi"])("%s as a quantity", (memory) => {
    expect(lines(statefulSet({}, { resources: { limits: { memory } } }))).toEqual([
      expect.stringMatching(/^spec\.template\.spec\.containers\[0\]\.resources\.limits\.memory \| must match pattern/),
    ]);
  });

  test.each(["100m", "1.5", "20Gi", "1e3", "5G", ".5"])("%s is a quantity", (cpu) => {
    expect(lines(statefulSet({}, { resources: { limits: { cpu } } }))).toEqual([]);
  });
});

describe("a custom kind is refused", () => {
  const cluster = (spec: PlannedMap) => ({
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata,
    spec: { instances: 1, ...spec },
  });

  test("an unknown field", () => {
    expect(lines(cluster({ instanses: 3 }))).toEqual([
      "spec.instanses | is no field of the API; did you mean instances? | 3",
    ]);
  });

  test("a wrong type and a wrong word at once", () => {
    expect(lines(cluster({ instances: "3", primaryUpdateStrategy: "whenever" }))).toEqual([
      'spec.instances | must be integer | "3"',
      'spec.primaryUpdateStrategy | must be one of unsupervised, supervised | "whenever"',
    ]);
  });

  test("an unknown field of its metadata", () => {
    expect(lines({ ...cluster({}), metadata: { ...metadata, label: {} } })).toEqual([
      "metadata.label | is no field of the API; did you mean labels? | {}",
    ]);
  });

  test("a kind without schema, with the way to add it", () => {
    expect(lines({ apiVersion: "example.com/v1", kind: "Thing", metadata })).toEqual([
      'kind | has no schema in schemas/: add example.com/v1 Thing to schemas/kinds.ts and run npm run schemas | "Thing"',
    ]);
  });
});

describe("names", () => {
  test("an object without a name or namespace is refused", () => {
    expect(lines({ apiVersion: "v1", kind: "ConfigMap", data: {} })).toEqual([
      "metadata.name | is required, or Pulumi makes one up",
      "metadata.namespace | is required, or the object lands in `default`",
    ]);
  });

  test("a kind of the whole cluster has no namespace", () => {
    expect(lines({ apiVersion: "v1", kind: "Namespace", metadata })).toEqual([
      "metadata.namespace | must be absent: the kind has no namespace",
    ]);
  });
});

test("a patch may leave out what it doesn't change, but nothing else is forgiven", () => {
  const patch = { apiVersion: "apps/v1", kind: "StatefulSet", metadata, spec: { replicas: "3" } };
  expect(lines(patch, { patch: true })).toEqual(['spec.replicas | must be integer | "3"']);
});

test("a problem never shows a secret", () => {
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata,
    stringData: { pw: new Secret(5) },
    typ: new Secret("hunter2"),
  };
  expect(lines(secret)).toEqual([
    'typ | is no field of the API; did you mean type? | "[secret]"',
    'stringData.pw | must be string | "[secret]"',
  ]);
});
