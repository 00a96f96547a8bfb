import { MultipleErrors, ProtocolError, NetworkError } from "@platformatic/kafka";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aclId, aclOf, parseAclId } from "../../../sandbox/providers/kafka/acl-names";
import { kafkaSettings } from "../../../sandbox/providers/kafka/config";
import { asReported, codeOf, isConnectionError, isPassing } from "../../../sandbox/providers/kafka/errors";
import { quotaId } from "../../../sandbox/providers/kafka/quota";
import { assignReplicas } from "../../../sandbox/providers/kafka/replicas";
import { parseScramId } from "../../../sandbox/providers/kafka/scram";

const acl = {
  aclPrincipal: "User:app",
  aclHost: "*",
  aclOperation: "Read",
  aclPermissionType: "Allow",
  aclResourceType: "Topic",
  aclResourceName: "orders",
  resourcePatternTypeFilter: "Literal",
};

describe("ids", () => {
  test("an access rule's id holds its seven fields and is read back", () => {
    expect(aclId(acl)).toBe("User:app|*|Read|Allow|Topic|orders|Literal");
    expect(parseAclId(aclId(acl))).toEqual(acl);
  });

  test("an access rule's id of another form is refused with the form that is right", () => {
    expect(() => parseAclId("User:app|*|Read")).toThrow(
      "failed importing resource; expected format is acl_principal|acl_host|acl_operation|acl_permission_type|resource_type|resource_name|resource_pattern_type_filter - got 3 segments instead of 7",
    );
  });

  test("a credential's id may bring the password along, which no broker tells", () => {
    expect(parseScramId("app|SCRAM-SHA-512|pass word")).toEqual({
      username: "app",
      scramMechanism: "SCRAM-SHA-512",
      password: "pass word",
    });
    expect(parseScramId("app|SCRAM-SHA-256")).toEqual({ username: "app", scramMechanism: "SCRAM-SHA-256" });
    expect(() => parseScramId("app")).toThrow("got 1 segments instead of 2 or 3");
  });

  test("a quota without a name is everybody's", () => {
    expect(quotaId({ entityName: "app", entityType: "user" })).toBe("app|user");
    expect(quotaId({ entityType: "user" })).toBe("entity-default|user");
  });
});

test("an access rule becomes the numbers of Kafka's protocol", () => {
  expect(aclOf(acl)).toEqual({
    operation: 3,
    permissionType: 3,
    resourceType: 2,
    resourcePatternType: 3,
    resourceName: "orders",
    principal: "User:app",
    host: "*",
  });
  expect(() => aclOf({ ...acl, aclResourceType: "Table" })).toThrow("Unknown resource type: Table");
});

describe("a new replication factor", () => {
  test("keeps the replicas that are there and spreads new ones by partition", () => {
    expect(assignReplicas([2], [1, 2, 3], 2, 0)).toEqual([2, 1]);
    expect(assignReplicas([2], [1, 2, 3], 2, 1)).toEqual([2, 3]);
    expect(assignReplicas([2, 1, 3], [1, 2, 3], 1, 0)).toEqual([2]);
  });

  test("needs as many brokers", () => {
    expect(() => assignReplicas([1], [1, 2], 3, 0)).toThrow("not enough brokers");
    expect(() => assignReplicas([1], [1, 2], 0, 0)).toThrow("dropping too many replicas");
  });

  test("never puts two replicas on one broker", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(50),
        (brokers, wanted, partition) => {
          fc.pre(wanted <= brokers);
          const ids = Array.from({ length: brokers }, (_, index) => index);
          const replicas = assignReplicas([partition % brokers], ids, wanted, partition);
          expect(new Set(replicas).size).toBe(wanted);
        },
      ),
    );
  });
});

describe("errors", () => {
  const taken = new MultipleErrors("Creating topics failed.", [
    new ProtocolError("TOPIC_ALREADY_EXISTS", "Topic 'a' already exists."),
  ]);

  test("of a broker are told in the real provider's words", () => {
    expect(asReported(taken).message).toBe(
      "kafka server: Topic with this name already exists - Topic 'a' already exists.",
    );
    expect(codeOf(taken)).toBe(36);
    expect(isConnectionError(taken)).toBe(false);
  });

  test("that waiting may mend are told from lasting ones", () => {
    const fenced = new ProtocolError(
      "INVALID_REPLICATION_FACTOR",
      "Unable to replicate: All brokers are currently fenced.",
    );
    const tooMany = new ProtocolError("INVALID_REPLICATION_FACTOR", "only 1 broker(s) are registered.");
    const noController = new ProtocolError("NOT_CONTROLLER");
    expect([fenced, tooMany, noController, taken].map(isPassing)).toEqual([true, false, true, false]);
  });

  test("of the network name the address", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), {
      code: "ECONNREFUSED",
      address: "127.0.0.1",
      port: 9092,
    });
    const error = new MultipleErrors("Cannot connect to any broker.", [
      new NetworkError("Connection failed", { cause: refused }),
    ]);
    expect(isConnectionError(error)).toBe(true);
    expect(asReported(error).message).toBe(
      "kafka: client has run out of available brokers to talk to: dial tcp 127.0.0.1:9092: connect: connection refused",
    );
  });
});

describe("settings", () => {
  test("TLS is on and SASL off unless told otherwise", () => {
    expect(kafkaSettings({ bootstrapServers: '["a:9092"]' }, {})).toMatchObject({
      bootstrapServers: ["a:9092"],
      sasl: undefined,
      tls: { verify: true },
      timeoutMs: 120_000,
    });
  });

  test("a user makes SASL, and the environment may name one", () => {
    const environment = {
      KAFKA_SASL_USERNAME: "app",
      KAFKA_SASL_PASSWORD: "secret",
      KAFKA_SASL_MECHANISM: "scram-sha512",
      KAFKA_ENABLE_TLS: "false",
    };
    expect(kafkaSettings({}, environment)).toMatchObject({
      sasl: { mechanism: "SCRAM-SHA-512", username: "app", password: "secret" },
      tls: undefined,
    });
  });

  test("a mechanism that Kafka doesn't know is refused with those that it does", () => {
    expect(() => kafkaSettings({ saslMechanism: "digest" }, {})).toThrow(
      'Invalid sasl mechanism "digest": can only be "scram-sha256", "scram-sha512", "aws-iam", "oauthbearer" or "plain"',
    );
  });
});
