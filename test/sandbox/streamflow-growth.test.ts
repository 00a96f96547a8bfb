/** StreamFlow over three zones grows: more of everything, by edits of the stack file, without losing a record. Each test goes on where the one before it ended. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubeObject } from "../../sandbox/kube";
import { up } from "../../sandbox/lifecycle";
import { secretText, type Claim, type Pod, type Secret } from "../../sandbox/operators/kubernetes/objects";
import { isReady } from "../../sandbox/operators/kubernetes/pods";
import { addressesOf } from "../../sandbox/project/access";
import { readCommitted } from "../../sandbox/project/committed";
import { STREAMFLOW_ROLES } from "../../stacks/streamflow-database";
import { STREAMFLOW_USERS } from "../../stacks/streamflow-users";
import { clientAs, copiesOf, IN_SYNC, receive, send } from "./support/kafka-user";
import { objectsIn } from "./support/objects";
import { tryPages } from "./support/page-commands";
import { testSandbox, type TestSandbox } from "./support/sandbox";
import { settled } from "./support/settled";
import { queryAs } from "./support/streamflow-sql";

const KAFKA = "streamflow-kafka";
const DATA = "streamflow-data";
const PROCESSING = "streamflow-processing";
const RAW = "transactions.raw";
const RECORDS = 200;

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox("growth", "streamflow-multi-node");
});
afterAll(() => sandbox.remove());

const objects = <T extends KubeObject>(path: string): Promise<readonly T[]> => objectsIn<T>(sandbox, path);
const podsOf = (namespace: string): Promise<readonly Pod[]> => objects<Pod>(`/api/v1/namespaces/${namespace}/pods`);

async function addresses() {
  const [only] = await addressesOf(sandbox.layout, readCommitted(sandbox.stackFile));
  if (only === undefined) throw new Error("the stack has no platform");
  return only;
}

/** Logs in as the Secret says it, where the workload finds it. */
async function as(namespace: string, secret: string) {
  const all = await objects<Secret>(`/api/v1/namespaces/${namespace}/secrets`);
  const found = all.find(({ metadata }) => metadata.name === secret);
  const text = (key: string): string => secretText(found, key) ?? "";
  const identity = { username: text("username"), password: text("password"), authority: text("ca.crt") };
  return clientAs((await addresses()).bootstrapServers, identity);
}
const asAdmin = () => as(KAFKA, "streamflow-kafka-admin");

const query = (role: string, statement: string) => queryAs(sandbox, role, statement);

async function recordsOf(topic: string): Promise<number> {
  const admin = (await asAdmin()).admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    return ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  } finally {
    await admin.disconnect();
  }
}

/** What holds data or stands for it, by kind and name: its uid. */
async function identities(): Promise<ReadonlyMap<string, string>> {
  const paths = [
    "/api/v1/persistentvolumeclaims",
    "/api/v1/persistentvolumes",
    "/apis/kafka.strimzi.io/v1/kafkas",
    "/apis/kafka.strimzi.io/v1/kafkanodepools",
    "/apis/postgresql.cnpg.io/v1/clusters",
    "/apis/flink.apache.org/v1beta1/flinkdeployments",
  ];
  const found = await Promise.all(paths.map(async (path) => ({ path, items: await objects(path) })));
  return new Map(
    found.flatMap(({ path, items }) =>
      items.map(({ metadata }) => [`${path}/${metadata.name}`, (metadata as { readonly uid?: string }).uid ?? ""]),
    ),
  );
}

