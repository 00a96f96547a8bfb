import { existsSync } from "node:fs";
import { Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubeObject } from "../../sandbox/kube";
import { eventually, isReady, startCluster, type TestCluster } from "./support/cluster";
import { PATIENT } from "./support/kafka-client";

const NAMESPACE = "brokers";
const CLAIM = `/api/v1/namespaces/${NAMESPACE}/persistentvolumeclaims/datadir-rp-0`;
const POD = `/api/v1/namespaces/${NAMESPACE}/pods/rp-0`;
const TOPIC = "events";

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startCluster();
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
});
afterAll(() => cluster.stop());

/** A StatefulSet of Redpanda as a platform would declare it. */
function redpanda(name: string, { replicas = 1, cpu = "500m" } = {}): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, namespace: NAMESPACE },
    spec: {
      replicas,
      serviceName: name,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            {
              name: "redpanda",
              image: "redpanda",
              resources: { requests: { cpu, memory: "1Gi" } },
              volumeMounts: [{ name: "datadir", mountPath: "/var/lib/redpanda/data" }],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "datadir" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "20Gi" } } },
        },
      ],
    },
  };
}

const podIsReady = async (name: string): Promise<boolean> => isReady(await cluster.pod(NAMESPACE, name));
const clientOf = (pod: string): Kafka =>
  new Kafka({
    brokers: [`127.0.0.1:${cluster.port(`kafka/${NAMESPACE}/${pod}`)}`],
    logLevel: logLevel.NOTHING,
    ...PATIENT,
  });

async function produce(pod: string, value: string): Promise<void> {
  const producer = clientOf(pod).producer();
  await producer.connect();
  await producer.send({ topic: TOPIC, acks: -1, messages: [{ value }] });
  await producer.disconnect();
}

async function topicsOf(pod: string): Promise<readonly string[]> {
  const admin = clientOf(pod).admin();
  await admin.connect();
  const topics = await admin.listTopics();
  await admin.disconnect();
  return topics;
}

async function messagesIn(pod: string): Promise<number> {
  const admin = clientOf(pod).admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(TOPIC);
  await admin.disconnect();
  return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
}

describe("a Redpanda pod", () => {
  test("its broker answers when the pod says that it is ready", async () => {
    await cluster.apply(redpanda("rp"));
    await eventually("pod rp-0 is ready", () => podIsReady("rp-0"));
    const admin = clientOf("rp-0").admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1, replicationFactor: 1 }] });
    await admin.disconnect();
    await produce("rp-0", "first");
    expect(await messagesIn("rp-0")).toBe(1);
  });

  test("a topic that nobody declared isn't made by asking for it", async () => {
    await expect(
      clientOf("rp-0")
        .producer()
        .send({ topic: "undeclared", messages: [{ value: "x" }] }),
    ).rejects.toThrow();
    expect(await topicsOf("rp-0")).toEqual([TOPIC]);
  });

  test("the operators' end and return leave broker and pod alone", async () => {
    const broker = cluster.process(`kafka/${NAMESPACE}/rp-0`);
    const pod = await cluster.pod(NAMESPACE, "rp-0");
    await cluster.kill("operators");
    await cluster.startOperators();
    await eventually("pod rp-0 is ready", () => podIsReady("rp-0"));
    expect(cluster.process(`kafka/${NAMESPACE}/rp-0`)).toEqual(broker);
    expect((await cluster.pod(NAMESPACE, "rp-0"))?.metadata.uid).toBe(pod?.metadata.uid);
    expect(cluster.operatorsLog()).not.toContain("started");
  });

  test("a broker that crashed is started again, the pod's restarts are counted, the message is there", async () => {
    await cluster.kill(`kafka/${NAMESPACE}/rp-0`);
    await eventually("a restart is counted and the pod ready again", async () => {
      const pod = await cluster.pod(NAMESPACE, "rp-0");
      return isReady(pod) && pod?.status?.containerStatuses?.[0]?.restartCount === 1;
    });
    expect(await messagesIn("rp-0")).toBe(1);
  });

  test("the next pod of the same name finds the message", async () => {
    const before = await cluster.pod(NAMESPACE, "rp-0");
    await cluster.remove(POD);
    await eventually("another pod rp-0 is ready", async () => {
      const pod = await cluster.pod(NAMESPACE, "rp-0");
      return pod?.metadata.uid !== before?.metadata.uid && isReady(pod);
    });
    expect(await messagesIn("rp-0")).toBe(1);
  });

  test("without the pod no broker runs, and without the claim there is no data", async () => {
    await cluster.apply(redpanda("rp", { replicas: 0 }));
    await eventually("pod rp-0 is gone", async () => (await cluster.pod(NAMESPACE, "rp-0")) === undefined);
    expect(cluster.process(`kafka/${NAMESPACE}/rp-0`)).toBeUndefined();
    await cluster.remove(CLAIM);
    await eventually("the data is gone", () => !existsSync(cluster.layout.kafka(NAMESPACE, "rp-0")));
    await cluster.apply(redpanda("rp"));
    await eventually("pod rp-0 is ready", () => podIsReady("rp-0"));
    expect(await topicsOf("rp-0")).toEqual([]);
  });

  test("one that fits no node stays pending, and nothing is started for it", async () => {
    await cluster.apply(redpanda("large", { cpu: "16" }));
    await eventually("the scheduler refuses", async () => {
      const pod = await cluster.pod(NAMESPACE, "large-0");
      return pod?.status?.conditions?.some((c) => c.type === "PodScheduled" && c.status === "False") ?? false;
    });
    await expect(podIsReady("large-0")).resolves.toBe(false);
    expect(cluster.process(`kafka/${NAMESPACE}/large-0`)).toBeUndefined();
  });
});

describe("three Redpanda pods", () => {
  const pods = ["trio-0", "trio-1", "trio-2"];
  const areReady = async (): Promise<boolean> => (await Promise.all(pods.map(podIsReady))).every(Boolean);

  test("they are one cluster that keeps three copies", async () => {
    await cluster.apply(redpanda("trio", { replicas: 3 }));
    await eventually("all three are ready", areReady);
    const admin = clientOf("trio-0").admin();
    await admin.connect();
    await eventually(
      "the first broker knows all three",
      async () => (await admin.describeCluster()).brokers.length === 3,
    );
    // Every broker learns of a new topic by itself, so the client's own waiting, which asks any of them, may see none.
    await admin.createTopics({
      topics: [{ topic: TOPIC, numPartitions: 3, replicationFactor: 3 }],
      waitForLeaders: false,
    });
    await eventually("the topic has leaders", async () => {
      const found = await admin.fetchTopicMetadata({ topics: [TOPIC] }).catch(() => undefined);
      return found?.topics[0]?.partitions.every(({ leader }) => leader >= 0) ?? false;
    });
    await admin.disconnect();
    await produce("trio-1", "kept");
    expect(await messagesIn("trio-2")).toBe(1);
  });

  test("with one killed the others go on, and it comes back", async () => {
    await cluster.kill(`kafka/${NAMESPACE}/trio-0`);
    await produce("trio-1", "meanwhile");
    await eventually("trio-0 was restarted and is ready", async () => {
      const pod = await cluster.pod(NAMESPACE, "trio-0");
      return isReady(pod) && pod?.status?.containerStatuses?.[0]?.restartCount === 1;
    });
    await eventually("it has both messages", async () => (await messagesIn("trio-0")) === 2);
  });
});
