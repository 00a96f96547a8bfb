import { afterAll, beforeAll, expect, test } from "vitest";
import { Plugin } from "../providers/conformance/plugin";
import { pluginCommand } from "./support/plugins";
import { startKafka, type TestKafka } from "./support/servers";
import { Started } from "./support/started";

let kafka: TestKafka;
let plugin: Plugin;
const started = new Started();
const urn = "urn:pulumi:dev::test::kafka:index/topic:Topic::orders";
const inputs = (replicationFactor: number, partitions: number) => ({
  name: "orders",
  partitions,
  replicationFactor,
  config: { "min.insync.replicas": "1" },
});

beforeAll(async () => {
  kafka = started.add(await startKafka(3));
  plugin = started.add(await Plugin.start(pluginCommand("kafka")));
  await plugin.configure({ bootstrapServers: JSON.stringify([kafka.bootstrap]), tlsEnabled: "false", timeout: "60" });
});
afterAll(() => started.stop());

test("the replication factor changes in place, both ways and together with the partitions", async () => {
  const created = await plugin.create(urn, inputs(1, 2), false);
  expect(await plugin.diff(created, inputs(3, 2))).toMatchObject({ changes: ["replicationFactor"], replaces: [] });

  const more = await plugin.update(created, inputs(3, 2), false);
  expect((await plugin.refresh(more))?.outputs).toEqual(inputs(3, 2));
  const fewer = await plugin.update(more, inputs(2, 6), false);
  expect((await plugin.refresh(fewer))?.outputs).toEqual(inputs(2, 6));

  await expect(plugin.update(fewer, inputs(4, 6), false)).rejects.toThrow(/not enough brokers/);
  await plugin.delete(fewer);
});