describe("three zones", () => {
  test("carry three brokers, three controllers and three servers, each ready", async () => {
    await up(sandbox);
    for (const namespace of [KAFKA, DATA, PROCESSING])
      expect((await podsOf(namespace)).filter((pod) => !isReady(pod)).map(({ metadata }) => metadata.name)).toEqual([]);
    const names = (await podsOf(KAFKA)).map(({ metadata }) => metadata.name);
    for (const id of [0, 1, 2]) expect(names).toContain(`streamflow-kafka-kafka-${id}`);
    for (const id of [100, 101, 102]) expect(names).toContain(`streamflow-kafka-controller-${id}`);
    await expect.poll(async () => copiesOf(await asAdmin()), IN_SYNC).toEqual([3, 3, 3, 3, 3]);
  });

  test("have what every command of StreamFlow's pages speaks of; Prometheus alone isn't part of this stack", () => {
    const { faults, counts } = tryPages(sandbox, /^streamflow\/(?!health-monitoring)/);
    expect(faults).toEqual([]);
    expect(counts.run).toBeGreaterThan(20);
  });

  test("let each workload log in as itself, and do its own work only", async () => {
    const client = async (name: string) => {
      const user = STREAMFLOW_USERS.find((u) => u.name === name);
      return as(user?.namespace ?? "", `${name}-kafka`);
    };
    await send(await client("event-generator"), RAW, "a transaction");
    expect(await receive(await client("flink"), RAW, "flink-fraud-detector")).toBe("a transaction");
    await send(await client("flink"), "fraud.scored", "a score", "flink-1");
    expect(await receive(await client("analytics"), "fraud.scored", "analytics")).toBe("a score");
    // A compacted topic takes no record without a key.
    const blacklist = (await client("airflow")).producer();
    await blacklist.connect();
    await blacklist.send({ topic: "fraud.blacklist", acks: -1, messages: [{ key: "a card", value: "stolen" }] });
    await blacklist.disconnect();
    for (const [user, topic] of [
      ["analytics", "fraud.scored"],
      ["airflow", RAW],
      ["event-generator", "fraud.alerts"],
    ] as const)
      await expect(send(await client(user), topic, "not theirs"), `${user} ${topic}`).rejects.toThrow(
        /not authorized|authoriz/i,
      );
  });
});

describe("growing", () => {
  let before: ReadonlyMap<string, string>;
  let held: number;

  test("changes in place: nothing is replaced, and no record is lost", async () => {
    const producer = (await asAdmin()).producer();
    await producer.connect();
    const messages = Array.from({ length: RECORDS }, (_, i) => ({ key: String(i), value: String(i) }));
    await producer.send({ topic: RAW, acks: -1, messages });
    await producer.disconnect();
    const { owner } = STREAMFLOW_ROLES;
    await query(owner, "CREATE TABLE bronze.t AS SELECT generate_series(1, 1000) AS id");
    [before, held] = [await identities(), await recordsOf(RAW)];

    const flow = "streaming:streamflow";
    sandbox.edit([flow, "kafka", "brokers"], 5);
    sandbox.edit([flow, "kafka", "volume"], "150Gi");
    sandbox.edit([flow, "flink", "taskManagers"], 5);
    sandbox.edit([flow, "postgres", "instances"], 5);
    sandbox.edit([flow, "topics", RAW, "retention"], "7d");
    const { steps } = await up(sandbox);
    expect(steps.filter(({ op }) => op !== "create" && op !== "update")).toEqual([]);
    await settled(sandbox);

    const after = await identities();
    expect([...before].filter(([name, uid]) => after.get(name) !== uid)).toEqual([]);
    expect(await recordsOf(RAW)).toBe(held);
    expect(await query(owner, "SELECT count(*)::int AS rows FROM bronze.t")).toEqual([{ rows: 1000 }]);
  });

  test("ends with five of each, all ready, on larger volumes", async () => {
    const brokers = (await podsOf(KAFKA)).filter(({ metadata }) => /^streamflow-kafka-kafka-\d$/.test(metadata.name));
    const servers = (await podsOf(DATA)).filter(({ metadata }) => /^streamflow-postgres-\d$/.test(metadata.name));
    const workers = (await podsOf(PROCESSING)).filter(({ metadata }) => metadata.name.includes("taskmanager"));
    for (const pods of [brokers, servers, workers]) {
      expect(pods).toHaveLength(5);
      expect(pods.filter((pod) => !isReady(pod))).toEqual([]);
    }
    const claims = await objects<Claim>(`/api/v1/namespaces/${KAFKA}/persistentvolumeclaims`);
    const sizes = claims
      .filter(({ metadata }) => metadata.name.includes("kafka-kafka-"))
      .map(({ status }) => status?.capacity?.["storage"]);
    expect(sizes).toEqual(Array.from({ length: 5 }, () => "150Gi"));
  });

  test("is done: a second run changes nothing", async () => {
    expect(await up(sandbox)).toMatchObject({ steps: [] });
  });
});
