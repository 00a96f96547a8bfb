/** What the kafka provider must do with users' credentials and quotas (SDK 3.13). */
import { alterUserScramCredentialsV0 } from "@platformatic/kafka";
import { UNKNOWN_INPUT, type KindCases } from "./cases";
import type { KafkaWorld } from "./kafka";

const credential = { username: "conformance", scramMechanism: "SCRAM-SHA-512", password: "conformance-password-1" };
const SHA_512 = 2;

export const credentialCases: KindCases<KafkaWorld> = {
  token: "kafka:index/userScramCredential:UserScramCredential",
  inputs: credential,
  id: "conformance|SCRAM-SHA-512",
  outputs: { ...credential, scramIterations: 4096 },
  secrets: ["password"],
  updates: [
    {
      title: "another password",
      inputs: { ...credential, password: "conformance-password-2" },
      changes: ["password"],
      outputs: { password: "conformance-password-2" },
    },
    {
      title: "more iterations",
      inputs: { ...credential, password: "conformance-password-2", scramIterations: 8192 },
      changes: ["scramIterations"],
      outputs: { scramIterations: 8192 },
    },
  ],
  replacements: [
    {
      title: "another mechanism",
      inputs: { ...credential, scramMechanism: "SCRAM-SHA-256" },
      because: ["scramMechanism"],
      deleteBeforeReplace: false,
    },
    {
      title: "another user",
      inputs: { ...credential, username: "other" },
      because: ["username"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [],
  unknown: { inputs: { ...credential, username: UNKNOWN_INPUT }, outputs: ["username"] },
  imported: {
    id: "conformance|SCRAM-SHA-512|conformance-password-2",
    inputs: { ...credential, password: "conformance-password-2", scramIterations: 8192 },
  },
  refused: [
    {
      title: "a mechanism that Kafka doesn't know",
      inputs: { ...credential, scramMechanism: "PLAIN" },
      reason: /expected scram_mechanism to be one of/,
      by: "check",
    },
    {
      title: "too few iterations",
      inputs: { ...credential, scramIterations: 100 },
      reason: /expected scram_iterations to be at least \(4096\), got 100/,
      by: "check",
    },
    {
      title: "no password",
      inputs: { username: "conformance", scramMechanism: "SCRAM-SHA-512" },
      reason: /either 'password' or 'password_wo' must be specified/,
      by: "create",
    },
  ],
  remove: async ({ admin }) => {
    const [connection] = (await admin.connectToBrokers()).values();
    if (connection === undefined) throw new Error("no broker to talk to");
    await alterUserScramCredentialsV0.api.async(connection, [{ name: credential.username, mechanism: SHA_512 }], []);
  },
};

const quota = { entityName: "conformance", entityType: "client-id", config: { producer_byte_rate: "1000000" } };

export const quotaCases: KindCases<KafkaWorld> = {
  token: "kafka:index/quota:Quota",
  inputs: quota,
  id: "conformance|client-id",
  outputs: quota,
  updates: [],
  replacements: [
    {
      title: "another rate",
      inputs: { ...quota, config: { producer_byte_rate: "2000000" } },
      because: ["config"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [],
  unknown: { inputs: { ...quota, entityName: UNKNOWN_INPUT }, outputs: ["entityName"] },
  refused: [
    {
      title: "an entity type that Kafka doesn't know",
      inputs: { ...quota, entityType: "group" },
      reason: /expected entity_type to be one of/,
      by: "check",
    },
  ],
  remove: async ({ admin }) => {
    const entities = [{ entityType: "client-id", entityName: quota.entityName }] as const;
    await admin.alterClientQuotas({
      entries: [{ entities: [...entities], ops: [{ key: "producer_byte_rate", remove: true }] }],
    });
  },
};
