import { Admin } from "@platformatic/kafka";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aclCases, topicCases } from "../providers/conformance/kafka";
import { credentialCases, quotaCases } from "../providers/conformance/kafka-users";
import { Plugin } from "../providers/conformance/plugin";
import { conformance, type Subject } from "../providers/conformance/run";
import type { KafkaWorld } from "../providers/conformance/kafka";
import { pluginCommand } from "./support/plugins";
import { startKafka, type TestKafka } from "./support/servers";
import { Started } from "./support/started";

let kafka: TestKafka;
let plugin: Plugin;
const started = new Started();

const settings = (bootstrap: string) => ({
  bootstrapServers: JSON.stringify([bootstrap]),
  tlsEnabled: "false",
  timeout: "30",
});
const topicUrn = (name: string): string => `urn:pulumi:dev::test::kafka:index/topic:Topic::${name}`;

beforeAll(async () => {
  kafka = started.add(await startKafka());
  plugin = started.add(await Plugin.start(pluginCommand("kafka")));
  await plugin.configure(settings(kafka.bootstrap));
});
afterAll(() => started.stop());

const subject = (): Subject<KafkaWorld> => ({ plugin, world: { admin: kafka.admin } });
conformance(topicCases, subject);
conformance(aclCases, subject);
conformance(credentialCases, subject);
conformance(quotaCases, subject);

describe("many topics at once", () => {
  const names = Array.from({ length: 12 }, (_, index) => `parallel.${index}`);
  const inputs = (name: string, partitions: number) => ({
    name,
    partitions,
    replicationFactor: 1,
    config: { "retention.ms": String(partitions * 1000) },
  });

  test("are created and grown side by side, each as asked", async () => {
    const created = await Promise.all(names.map((name) => plugin.create(topicUrn(name), inputs(name, 1), false)));
    const grown = await Promise.all(
      created.map((topic, index) => plugin.update(topic, inputs(topic.id, index + 2), false)),
    );
    const read = await Promise.all(grown.map((topic) => plugin.refresh(topic)));
    expect(read.map((topic) => topic?.outputs)).toEqual(names.map((name, index) => inputs(name, index + 2)));
    await Promise.all(grown.map((topic) => plugin.delete(topic)));
    expect((await kafka.admin.listTopics()).filter((name) => names.includes(name))).toEqual([]);
  });
});

describe("users", () => {
  const user = { username: "core", scramMechanism: "SCRAM-SHA-512", password: "core's password" };
  const rule = {
    aclPrincipal: "User:core",
    aclHost: "*",
    aclPermissionType: "Allow",
    aclResourceType: "Topic",
    aclResourceName: "users.orders",
    resourcePatternTypeFilter: "Literal",
  };
  const login = (password: string): Admin =>
    new Admin({
      clientId: "core",
      bootstrapBrokers: [kafka.login],
      retries: 0,
      sasl: { mechanism: "SCRAM-SHA-512", username: user.username, password },
    });

  test("log in with the password that was set and see what a rule lets them see", async () => {
    const topic = await plugin.create(
      topicUrn("orders"),
      { name: "users.orders", partitions: 1, replicationFactor: 1 },
      false,
    );
    const credential = await plugin.create(
      "urn:pulumi:dev::test::kafka:index/userScramCredential:UserScramCredential::core",
      { ...user, scramIterations: 4096 },
      false,
    );
    const acl = await plugin.create(
      "urn:pulumi:dev::test::kafka:index/acl:Acl::core",
      { ...rule, aclOperation: "Describe" },
      false,
    );

    const allowed = login(user.password);
    expect(await allowed.listTopics()).toEqual(["users.orders"]);
    await allowed.close();
    const refused = login("another password");
    await expect(refused.listTopics()).rejects.toThrow();
    await refused.close();

    await plugin.delete(acl);
    const blind = login(user.password);
    expect(await blind.listTopics()).toEqual([]);
    await blind.close();
    await plugin.delete(credential);
    const gone = login(user.password);
    await expect(gone.listTopics()).rejects.toThrow();
    await gone.close();
    await plugin.delete(topic);
  });

  test("a provider with a wrong password says so at once", async () => {
    const stranger = await Plugin.start(pluginCommand("kafka"));
    await stranger.configure({
      ...settings(kafka.login),
      saslUsername: "core",
      saslPassword: "wrong password",
      saslMechanism: "scram-sha512",
    });
    const attempt = stranger.import(topicUrn("orders"), "users.orders");
    await expect(attempt).rejects.toThrow(/SASL Authentication failed/);
    await expect(attempt).rejects.not.toThrow(/wrong password/);
    await stranger.stop();
  });
});

describe("a broker that isn't there", () => {
  test("is waited for until the timeout, then named with the reason", async () => {
    const lonely = await Plugin.start(pluginCommand("kafka"));
    await lonely.configure({ ...settings("127.0.0.1:1"), timeout: "1" });
    await expect(lonely.import(topicUrn("orders"), "orders")).rejects.toThrow(
      /kafka: client has run out of available brokers to talk to: dial tcp 127\.0\.0\.1:1: connect: connection refused/,
    );
    await lonely.stop();
  });

  test("may go away in the middle of many changes: each is done once it is back", async () => {
    const names = Array.from({ length: 15 }, (_, index) => `steadfast.${index}`);
    const inputs = (name: string) => ({ name, partitions: 1, replicationFactor: 1 });
    const creations = Promise.all(names.map((name) => plugin.create(topicUrn(name), inputs(name), false)));
    const [topics] = await Promise.all([creations, kafka.restart()]);
    expect((await kafka.admin.listTopics()).filter((name) => name.startsWith("steadfast.")).sort()).toEqual(
      names.toSorted(),
    );
    await Promise.all(topics.map((topic) => plugin.delete(topic)));
  });

  test("may come back: the next operation finds it", async () => {
    const topic = await plugin.create(topicUrn("back"), { name: "back", partitions: 1, replicationFactor: 1 }, false);
    const restarted = kafka.restart();
    const found = await restarted.then(() => plugin.refresh(topic));
    expect(found?.id).toBe("back");
    await plugin.delete(topic);
  });
});
