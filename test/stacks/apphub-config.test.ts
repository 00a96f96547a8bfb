import { describe, expect, test } from "vitest";
import { edited, refusal } from "./refusal";
import { type Typed, multiNode, singleNode, topic } from "./values";

describe("refusals of AppHub's settings", () => {
  test("three copies on one broker can't be", () => {
    const config = edited(
      singleNode(),
      (c) => (c.apphub.topics["apphub.core.events"] = topic({ retention: "7d", replication: 3 })),
    );
    expect(refusal(config)).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.topics["apphub.core.events"].replication  must be at most 1 with 1 broker(s), got 3"
    `);
  });

  test("more copies than brokers can't be", () => {
    const config = edited(
      multiNode(),
      (c) => (c.apphub.topics["apphub.core.events"] = topic({ retention: "7d", replication: 5 })),
    );
    expect(refusal(config)).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.topics["apphub.core.events"].replication  must be at most 3 with 3 broker(s), got 5"
    `);
  });

  test("an even number of copies can't be", () => {
    const config = edited(
      multiNode(),
      (c) => (c.apphub.topics["apphub.core.events"] = topic({ retention: "7d", replication: 2 })),
    );
    expect(refusal(config)).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.topics["apphub.core.events"].replication  must be odd: Redpanda needs a majority of the copies, got 2"
    `);
  });

  test("a volume of 10Gi, as the old manifests had, is too small", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.redpanda["volume"] = "10Gi")))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.volume  must be at least 20Gi, got "10Gi""
    `);
  });

  test("brokers need 2.22 GiB per core", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.redpanda["memory"] = "4Gi")))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.memory  must be at least 4552Mi with 2 core(s): 2.22 GiB per core, got "4Gi""
    `);
  });

  test("broken cores can't be pinned", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.redpanda["cpu"] = "1500m")))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.cpu  must be a whole, even number of cores, or 1, got "1500m""
    `);
  });

  test("odd cores need a single node", () => {
    expect(refusal(edited(multiNode(), (c) => (c.apphub.redpanda["cpu"] = "1")))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.cpu  must be a whole, even number of cores, got "1""
    `);
  });

  test("three brokers on a single node protect nothing", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.redpanda["brokers"] = 3)))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.brokers  must be 1 on a single-node target: brokers that share a node are lost together, got 3"
    `);
  });

  test("one broker on many nodes can't be lost", () => {
    expect(refusal(edited(multiNode(), (c) => (c.apphub.redpanda["brokers"] = 1)))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.brokers  must be 3, 5, 7 or 9 on a multi-node target, so that a majority is left when one is lost, got 1"
    `);
  });

  test("more brokers than nodes find no place", () => {
    const config = edited(multiNode(), (c) => {
      c.target["nodes"] = [{ count: 3, cpu: "8", memory: "32Gi", disk: "200Gi" }];
      c.apphub.redpanda["brokers"] = 5;
    });
    expect(refusal(config)).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.redpanda.brokers  must be at most 3, the number of nodes: each broker has one to itself, got 5"
    `);
  });

  test("standbys on a single node protect nothing", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.sequencerDb["instances"] = 3)))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.sequencerDb.instances  must be 1 on a single-node target: standbys that share the node are lost with it, got 3"
    `);
  });

  test("more instances than nodes find no place", () => {
    expect(refusal(edited(multiNode(), (c) => (c.apphub.sequencerDb["instances"] = 7)))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.sequencerDb.instances  must be at most 6, the number of nodes: each instance has one to itself, got 7"
    `);
  });

  test("a missing topic is required", () => {
    expect(refusal(edited(singleNode(), (c) => delete c.apphub.topics["apphub.jobs.runs"]))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        apphub.topics["apphub.jobs.runs"]  is required: AppHub's services use this topic"
    `);
  });

  test("a topic name that brokers refuse is refused", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.topics["orders/eu"] = topic({ retention: "7d" })))))
      .toMatchInlineSnapshot(`
        "Pulumi.test.yaml has 1 problem(s)
          apphub.topics["orders/eu"]  has a name that must be 1 to 249 letters, digits, ., _ or -"
      `);
  });

  test("retention under an hour is refused", () => {
    expect(refusal(edited(singleNode(), (c) => (c.apphub.topics["apphub.jobs.runs"] = topic({ retention: "5m" })))))
      .toMatchInlineSnapshot(`
        "Pulumi.test.yaml has 1 problem(s)
          apphub.topics["apphub.jobs.runs"].retention  must be at least 1h, got "5m""
      `);
  });

  test("a platform without addresses can't make its topics", () => {
    const { target, apphub } = singleNode();
    expect(refusal({ target, apphub })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 2 problem(s)
        access.apphub.kafka     is required: topics and users are made through it
        access.apphub.postgres  is required: databases and roles are made through it"
    `);
  });

  test("plain brokers on many nodes would let everybody in", () => {
    const config = edited(multiNode(), (c) => {
      const access = c.access["apphub"] as { kafka: Typed };
      access.kafka["tls"] = false;
    });
    expect(refusal(config)).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        access.apphub.kafka.tls  must be true on a multi-node target: the brokers speak TLS and ask for a login, got false"
    `);
  });

  test("the broker of a single node doesn't speak TLS", () => {
    const config = edited(singleNode(), (c) => {
      const access = c.access["apphub"] as { kafka: Typed };
      access.kafka["tls"] = true;
    });
    expect(refusal(config)).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        access.apphub.kafka.tls  must be false on a single-node target: its broker speaks plain, got true"
    `);
  });

  test("two addresses can't lead to the one broker of a single node", () => {
    const kafka = { bootstrapServers: ["127.0.0.1:31092", "127.0.0.1:31093"], tls: false };
    const config = edited(singleNode(), (c) => (c.access["apphub"] = { ...(c.access["apphub"] as Typed), kafka }));
    expect(refusal(config)).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        access.apphub.kafka.bootstrapServers  must be one address: a single node has one broker, got ["127.0.0.1:31092","127.0.0.1:31093"]"
    `);
  });
});
