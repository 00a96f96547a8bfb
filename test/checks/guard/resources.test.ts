import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ofRender, ofState, settled } from "../../../checks/guard/resources";
import { changes } from "../../../core/guard/changes";

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "guard-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

const written = (content: unknown): string => {
  const file = path.join(dir, "file.json");
  fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};

const URN = "urn:pulumi:dev::streaming::kafka:index/topic:Topic::events";
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const topic = (changed: object = {}) => ({
  urn: URN,
  type: "kafka:index/topic:Topic",
  custom: true,
  inputs: { __defaults: [], name: "events", partitions: 6, password: secret, config: { "retention.ms": "1" } },
  ...changed,
});
const state = (...resources: readonly object[]) => ({ version: 3, deployment: { resources } });

test("a deployed resource is read without what its provider noted and without secrets", () => {
  expect(ofState(written(state(topic({ protect: true }))))).toEqual([
    {
      urn: URN,
      type: "kafka:index/topic:Topic",
      name: "events",
      props: { name: "events", partitions: 6, password: "[secret]", config: { "retention.ms": "1" } },
      opts: { protect: true },
      noted: { __defaults: [], config: {}, password: {} },
    },
  ]);
});

test("a provider is read without the version that the engine added", () => {
  const inputs = { __internal: {}, bootstrapServers: ["b:9092"], version: "3.13.2" };
  const urn = "urn:pulumi:prod::streaming::pulumi:providers:kafka::topics";
  const [provider] = ofState(written(state({ urn, type: "pulumi:providers:kafka", inputs })));
  expect(provider?.props).toEqual({ bootstrapServers: ["b:9092"] });
});

test("where a cluster is reached by who deployed it is no change", () => {
  const urn = "urn:pulumi:prod::streaming::pulumi:providers:kubernetes::cluster";
  const inputs = { clusterIdentifier: "streaming", kubeconfig: "/etc/deployer/kubeconfig" };
  const deployed = ofState(written(state({ urn, type: "pulumi:providers:kubernetes", inputs })));
  const head = deployed.map((resource) => ({ ...resource, props: { clusterIdentifier: "streaming" } }));
  expect(changes(deployed, settled(head, deployed))).toEqual([]);
  const elsewhere = head.map((resource) => ({ ...resource, props: { ...resource.props, kubeconfig: "other" } }));
  expect(changes(deployed, settled(elsewhere, deployed)).map(({ field }) => field)).toEqual(["kubeconfig"]);
});

test("a resource that waits to be deleted after its replacement doesn't count", () => {
  expect(ofState(written(state(topic({ delete: true }), topic())))).toHaveLength(1);
});

test("what only a deployment knows is no change", () => {
  const deployed = ofState(written(state(topic())));
  const [first] = deployed;
  const head = first === undefined ? [] : [{ ...first, props: { ...first.props, name: "[unknown]", partitions: 12 } }];
  expect(changes(deployed, settled(head, deployed)).map(({ field }) => field)).toEqual(["partitions"]);
});

test("what a provider took as its own default is no change", () => {
  const inputs = { __defaults: ["replicationFactor"], name: "events", partitions: 6, replicationFactor: 3 };
  const deployed = ofState(written(state(topic({ inputs }))));
  const head = deployed.map((resource) => ({ ...resource, props: { name: "events", partitions: 6 } }));
  expect(changes(deployed, head)).not.toEqual([]);
  expect(changes(deployed, settled(head, deployed))).toEqual([]);
});

test("a render's list is read as it was written", () => {
  const kept = {
    urn: URN,
    type: "kafka:index/topic:Topic",
    name: "events",
    props: { partitions: 6 },
    opts: { protect: true },
  };
  expect(ofRender(written([{ ...kept, parent: null }]))).toEqual([kept]);
});

test.each([
  ["no JSON", "{", /isn't JSON/],
  ["no state", { resources: [] }, /must be what pulumi stack export --file wrote/],
])("%s is refused in a sentence", (_, content, message) => {
  expect(() => ofState(written(content))).toThrow(message);
});

test("a file that isn't there is named", () => {
  expect(() => ofState(path.join(dir, "none.json"))).toThrow(/none\.json doesn't exist/);
});
