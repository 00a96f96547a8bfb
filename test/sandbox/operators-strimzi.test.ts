import { existsSync } from "node:fs";
import { ConfigResourceTypes, Kafka, logLevel, type Admin } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubeObject } from "../../sandbox/kube";
import { ensureLogins } from "../../sandbox/kafka/administration";
import { Brokers } from "../../sandbox/kafka/brokers";
import { objectPath } from "../../sandbox/operators/kubernetes/resources";
import { secretText, type Condition, type Live, type Secret } from "../../sandbox/operators/kubernetes/objects";
import { KAFKAS, NODE_POOLS, TOPICS, USERS } from "../../sandbox/operators/strimzi/resources";
import { eventually, startCluster, THREE_ZONES, type TestCluster } from "./support/cluster";
import { PATIENT } from "./support/kafka-client";

const NAMESPACE = "streams";
const PODS = ["main-kafka-0", "main-kafka-1", "main-kafka-2"];
const API = "kafka.strimzi.io/v1";

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startCluster(THREE_ZONES);
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
});
afterAll(() => cluster.stop());

const object = (kind: string, name: string, spec: object): KubeObject => ({
  apiVersion: API,
  kind,
  metadata: { name, namespace: NAMESPACE, labels: { "strimzi.io/cluster": "main" } },
  spec,
});

const pool = (spec: object = {}): KubeObject =>
  object("KafkaNodePool", "kafka", {
    replicas: 3,
    roles: ["controller", "broker"],
    storage: { type: "persistent-claim", size: "20Gi", deleteClaim: true },
    resources: { requests: { cpu: "500m", memory: "1Gi" } },
    ...spec,
  });

const kafka = (config: object = {}): KubeObject =>
  object("Kafka", "main", {
    kafka: {
      listeners: [{ name: "tls", port: 9093, type: "internal", tls: true, authentication: { type: "scram-sha-512" } }],
      authorization: { type: "simple", superUsers: ["boss"] },
      config: { "default.replication.factor": 3, "min.insync.replicas": 2, ...config },
      rack: { topologyKey: "topology.kubernetes.io/zone" },
    },
    entityOperator: { topicOperator: {}, userOperator: {} },
  });

const topic = (spec: object = {}): KubeObject =>
  object("KafkaTopic", "orders", { partitions: 3, replicas: 3, config: { "retention.ms": 604800000 }, ...spec });

const user = (name: string, spec: object = {}): KubeObject =>
  object("KafkaUser", name, { authentication: { type: "scram-sha-512" }, ...spec });

const MAY_WRITE = {
  authorization: {
    type: "simple",
    acls: [{ resource: { type: "topic", name: "orders" }, operations: ["Write", "Describe"] }],
  },
};

interface WithStatus extends Live {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly observedGeneration?: number };
}

async function condition(path: string, type: string): Promise<Condition | undefined> {
  const found = await cluster.kube.get<WithStatus>(path);
  if (found?.status?.observedGeneration !== found?.metadata.generation) return undefined;
  return found?.status?.conditions?.find((c) => c.type === type && c.status === "True");
}

const ready = (path: string) => (): Promise<boolean> => condition(path, "Ready").then(Boolean);
const secret = (name: string): Promise<Secret | undefined> =>
  cluster.kube.get<Secret>(`/api/v1/namespaces/${NAMESPACE}/secrets/${name}`);

/** A client that logs in as a user with the password of its Secret, and trusts the cluster's authority only. */
async function clientOf(name: string): Promise<Kafka> {
  const password = secretText(await secret(name), "password") ?? "";
  const ca = secretText(await secret("main-cluster-ca-cert"), "ca.crt") ?? "";
  return new Kafka({
    brokers: PODS.map((pod) => `127.0.0.1:${cluster.port(`kafka/${NAMESPACE}/${pod}`)}`),
    ssl: { ca: [ca] },
    sasl: { mechanism: "scram-sha-512", username: name, password },
    logLevel: logLevel.NOTHING,
    ...PATIENT,
  });
}

