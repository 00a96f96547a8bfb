/** Both providers under the real CLI: the story of a stack from its first `up` to `destroy`. */
import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from "@platformatic/kafka";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestStack } from "./support/cli";
import { startKafka, startPostgres, type TestKafka, type TestPostgres } from "./support/servers";
import { Started } from "./support/started";

const RESOURCES = 16; // the stack itself and its two providers among them
const secrets = { userPassword: "the user's password", adminPassword: "" };
const started = new Started();
const stack = started.add(new TestStack("provider-program", ["kafka", "postgresql"]));
let kafka: TestKafka;
let postgres: TestPostgres;

beforeAll(async () => {
  kafka = started.add(await startKafka());
  postgres = started.add(await startPostgres());
  await stack.init(
    { bootstrap: kafka.bootstrap, port: String(postgres.port) },
    { ...secrets, adminPassword: postgres.password },
  );
});
afterAll(() => started.stop());

const retentionOf = async (topic: string): Promise<string | null | undefined> => {
  const [described] = await kafka.admin.describeConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic }],
  });
  return described?.configs.find(({ name }) => name === "retention.ms")?.value;
};
const partitionsOf = async (topic: string): Promise<number | undefined> =>
  (await kafka.admin.metadata({ topics: [topic], forceUpdate: true })).topics.get(topic)?.partitionsCount;

test("the first up creates everything; after it nothing changes, and no password stands in the state", async () => {
  expect(await stack.up()).toEqual({ create: RESOURCES });
  expect(await stack.preview()).toEqual({ same: RESOURCES });
  expect(await stack.refresh()).toEqual({ same: RESOURCES });
  const state = await stack.state();
  expect(state).not.toContain(secrets.userPassword);
  expect(state).not.toContain(postgres.password);
});

test("another retention is an update in place, and the broker has it", async () => {
  await stack.set("retention", "3600000");
  expect(await stack.up()).toEqual({ same: RESOURCES - 3, update: 3 });
  expect(await retentionOf("shop.orders")).toBe("3600000");
});

test("more partitions are an update, fewer a replacement that deletes first", async () => {
  await stack.set("ordersPartitions", "5");
  expect(await stack.up()).toEqual({ same: RESOURCES - 1, update: 1 });
  expect(await partitionsOf("shop.orders")).toBe(5);
  await stack.set("ordersPartitions", "2");
  expect(await stack.preview()).toEqual({ same: RESOURCES - 1, replace: 1 });
  expect(await stack.up()).toEqual({ same: RESOURCES - 1, replace: 1 });
  expect(await partitionsOf("shop.orders")).toBe(2);
});

test("what was changed behind its back shows in a refresh and is repaired by up", async () => {
  const config = { name: "retention.ms", value: "1000", configOperation: IncrementalAlterConfigOperationTypes.SET };
  await kafka.admin.incrementalAlterConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: "shop.payments", configs: [config] }],
  });
  await kafka.admin.deleteTopics({ topics: ["shop.shipments"] });
  await postgres.sql("shop", "REVOKE USAGE ON SCHEMA events FROM shop_reader");
  await postgres.sql("postgres", "ALTER ROLE shop_reader CONNECTION LIMIT 1");

  expect(await stack.refresh()).toEqual({ same: RESOURCES - 4, update: 3, delete: 1 });
  expect(await stack.up()).toEqual({ same: RESOURCES - 4, update: 3, create: 1 });
  expect(await retentionOf("shop.payments")).toBe("3600000");
  expect(await partitionsOf("shop.shipments")).toBe(3);
  expect(await stack.refresh()).toEqual({ same: RESOURCES });
});

test("a topic that the state lost is refused by name, and imported", async () => {
  const type = "kafka:index/topic:Topic";
  await stack.forget(`urn:pulumi:test::providers::${type}::payments`);
  await expect(stack.up()).rejects.toThrow(/kafka server: Topic with this name already exists/);
  await stack.import(type, "payments", "shop.payments", "pulumi:providers:kafka::broker");
  expect(await stack.preview()).toEqual({ same: RESOURCES });
});

test("destroy leaves nothing behind", async () => {
  expect(await stack.destroy()).toEqual({ delete: RESOURCES });
  expect(await kafka.admin.listTopics()).toEqual([]);
  expect(await postgres.rows("postgres", "SELECT datname FROM pg_database WHERE datname = 'shop'")).toEqual([]);
  expect(await postgres.rows("postgres", "SELECT rolname FROM pg_roles WHERE rolname LIKE 'shop%'")).toEqual([]);
});
