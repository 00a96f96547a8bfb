import { describe, expect, test } from "vitest";
import { nodesOf } from "../../../sandbox/operators/strimzi/nodes";
import { clusterObjects } from "../../../sandbox/operators/strimzi/objects";
import type { Kafka } from "../../../sandbox/operators/strimzi/resources";
import { obsoleteServants, servants } from "../../../sandbox/operators/strimzi/servants";
import { kafkaWith, poolWith } from "./cluster";

const objectsOf = (kafka: Kafka) => clusterObjects(kafka, nodesOf("main", [poolWith("kafka")]));
const servicesOf = (kafka: Kafka): readonly string[] =>
  objectsOf(kafka)
    .filter((o) => o.kind === "Service")
    .map((o) => o.metadata.name);

describe("what a cluster has beside its nodes", () => {
  test("a Service for the first contact and one that names every node", () => {
    expect(servicesOf(kafkaWith())).toEqual(["main-kafka-bootstrap", "main-kafka-brokers"]);
  });

  test("a listener for clients outside has a Service for each broker, at the ports that it asks for", () => {
    const outside = {
      name: "out",
      port: 9094,
      type: "nodeport",
      tls: false,
      configuration: { bootstrap: { nodePort: 31000 }, brokers: [{ broker: 1, nodePort: 31001 }] },
    } as const;
    const kafka = kafkaWith({ listeners: [outside] });
    expect(servicesOf(kafka)).toEqual([
      "main-kafka-bootstrap",
      "main-kafka-brokers",
      "main-kafka-out-bootstrap",
      "main-kafka-out-0",
      "main-kafka-out-1",
      "main-kafka-out-2",
    ]);
    const ports = objectsOf(kafka)
      .filter((o) => o.metadata.name.startsWith("main-kafka-out"))
      .map((o) => (o.spec as { readonly ports: readonly { readonly nodePort?: number }[] }).ports[0]?.nodePort);
    expect(ports).toEqual([31000, undefined, 31001, undefined]);
  });

  test("one node may be away at a time, unless the template says more", () => {
    const stay = (kafka: Kafka): unknown =>
      (objectsOf(kafka).find((o) => o.kind === "PodDisruptionBudget")?.spec as { readonly minAvailable: number })
        .minAvailable;
    expect(stay(kafkaWith())).toBe(2);
    expect(stay(kafkaWith({ template: { podDisruptionBudget: { maxUnavailable: 2 } } }))).toBe(1);
  });
});

describe("Deployments that serve the cluster", () => {
  const names = (kafka: Kafka): readonly string[] =>
    servants(kafka)
      .filter((o) => o.kind === "Deployment")
      .map((o) => o.metadata.name);

  test("there are those that are asked for, with their requests", () => {
    const resources = { requests: { cpu: "100m", memory: "256Mi" } };
    const kafka = kafkaWith(
      {},
      { entityOperator: { topicOperator: { resources }, userOperator: { resources } }, kafkaExporter: {} },
    );
    expect(names(kafka)).toEqual(["main-entity-operator", "main-kafka-exporter"]);
    expect(servants(kafka)[1]?.spec).toMatchObject({
      template: {
        spec: {
          containers: [
            { name: "topic-operator", resources },
            { name: "user-operator", resources },
          ],
        },
      },
    });
  });

  test("their containers are secured as their templates say", () => {
    const securityContext = { runAsNonRoot: true };
    const kafka = kafkaWith(
      {},
      {
        entityOperator: {
          userOperator: {},
          template: { userOperatorContainer: { securityContext, env: [{ name: "A", value: "b" }] } },
        },
        kafkaExporter: { template: { container: { securityContext } } },
      },
    );
    const containers = servants(kafka)
      .filter((o) => o.kind === "Deployment")
      .map((o) => (o.spec as { template: { spec: { containers: unknown } } }).template.spec.containers);
    expect(containers).toMatchObject([
      [{ name: "user-operator", securityContext, env: [{ name: "A", value: "b" }] }],
      [{ name: "main-kafka-exporter", securityContext }],
    ]);
  });

  test("those that are not asked for are known, so that they can be removed", () => {
    expect(names(kafkaWith())).toEqual([]);
    expect(obsoleteServants(kafkaWith({}, { cruiseControl: {} }))).toEqual([
      "main-entity-operator",
      "main-kafka-exporter",
    ]);
  });
});
