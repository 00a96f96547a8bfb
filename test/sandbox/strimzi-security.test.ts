/** Strimzi's Kafka on many nodes under the real CLI, as each of its users sees it and as nobody does. Each test goes on where the one before it ended. */
import { readFileSync } from "node:fs";
import { Admin } from "@platformatic/kafka";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthority, issue, type KeyPair } from "../../sandbox/operators/certificates";
import { secretText, type Pod, type Secret } from "../../sandbox/operators/kubernetes/objects";
import { isReady } from "../../sandbox/operators/kubernetes/pods";
import { choosePorts } from "../../sandbox/ports";
import { TestStack } from "./support/cli";
import { startCluster, THREE_ZONES, type TestCluster } from "./support/cluster";
import { clientAs, copiesOf, enter, IN_SYNC, receive, send, type Identity } from "./support/kafka-user";
import { Started } from "./support/started";
import { CLUSTER, NAMESPACE, SUPERUSER } from "./support/strimzi-program/objects";

const PODS = [0, 1, 2].map((id) => `${CLUSTER}-kafka-${id}`);
const PASSWORDS = { admin: "the superuser's password", clerk: "the clerk's password" };

const started = new Started();
const stack = started.add(new TestStack("strimzi-program", ["kubernetes", "kafka"]));
let cluster: TestCluster;
let authority: KeyPair;
let bootstrap: readonly string[];

beforeAll(async () => {
  cluster = started.add(await startCluster(THREE_ZONES));
  const names = PODS.map((pod) => `kafka/${NAMESPACE}/${pod}`);
  const ports = await choosePorts(cluster.layout, names);
  bootstrap = names.map((name) => `127.0.0.1:${ports[name] ?? 0}`);
  authority = await createAuthority("ledger authority");
  const server = await issue(authority, { commonName: CLUSTER, names: ["127.0.0.1"], use: "server" });
  const { kubeconfig, context } = cluster.layout.kube;
  await stack.init(
    {
      ...{ context, bootstrap: JSON.stringify(bootstrap) },
      authority: JSON.stringify(authority.certificate),
    },
    {
      kubeconfig: readFileSync(kubeconfig, "utf8"),
      ...{ certificate: JSON.stringify(server.certificate), key: JSON.stringify(server.key) },
      ...{ adminPassword: PASSWORDS.admin, clerkPassword: PASSWORDS.clerk },
    },
  );
});
afterAll(() => started.stop());

const identity = (username: string, password: string): Identity => ({
  username,
  password,
  authority: authority.certificate,
});
const admin = (): Identity => identity(SUPERUSER, PASSWORDS.admin);
const clerk = (): Identity => identity("program-clerk", PASSWORDS.clerk);
/** The operator made up this one's password. */
async function auditor(): Promise<Identity> {
  const secret = await cluster.kube.get<Secret>(`/api/v1/namespaces/${NAMESPACE}/secrets/auditor`);
  return identity("auditor", secretText(secret, "password") ?? "");
}
const as = (who: Identity) => clientAs(bootstrap, who);
const pods = async (): Promise<readonly Pod[]> =>
  (await cluster.kube.get<{ readonly items: readonly Pod[] }>(`/api/v1/namespaces/${NAMESPACE}/pods`))?.items ?? [];

describe("deploying", () => {
  test("makes all at once, in a namespace that forbids what isn't secured and what says nothing of its size", async () => {
    const made = await stack.up();
    expect(Object.keys(made)).toEqual(["create"]);
    const names = (await pods()).filter(isReady).map(({ metadata }) => metadata.name);
    expect(names.filter((name) => !name.includes("entity-operator")).sort()).toEqual([
      ...[100, 101, 102].map((id) => `${CLUSTER}-controller-${id}`),
      ...PODS,
    ]);
    expect(names).toHaveLength(7);
    expect(await stack.preview()).toEqual({ same: made.create });
    expect(await stack.refresh()).toEqual({ same: made.create });
  });

  test("keeps a copy of each topic in each zone", async () => {
    await expect.poll(() => copiesOf(as(admin())), IN_SYNC).toEqual([3, 3]);
    const { username, password, authority: ca } = admin();
    const sasl = { mechanism: "SCRAM-SHA-512", username, password } as const;
    const client = new Admin({ clientId: "test", bootstrapBrokers: [...bootstrap], sasl, tls: { ca } });
    const { brokers } = await client.metadata({ topics: [] });
    await client.close();
    expect([...brokers.values()].map(({ rack }) => rack).sort()).toEqual(["a", "b", "c"]);
  });

  test("leaves no password in clear in the state", async () => {
    const state = await stack.state();
    for (const password of Object.values(PASSWORDS)) {
      expect(state).not.toContain(password);
      expect(state).not.toContain(Buffer.from(password).toString("base64"));
    }
  });
});

describe("the clerk, whom the program itself made", () => {
  test("writes its topic", async () => {
    await send(as(clerk()), "bookings", "a booking");
  });

  test("writes no other, and reads none", async () => {
    await expect(send(as(clerk()), "balances", "no")).rejects.toThrow(/not authorized/i);
    await expect(enter(bootstrap, clerk(), { group: "program-clerk" })).rejects.toThrow("Group authorization failed");
  });
});

describe("the auditor, whom the user operator made", () => {
  test("reads what the clerk wrote", async () => {
    expect(await receive(as(await auditor()), "bookings", "auditor-1")).toBe("a booking");
  });

  test("reads no other topic, in no other group, and writes nothing", async () => {
    await expect(receive(as(await auditor()), "balances", "auditor-1")).rejects.toThrow(/not authorized/i);
    await expect(enter(bootstrap, await auditor(), { group: "clerk" })).rejects.toThrow("Group authorization failed");
    await expect(send(as(await auditor()), "bookings", "no")).rejects.toThrow(/not authorized/i);
  });
});

describe("nobody else", () => {
  const once = { retry: { retries: 0 }, connectionTimeout: 5_000, authenticationTimeout: 5_000 };

  test("enters with a wrong password or an unknown name", async () => {
    await expect(copiesOf(clientAs(bootstrap, { ...clerk(), password: "wrong" }, once))).rejects.toThrow(
      /invalid credentials/i,
    );
    await expect(copiesOf(clientAs(bootstrap, { ...clerk(), username: "stranger" }, once))).rejects.toThrow(
      /invalid credentials/i,
    );
  });

  test("enters without TLS, or pretends to be a broker", async () => {
    await expect(copiesOf(clientAs(bootstrap, clerk(), { ...once, ssl: false }))).rejects.toThrow();
    await expect(copiesOf(clientAs(bootstrap, clerk(), { ...once, ssl: true }))).rejects.toThrow(/certificate/i);
  });
});

test("destroying takes users, rules and brokers, and leaves nothing", async () => {
  expect(Object.keys(await stack.destroy())).toEqual(["delete"]);
  expect(await pods()).toEqual([]);
  expect(PODS.flatMap((pod) => cluster.process(`kafka/${NAMESPACE}/${pod}`) ?? [])).toEqual([]);
});