async function produce(name: string, target: string): Promise<void> {
  const producer = (await clientOf(name)).producer();
  await producer.connect();
  try {
    await producer.send({ topic: target, acks: -1, messages: [{ value: name }] });
  } finally {
    await producer.disconnect();
  }
}

/** What the super user sees. */
async function asAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = (await clientOf("boss")).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

describe("a Kafka of Strimzi", () => {
  const path = objectPath(KAFKAS, NAMESPACE, "main");

  test("without a node pool it isn't ready, and says why", async () => {
    await cluster.apply(kafka());
    await eventually("it says what is missing", async () => {
      const found = await condition(path, "NotReady");
      return found?.message?.includes("KafkaNodePools are required") ?? false;
    });
  });

  test("with the pool it becomes ready, and its status says where it is reached", async () => {
    await cluster.apply(pool(), topic(), user("boss"), user("writer", MAY_WRITE));
    await eventually("Kafka is ready", ready(path), 120_000);
    const found = await cluster.kube.get<WithStatus>(path);
    expect(found?.status).toMatchObject({
      listeners: [{ name: "tls", bootstrapServers: `main-kafka-bootstrap.${NAMESPACE}.svc:9093` }],
      kafkaNodePools: [{ name: "kafka" }],
    });
    expect(await cluster.kube.get(objectPath(NODE_POOLS, NAMESPACE, "kafka"))).toMatchObject({
      status: { nodeIds: [0, 1, 2] },
    });
  });

  test("its topic is on the brokers as declared", async () => {
    await eventually("the topic is ready", ready(objectPath(TOPICS, NAMESPACE, "orders")));
    await eventually("the super user exists", ready(objectPath(USERS, NAMESPACE, "boss")));
    await eventually("every broker knows the topic", async () => (await replicas()).join() === "3,3,3");
    expect(await retention()).toBe("604800000");
  });

  test("a user does what its rules allow, and nothing else", async () => {
    await eventually("the user is ready", ready(objectPath(USERS, NAMESPACE, "writer")));
    await produce("writer", "orders");
    await cluster.apply(object("KafkaTopic", "secrets", { partitions: 1, replicas: 3 }));
    await eventually("the other topic is ready", ready(objectPath(TOPICS, NAMESPACE, "secrets")));
    await expect(produce("writer", "secrets")).rejects.toThrow(/authorized/i);
  });

  test("a user without a KafkaUser is taken away by the user operator", async () => {
    const { admin } = await new Brokers(cluster.layout, { java: "", libs: "" }).portsOf(NAMESPACE, PODS[0] ?? "");
    const stranger = { user: "stranger", password: "known to somebody", mechanism: "SCRAM-SHA-512" } as const;
    await ensureLogins(admin, [stranger]);
    await eventually("the stranger is gone", () => cluster.operatorsLog().includes("user stranger has no KafkaUser"));
  });

  test("a right that is taken away counts no longer", async () => {
    await cluster.apply(user("writer", { authorization: { type: "simple", acls: [] } }));
    await eventually("the user is changed", ready(objectPath(USERS, NAMESPACE, "writer")));
    await eventually("writing is refused", () =>
      produce("writer", "orders").then(
        () => false,
        () => true,
      ),
    );
  });

  test("who doesn't log in, or with another password, gets nowhere", async () => {
    const ca = secretText(await secret("main-cluster-ca-cert"), "ca.crt") ?? "";
    const broker = `127.0.0.1:${cluster.port(`kafka/${NAMESPACE}/${PODS[0] ?? ""}`)}`;
    const base = {
      brokers: [broker],
      ssl: { ca: [ca] },
      logLevel: logLevel.NOTHING,
      ...PATIENT,
      retry: { retries: 0 },
    };
    const sasl = { mechanism: "scram-sha-512", username: "writer", password: "guessed" } as const;
    await expect(new Kafka({ ...base, sasl }).admin().connect()).rejects.toThrow(/authentication/i);
    await expect(new Kafka(base).admin().listTopics()).rejects.toThrow();
  });

  /** Copies of each partition, as one of the brokers sees it; none while it hasn't heard of the topic. */
  const replicas = (): Promise<readonly number[]> =>
    asAdmin((admin) => admin.fetchTopicMetadata({ topics: ["orders"] })).then(
      ({ topics }) => topics[0]?.partitions.map((partition) => partition.replicas.length) ?? [],
      () => [],
    );

  const retention = async (): Promise<string | undefined> => {
    const { resources } = await asAdmin((admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: "orders" }],
      }),
    );
    return resources[0]?.configEntries.find(({ configName }) => configName === "retention.ms")?.configValue;
  };

  test("a changed topic is changed on the brokers; what they can't do is said", async () => {
    const orders = objectPath(TOPICS, NAMESPACE, "orders");
    await cluster.apply(topic({ partitions: 6, config: { "retention.ms": 3600000 } }));
    await eventually("the topic is ready", ready(orders));
    await eventually("every broker knows the six partitions", async () => (await replicas()).length === 6);
    await eventually("every broker knows its retention", async () => (await retention()) === "3600000");
    await cluster.apply(topic({ partitions: 2 }));
    await eventually("fewer partitions are refused", async () => {
      const found = await condition(orders, "NotReady");
      return found?.reason === "NotSupported" && (found.message?.includes("Decreasing partitions") ?? false);
    });
  });

  test("a change of the brokers' configuration replaces them, and Ready comes back when all have it", async () => {
    const before = await Promise.all(PODS.map((name) => cluster.pod(NAMESPACE, name)));
    await cluster.apply(kafka({ "log.retention.hours": 48 }));
    await eventually("Ready has dropped", async () => !(await ready(objectPath(KAFKAS, NAMESPACE, "main"))()));
    await eventually("Kafka is ready", ready(objectPath(KAFKAS, NAMESPACE, "main")), 120_000);
    const after = await Promise.all(PODS.map((name) => cluster.pod(NAMESPACE, name)));
    expect(after.filter((pod, i) => pod?.metadata.uid === before[i]?.metadata.uid)).toEqual([]);
    await produce("boss", "orders");
  });

  test("a deleted topic is gone from the brokers, a deleted user can't log in", async () => {
    await cluster.remove(objectPath(TOPICS, NAMESPACE, "secrets"));
    await eventually(
      "the topic is gone",
      async () => !(await asAdmin((admin) => admin.listTopics())).includes("secrets"),
    );
    const writer = await clientOf("writer");
    await cluster.remove(objectPath(USERS, NAMESPACE, "writer"));
    await eventually(
      "the object is gone",
      async () => (await cluster.kube.get(objectPath(USERS, NAMESPACE, "writer"))) === undefined,
    );
    await expect(writer.admin().connect()).rejects.toThrow(/authentication/i);
  });

  test("deleted, it leaves no process and no data; its topics and users go, too", async () => {
    for (const [type, name] of [
      [KAFKAS, "main"],
      [NODE_POOLS, "kafka"],
      [TOPICS, "orders"],
      [USERS, "boss"],
    ] as const) {
      await cluster.remove(objectPath(type, NAMESPACE, name));
    }
    await eventually("the pods' data is gone", () =>
      PODS.every((pod) => !existsSync(cluster.layout.kafka(NAMESPACE, pod))),
    );
    expect(PODS.flatMap((pod) => cluster.process(`kafka/${NAMESPACE}/${pod}`) ?? [])).toEqual([]);
    await eventually("topic and user are gone", async () => {
      const left = await Promise.all([
        cluster.kube.get(objectPath(TOPICS, NAMESPACE, "orders")),
        cluster.kube.get(objectPath(USERS, NAMESPACE, "boss")),
      ]);
      return left.every((found) => found === undefined);
    });
  });
});
