/** What the kubernetes provider must do (SDK 4.34), for one kind of each sort. */
import type { KubeClient } from "../../../sandbox/kube";
import type { WireProps } from "../../../sandbox/providers/protocol/wire";
import { UNKNOWN_INPUT, type KindCases } from "../conformance/cases";

export interface KubernetesWorld {
  readonly kube: KubeClient;
}

export const NAMESPACE = "conformance";
const JSON_MERGE = "application/merge-patch+json";

const metadata = (name: string): WireProps => ({ name, namespace: NAMESPACE });
const patch = async ({ kube }: KubernetesWorld, target: string, body: unknown): Promise<void> => {
  await kube.request("PATCH", `${target}?fieldManager=kubectl-patch`, { body, contentType: JSON_MERGE });
};

const configMap = (data: WireProps): WireProps => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", metadata: metadata("settings") },
  data,
});
const configMapPath = `/api/v1/namespaces/${NAMESPACE}/configmaps/settings`;

/** The provider is configured to change ConfigMaps in place. */
export const configMapCases: KindCases<KubernetesWorld> = {
  token: "kubernetes:core/v1:ConfigMap",
  inputs: configMap({ a: "1" }),
  id: `${NAMESPACE}/settings`,
  outputs: { kind: "ConfigMap", data: { a: "1" } },
  updates: [
    {
      title: "a changed and an added key",
      inputs: configMap({ a: "2", b: "1" }),
      changes: ["data"],
      outputs: { data: { a: "2", b: "1" } },
    },
    { title: "a removed key", inputs: configMap({ b: "1" }), changes: ["data"], outputs: { data: { b: "1" } } },
  ],
  replacements: [
    {
      title: "another name",
      inputs: { ...configMap({ b: "1" }), metadata: metadata("other") },
      because: ["metadata"],
      deleteBeforeReplace: false,
    },
    {
      title: "another namespace",
      inputs: { ...configMap({ b: "1" }), metadata: { name: "settings", namespace: "default" } },
      because: ["metadata"],
      deleteBeforeReplace: false,
    },
    {
      title: "a content that may not change",
      inputs: { ...configMap({ b: "2" }), immutable: true },
      because: ["data"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "an edited key",
      change: (world) => patch(world, configMapPath, { data: { b: "edited" } }),
      outputs: { data: { b: "edited" } },
      changes: ["data"],
    },
  ],
  unknown: { inputs: { ...configMap({}), data: UNKNOWN_INPUT }, outputs: ["data"] },
  imported: { id: `${NAMESPACE}/settings`, inputs: configMap({ b: "1" }) },
  refused: [
    {
      title: "a field that the kind doesn't have",
      inputs: { ...configMap({}), dada: { a: "1" } },
      reason: /unknown field "dada"/,
      by: "create",
    },
    {
      title: "an object that exists",
      inputs: {
        ...configMap({}),
        metadata: { name: "kube-root-ca.crt", namespace: "default" },
      },
      reason: /configmaps "kube-root-ca.crt" already exists/,
      by: "create",
    },
  ],
  remove: async ({ kube }) => {
    await kube.request("DELETE", configMapPath);
  },
};

const secret = (password: string): WireProps => ({
  ...{ apiVersion: "v1", kind: "Secret", metadata: metadata("login"), type: "Opaque" },
  data: { password: Buffer.from(password).toString("base64") },
});

/** Secrets are replaced when their content changes: the provider is not configured otherwise. */
export const secretCases: KindCases<KubernetesWorld> = {
  token: "kubernetes:core/v1:Secret",
  inputs: secret("one"),
  id: `${NAMESPACE}/login`,
  outputs: { kind: "Secret", data: { password: Buffer.from("one").toString("base64") } },
  secrets: ["data"],
  equivalents: [
    {
      title: "the same in clear text",
      inputs: { ...without(secret("one"), "data"), stringData: { password: "one" } },
    },
  ],
  updates: [],
  replacements: [
    { title: "another password", inputs: secret("two"), because: ["data"], deleteBeforeReplace: true },
    {
      title: "another type",
      inputs: { ...secret("one"), type: "example.com/other" },
      because: ["type"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [],
  unknown: { inputs: { ...secret("one"), type: UNKNOWN_INPUT }, outputs: ["type"] },
  imported: { id: `${NAMESPACE}/login`, inputs: secret("one") },
  refused: [
    {
      title: "data that isn't base64",
      inputs: { ...secret("one"), data: { password: "not base64!" } },
      reason: /illegal base64 data/,
      by: "create",
    },
  ],
  remove: async ({ kube }) => {
    await kube.request("DELETE", `/api/v1/namespaces/${NAMESPACE}/secrets/login`);
  },
};

const topic = (spec: WireProps): WireProps => ({
  ...{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", metadata: metadata("orders") },
  spec,
});
const topicPath = `/apis/kafka.strimzi.io/v1/namespaces/${NAMESPACE}/kafkatopics/orders`;

export const customResourceCases: KindCases<KubernetesWorld> = {
  token: "kubernetes:kafka.strimzi.io/v1:KafkaTopic",
  inputs: topic({ partitions: 3, config: { "retention.ms": 1000 } }),
  id: `${NAMESPACE}/orders`,
  outputs: { spec: { partitions: 3, config: { "retention.ms": 1000 } } },
  updates: [
    {
      title: "more partitions",
      inputs: topic({ partitions: 6, config: { "retention.ms": 1000 } }),
      changes: ["spec"],
      outputs: { spec: { partitions: 6, config: { "retention.ms": 1000 } } },
    },
  ],
  replacements: [
    {
      title: "another name",
      inputs: { ...topic({ partitions: 6 }), metadata: metadata("other") },
      because: ["metadata"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [
    {
      title: "an edited setting",
      change: (world) => patch(world, topicPath, { spec: { config: { "retention.ms": 5 } } }),
      outputs: { spec: { partitions: 6, config: { "retention.ms": 5 } } },
      changes: ["spec"],
    },
  ],
  unknown: { inputs: { ...topic({}), spec: UNKNOWN_INPUT }, outputs: ["spec"] },
  imported: { id: `${NAMESPACE}/orders`, inputs: topic({ partitions: 6, config: { "retention.ms": 1000 } }) },
  refused: [
    {
      title: "a misspelt field",
      inputs: topic({ partitons: 3 }),
      reason: /unknown field "spec.partitons"/,
      by: "create",
    },
    { title: "a wrong type", inputs: topic({ partitions: "three" }), reason: /spec.partitions/, by: "create" },
  ],
  remove: async ({ kube }) => {
    await kube.request("DELETE", topicPath);
  },
};

const service = (ports: readonly number[], clusterIP = "None"): WireProps => ({
  ...{ apiVersion: "v1", kind: "Service", metadata: metadata("broker") },
  spec: { clusterIP, selector: { app: "broker" }, ports: ports.map((port) => ({ name: `p${port}`, port })) },
});

export const serviceCases: KindCases<KubernetesWorld> = {
  token: "kubernetes:core/v1:Service",
  inputs: service([9092]),
  id: `${NAMESPACE}/broker`,
  outputs: { kind: "Service" },
  updates: [{ title: "a further port", inputs: service([9092, 9644]), changes: ["spec"], outputs: {} }],
  replacements: [
    {
      title: "another address",
      inputs: service([9092, 9644], "10.96.77.7"),
      because: ["spec"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [],
  unknown: { inputs: { ...service([]), spec: UNKNOWN_INPUT }, outputs: ["spec"] },
  // An import knows the API server's defaults too, which the program doesn't give.
  imported: { id: `${NAMESPACE}/broker`, inputs: service([9092, 9644]), changes: ["spec"] },
  refused: [
    { title: "a port out of range", inputs: service([99999]), reason: /between 1 and 65535/, by: "create" },
    {
      title: "a namespace's object whose name is no DNS label",
      inputs: { ...service([9092]), metadata: metadata("Broker_1") },
      reason: /metadata.name: Invalid value: "Broker_1"/,
      by: "create",
    },
  ],
  remove: async ({ kube }) => {
    await kube.request("DELETE", `/api/v1/namespaces/${NAMESPACE}/services/broker`);
  },
};

function without(object: WireProps, name: string): WireProps {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}
