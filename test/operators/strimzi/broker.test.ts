import { describe, expect, test } from "vitest";
import { openListener, strimzi } from "../../../sandbox/operators/brokers/strimzi";
import type { Live, Pod } from "../../../sandbox/operators/kubernetes/objects";
import { nodesOf } from "../../../sandbox/operators/strimzi/nodes";
import { nodePod } from "../../../sandbox/operators/strimzi/pods";
import type { Kafka, Listener } from "../../../sandbox/operators/strimzi/resources";
import { readerOf } from "../reader";
import { kafkaWith, poolWith } from "./cluster";

const plain: Listener = { name: "plain", port: 9092, type: "internal", tls: false };
const tls: Listener = { name: "tls", port: 9093, type: "internal", tls: true };
const scram: Listener = {
  name: "scram",
  port: 9094,
  type: "internal",
  tls: true,
  authentication: { type: "scram-sha-512" },
};

test("of several listeners the one that asks most of its clients is opened", () => {
  expect(openListener([plain, scram, tls])).toBe(scram);
  expect(openListener([plain, tls])).toBe(tls);
  expect(openListener([])).toBeUndefined();
});

describe("a broker of Strimzi", () => {
  const pools = [
    poolWith("kafka"),
    poolWith("controller", {
      spec: { roles: ["controller"] },
      annotations: { "strimzi.io/next-node-ids": "[100-102]" },
    }),
  ];
  const claim: Live = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data-main-kafka-1", namespace: "ns", uid: "c" },
    spec: { volumeName: "pvc-c" },
  };
  const podOf = (kafka: Kafka, name: string): Pod => {
    const node = nodesOf("main", pools).find(({ pod }) => pod === name);
    if (!node) throw new Error(`no node ${name}`);
    const made = nodePod(kafka, node);
    return { ...made, metadata: { ...made.metadata, uid: "p" } } as unknown as Pod;
  };
  const secret = (name: string, data: Readonly<Record<string, string>>): Live => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: "ns", uid: name },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")])),
  });
  const certificates = [
    secret("main-kafka-1", { "main-kafka-1.crt": "CERTIFICATE", "main-kafka-1.key": "KEY" }),
    secret("main-clients-ca-cert", { "ca.crt": "AUTHORITY" }),
    secret("main-clients-ca", { "ca.key": "ITS KEY" }),
  ];

  test("the cluster's brokers are its members; separate controllers aren't", () => {
    const kafka = kafkaWith();
    expect(strimzi.brokerOf(readerOf(kafka, ...pools, claim), podOf(kafka, "main-kafka-1"))).toMatchObject({
      cluster: "main",
      nodeId: 1,
      volume: "pvc-c",
      members: [0, 1, 2].map((nodeId) => ({ nodeId, pod: `main-kafka-${nodeId}` })),
    });
    expect(strimzi.containerOf(podOf(kafka, "main-controller-100"))).toBeUndefined();
  });

  test("its clients log in over TLS where the listener says so, and need rights where the cluster says so", () => {
    const kafka = kafkaWith({ listeners: [scram], authorization: { type: "simple", superUsers: ["boss"] } });
    expect(
      strimzi.brokerOf(readerOf(kafka, ...pools, claim, ...certificates), podOf(kafka, "main-kafka-1"))?.security,
    ).toEqual({
      kind: "secured",
      mechanisms: ["SCRAM-SHA-512"],
      superUsers: ["boss"],
      clientCertificates: false,
      tls: { certificate: "CERTIFICATE", key: "KEY", authorities: "AUTHORITY" },
    });
  });

  test("its rack is what its node has under the rack's label; until the node is known it waits", () => {
    const kafka = kafkaWith({ rack: { topologyKey: "zone" } });
    const pod = podOf(kafka, "main-kafka-1");
    const placed = { ...pod, spec: { ...pod.spec, nodeName: "n" } };
    const node: Live = {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: "n", namespace: "", uid: "n", labels: { zone: "b" } },
    };
    expect(strimzi.brokerOf(readerOf(kafka, ...pools, claim), placed)).toBeUndefined();
    expect(strimzi.brokerOf(readerOf(kafka, ...pools, claim, node), placed)?.rack).toBe("b");
  });

  test("it waits for its certificate", () => {
    const kafka = kafkaWith({ listeners: [tls] });
    expect(strimzi.brokerOf(readerOf(kafka, ...pools, claim), podOf(kafka, "main-kafka-1"))).toBeUndefined();
  });

  test("the user's settings are the broker's, those of the operator are not the user's to make", () => {
    const kafka = kafkaWith({
      config: {
        "log.retention.hours": 48,
        "num.partitions": "6",
        listeners: "PLAINTEXT://:9092",
        "broker.id": 7,
        "ssl.protocol": "TLSv1",
      },
    });
    expect(strimzi.brokerOf(readerOf(kafka, ...pools, claim), podOf(kafka, "main-kafka-1"))?.overrides).toEqual({
      "log.retention.hours": "48",
      "num.partitions": "6",
    });
  });
});
