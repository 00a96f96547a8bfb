import { describe, expect, test } from "vitest";
import { brokerSettings, serverProperties, type BrokerConfig } from "../../../sandbox/kafka/properties";

const single: BrokerConfig = {
  nodeId: 0,
  ports: { client: 31092, admin: 21092, controller: 21093 },
  voters: [{ nodeId: 0, controllerPort: 21093 }],
  brokers: 1,
  security: { kind: "plain" },
  logDir: "/data",
  overrides: {},
};

const ofThree: BrokerConfig = {
  ...single,
  nodeId: 1,
  brokers: 3,
  rack: "eu-central-1b",
  voters: [0, 1, 2].map((nodeId) => ({ nodeId, controllerPort: 21000 + nodeId })),
};

const secured: BrokerConfig = {
  ...ofThree,
  security: {
    kind: "secured",
    tls: { keystore: "/keys/broker.pem", truststore: "/keys/ca.pem" },
    superUsers: ["admin"],
    mechanisms: ["SCRAM-SHA-512"],
  },
};

describe("a broker's settings", () => {
  test("a single broker is its own controller and replicates nothing", () => {
    expect(brokerSettings(single)).toMatchObject({
      "process.roles": "broker,controller",
      "controller.quorum.voters": "0@127.0.0.1:21093",
      "default.replication.factor": "1",
      "min.insync.replicas": "1",
      "offsets.topic.replication.factor": "1",
    });
  });

  test("of three brokers one may be lost without losing an acknowledged message", () => {
    expect(brokerSettings(ofThree)).toMatchObject({
      "default.replication.factor": "3",
      "min.insync.replicas": "2",
      "transaction.state.log.min.isr": "2",
      "broker.rack": "eu-central-1b",
    });
  });

  test("a broker that joined after the voters were chosen opens no controller port", () => {
    const fourth = brokerSettings({ ...ofThree, nodeId: 3, brokers: 4 });
    expect(fourth["process.roles"]).toBe("broker");
    expect(fourth.listeners).not.toContain("CONTROLLER://");
  });

  test.each([single, ofThree, secured])("nothing listens or is advertised beyond the machine itself", (config) => {
    const { listeners, "advertised.listeners": advertised } = brokerSettings(config);
    const addresses = `${listeners ?? ""},${advertised ?? ""}`.split(",");
    expect(addresses.filter((address) => !address.includes("://127.0.0.1:"))).toEqual([]);
  });

  test("clients are sent to the port that was chosen for them", () => {
    expect(brokerSettings(single)["advertised.listeners"]).toContain("CLIENT://127.0.0.1:31092");
  });

  test("clients of a secured cluster log in over TLS and may do nothing without an ACL", () => {
    const settings = brokerSettings(secured);
    expect(settings["listener.security.protocol.map"]).toContain("CLIENT:SASL_SSL");
    expect(settings["allow.everyone.if.no.acl.found"]).toBe("false");
    expect(settings["authorizer.class.name"]).toContain("StandardAuthorizer");
    expect(settings["super.users"]?.split(";")).toContain("User:admin");
  });

  test.each([
    [{ mechanisms: [] }, "PLAINTEXT"],
    [{ mechanisms: ["SCRAM-SHA-512"] }, "SASL_PLAINTEXT"],
    [{ mechanisms: [], tls: { keystore: "k", truststore: "t" } }, "SSL"],
  ] as const)("clients that are asked for %j speak %s", (asked, protocol) => {
    const settings = brokerSettings({ ...single, security: { kind: "secured", ...asked } });
    expect(settings["listener.security.protocol.map"]).toContain(`CLIENT:${protocol},`);
  });

  test("without a list of super users nobody asks for ACLs", () => {
    expect(brokerSettings({ ...single, security: { kind: "secured", mechanisms: [] } })).not.toHaveProperty([
      "authorizer.class.name",
    ]);
  });

  test("topics are made by those who declare them only, unless the platform says otherwise", () => {
    expect(brokerSettings(single)["auto.create.topics.enable"]).toBe("false");
    const allowed = brokerSettings({ ...single, overrides: { "auto.create.topics.enable": "true" } });
    expect(allowed["auto.create.topics.enable"]).toBe("true");
  });

  test("a backslash in a path survives Java's reading of the file", () => {
    expect(serverProperties({ ...single, logDir: "C:\\data" })).toContain("log.dirs=C:\\\\data\n");
  });
});
