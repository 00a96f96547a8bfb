import { describe, expect, test } from "vitest";
import { redpanda } from "../../../sandbox/operators/brokers/redpanda";
import { propertiesOfFile } from "../../../sandbox/operators/brokers/redpanda-files";
import { kafkaSettingsOf, propertiesOfArgs } from "../../../sandbox/operators/brokers/redpanda-settings";
import type { Live, Pod } from "../../../sandbox/operators/kubernetes/objects";
import { readerOf } from "../reader";

describe("Redpanda's properties in Kafka's words", () => {
  test("they are read from --set, in both spellings", () => {
    const args = [
      "redpanda",
      "start",
      "--set",
      "redpanda.auto_create_topics_enabled=true",
      "--set=redpanda.log_segment_size=1024",
      "--smp=1",
    ];
    expect(kafkaSettingsOf(propertiesOfArgs(args))).toEqual({
      "auto.create.topics.enable": "true",
      "log.segment.bytes": "1024",
    });
  });

  test("the developers' mode makes topics by itself", () => {
    expect(propertiesOfArgs(["--mode", "dev-container"])).toEqual({ auto_create_topics_enabled: true });
    expect(propertiesOfArgs(["--mode", "production"])).toEqual({});
  });

  test("they are read from redpanda.yaml and from .bootstrap.yaml", () => {
    expect(propertiesOfFile("redpanda:\n  default_topic_partitions: 6\n")).toEqual({ default_topic_partitions: 6 });
    expect(propertiesOfFile("default_topic_partitions: 6\n")).toEqual({ default_topic_partitions: 6 });
    expect(propertiesOfFile("")).toEqual({});
  });

  test("what Kafka has no word for is left out", () => {
    expect(kafkaSettingsOf({ developer_mode: true, kafka_api: [{ address: "0.0.0.0" }] })).toEqual({});
  });
});

describe("a Redpanda pod's broker", () => {
  const set: Live = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "rp", namespace: "ns", uid: "s" },
    spec: { replicas: 3 },
  };
  const claim: Live = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "datadir-rp-1", namespace: "ns", uid: "c" },
    spec: { volumeName: "pvc-c" },
  };
  const settings: Live = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "rp-config", namespace: "ns", uid: "m" },
    data: { "bootstrap.yaml": "kafka_batch_max_bytes: 2097152\n" },
  };
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "rp-1",
      namespace: "ns",
      uid: "p",
      ownerReferences: [{ apiVersion: "apps/v1", kind: "StatefulSet", name: "rp", uid: "s", controller: true }],
    },
    spec: {
      containers: [
        { name: "sidecar" },
        {
          name: "redpanda",
          volumeMounts: [
            { name: "datadir", mountPath: "/var/lib/redpanda/data" },
            { name: "config", mountPath: "/etc/redpanda/.bootstrap.yaml", subPath: ".bootstrap.yaml" },
          ],
        },
      ],
      volumes: [
        { name: "datadir", persistentVolumeClaim: { claimName: "datadir-rp-1" } },
        {
          name: "config",
          configMap: { name: "rp-config", items: [{ key: "bootstrap.yaml", path: ".bootstrap.yaml" }] },
        },
      ],
    },
  };

  test("the StatefulSet is the cluster, the ordinal the node id, the claim's volume the data's", () => {
    expect(redpanda.brokerOf(readerOf(set, claim, settings), pod)).toMatchObject({
      cluster: "rp",
      nodeId: 1,
      podUid: "p",
      volume: "pvc-c",
      members: [
        { nodeId: 0, pod: "rp-0" },
        { nodeId: 1, pod: "rp-1" },
        { nodeId: 2, pod: "rp-2" },
      ],
      overrides: { "message.max.bytes": "2097152" },
    });
  });

  test("it waits for its claim to be bound", () => {
    const unbound: Live = { ...claim, spec: {} };
    expect(redpanda.brokerOf(readerOf(set, unbound), pod)).toBeUndefined();
  });

  test("a pod without a claim keeps its data as long as itself", () => {
    const bare: Pod = { ...pod, spec: { ...pod.spec, volumes: [{ name: "datadir" }] } };
    expect(redpanda.brokerOf(readerOf(set), bare)?.volume).toBe("pod-p");
  });

  test("a pod that no StatefulSet owns is none of Redpanda's", () => {
    expect(redpanda.containerOf(pod)).toBe("redpanda");
    expect(redpanda.containerOf({ ...pod, metadata: { name: "rp-1", namespace: "ns", uid: "p" } })).toBeUndefined();
  });

  describe("with logins over TLS", () => {
    const secured: Live = {
      ...settings,
      data: {
        "bootstrap.yaml": "enable_sasl: true\nsuperusers: [admin]\n",
        "redpanda.yaml": `redpanda:
  kafka_api: [{ name: internal, port: 9092 }, { name: external, port: 9094, authentication_method: sasl }]
  kafka_api_tls: [{ name: external, enabled: true, cert_file: /tls/tls.crt, key_file: /tls/tls.key, truststore_file: /tls/ca.crt }]
`,
      },
    };
    const text = (value: string): string => Buffer.from(value).toString("base64");
    const secretOf = (name: string, data: Readonly<Record<string, string>>): Live => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace: "ns", uid: name },
      data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, text(value)])),
    });
    const certificates = secretOf("rp-tls", { "tls.crt": "CERTIFICATE", "tls.key": "KEY", "ca.crt": "AUTHORITY" });
    const [sidecar, container] = pod.spec.containers;
    const securedPod: Pod = {
      ...pod,
      spec: {
        containers: [
          ...(sidecar ? [sidecar] : []),
          {
            ...container,
            name: "redpanda",
            env: [{ name: "RP_BOOTSTRAP_USER", valueFrom: { secretKeyRef: { name: "rp-admin", key: "user" } } }],
            volumeMounts: [...(container?.volumeMounts ?? []), { name: "tls", mountPath: "/tls" }],
          },
        ],
        volumes: [...(pod.spec.volumes ?? []), { name: "tls", secret: { secretName: "rp-tls" } }],
      },
    };

    test("its listener for clients asks for a login over TLS, with the pod's own certificate", () => {
      expect(redpanda.brokerOf(readerOf(set, claim, secured, certificates), securedPod)?.security).toEqual({
        kind: "secured",
        mechanisms: ["SCRAM-SHA-256", "SCRAM-SHA-512"],
        superUsers: ["admin"],
        clientCertificates: false,
        tls: { certificate: "CERTIFICATE", key: "KEY", authorities: "AUTHORITY" },
      });
    });

    test("it waits for its certificate", () => {
      expect(redpanda.brokerOf(readerOf(set, claim, secured), securedPod)).toBeUndefined();
    });

    test("its first user is there from the start, with a password that may hold colons", () => {
      const admin = secretOf("rp-admin", { user: "admin:a:b:SCRAM-SHA-512" });
      const broker = redpanda.brokerOf(readerOf(set, claim, secured, certificates, admin), securedPod);
      expect(broker?.logins).toEqual([{ user: "admin", password: "a:b", mechanism: "SCRAM-SHA-512" }]);
    });
  });
});
