import { describe, expect, test } from "vitest";
import { nodesOf, type Node } from "../../../sandbox/operators/strimzi/nodes";
import { nodeClaims } from "../../../sandbox/operators/strimzi/claims";
import { nodePod, REVISION } from "../../../sandbox/operators/strimzi/pods";
import type { Kafka, KafkaNodePool } from "../../../sandbox/operators/strimzi/resources";
import { kafkaWith, poolWith } from "./cluster";

function nodeOf(pool: KafkaNodePool): Node {
  const [node] = nodesOf("main", [pool]);
  if (!node) throw new Error("a pool of no nodes");
  return node;
}

const revision = (kafka: Kafka, pool = poolWith("kafka")): unknown =>
  nodePod(kafka, nodeOf(pool)).metadata.annotations?.[REVISION];

describe("a Kafka node's pod", () => {
  test("a broker's pod stands for a real process, a controller's doesn't", () => {
    const real = (pool: KafkaNodePool): boolean =>
      "streaming.sandbox/real" in (nodePod(kafkaWith(), nodeOf(pool)).metadata.labels ?? {});
    expect(real(poolWith("kafka", { spec: { roles: ["broker"] } }))).toBe(true);
    expect(real(poolWith("both", { spec: { roles: ["controller", "broker"] } }))).toBe(true);
    expect(real(poolWith("controller", { spec: { roles: ["controller"] } }))).toBe(false);
  });

  test("it asks for what the pool asks for", () => {
    const resources = { requests: { cpu: "1", memory: "4Gi" }, limits: { memory: "4Gi" } };
    expect(nodePod(kafkaWith(), nodeOf(poolWith("kafka", { spec: { resources } }))).spec).toMatchObject({
      containers: [{ resources }],
    });
  });

  test("the templates' fields are the pod's, the pool's before the cluster's", () => {
    const cluster = kafkaWith({ template: { pod: { priorityClassName: "low", topologySpreadConstraints: [] } } });
    const pool = poolWith("kafka", { spec: { template: { pod: { priorityClassName: "high" } } } });
    expect(nodePod(cluster, nodeOf(poolWith("kafka"))).spec).toMatchObject({
      priorityClassName: "low",
      topologySpreadConstraints: [],
    });
    expect(nodePod(cluster, nodeOf(pool)).spec).toMatchObject({ priorityClassName: "high" });
  });

  test("with racks it goes to nodes that have one", () => {
    const { spec } = nodePod(kafkaWith({ rack: { topologyKey: "zone" } }), nodeOf(poolWith("kafka")));
    expect(JSON.stringify(spec)).toContain('"matchExpressions":[{"key":"zone","operator":"Exists"}]');
  });

  test("where the broker must know its zone or its node's address, a container asks for it first, at the pool's size", () => {
    const resources = { requests: { cpu: "1" } };
    const initOf = (kafka: Kafka, roles: KafkaNodePool["spec"]["roles"] = ["broker"]): unknown =>
      (nodePod(kafka, nodeOf(poolWith("kafka", { spec: { resources, roles } }))).spec as { initContainers?: unknown })
        .initContainers;
    const outside = { name: "out", port: 9094, type: "nodeport", tls: false } as const;
    expect(initOf(kafkaWith())).toBeUndefined();
    expect(initOf(kafkaWith({ listeners: [outside] }))).toMatchObject([{ name: "kafka-init", resources }]);
    expect(initOf(kafkaWith({ rack: { topologyKey: "zone" } }))).toMatchObject([{ name: "kafka-init", resources }]);
    expect(initOf(kafkaWith({ rack: { topologyKey: "zone" } }), ["controller"])).toBeUndefined();
  });

  test("what the templates add to its containers and volumes is there beside the operator's own", () => {
    const securityContext = { runAsNonRoot: true };
    const mount = { name: "admin", mountPath: "/mnt/admin" };
    const template = {
      pod: { volumes: [{ name: "admin", secret: { secretName: "s" } }], tmpDirSizeLimit: "10Mi" },
      kafkaContainer: { securityContext, volumeMounts: [mount] },
      initContainer: { securityContext },
    };
    const { spec } = nodePod(
      kafkaWith({ rack: { topologyKey: "zone" } }),
      nodeOf(poolWith("kafka", { spec: { template } })),
    );
    expect(spec).toMatchObject({
      containers: [{ securityContext, volumeMounts: [{ name: "data" }, mount] }],
      initContainers: [{ securityContext }],
      volumes: [{ name: "data" }, { name: "admin", secret: { secretName: "s" } }],
    });
    expect(spec).not.toHaveProperty("tmpDirSizeLimit");
  });

  test("it is made anew for another configuration of the broker, not for another budget", () => {
    const before = revision(kafkaWith());
    expect(revision(kafkaWith({ config: { "log.retention.hours": 1 } }))).not.toBe(before);
    expect(revision(kafkaWith(), poolWith("kafka", { spec: { resources: { requests: { cpu: "2" } } } }))).not.toBe(
      before,
    );
    expect(revision(kafkaWith({ jvmOptions: { "-Xmx": "1g" } }))).not.toBe(before);
    expect(revision(kafkaWith({ template: { podDisruptionBudget: { maxUnavailable: 2 } } }))).toBe(before);
    expect(revision(kafkaWith(), poolWith("kafka", { spec: { replicas: 5 } }))).toBe(before);
  });
});

describe("a Kafka node's claims", () => {
  const claims = (storage: KafkaNodePool["spec"]["storage"]) =>
    nodeClaims(kafkaWith(), nodeOf(poolWith("kafka", { spec: { storage } })));

  test("one volume is `data`, several are numbered", () => {
    expect(claims({ type: "persistent-claim", size: "1Gi" }).map((c) => c.metadata.name)).toEqual([
      "data-main-kafka-0",
    ]);
    const volumes = [0, 1].map((id) => ({ id, type: "persistent-claim", size: "1Gi" }) as const);
    expect(claims({ type: "jbod", volumes }).map((c) => c.metadata.name)).toEqual([
      "data-0-main-kafka-0",
      "data-1-main-kafka-0",
    ]);
    expect(claims({ type: "ephemeral" })).toEqual([]);
  });

  test("they stay when the pool goes, unless the storage says otherwise", () => {
    const owners = (deleteClaim: boolean) =>
      claims({ type: "persistent-claim", size: "1Gi", deleteClaim }).map((c) => "ownerReferences" in c.metadata);
    expect(owners(false)).toEqual([false]);
    expect(owners(true)).toEqual([true]);
  });
});
