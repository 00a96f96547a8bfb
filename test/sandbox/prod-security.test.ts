/** AppHub's brokers on many nodes, as each of their users sees them and as nobody does. Each test goes on where the one before it ended. */
import { statSync } from "node:fs";
import { Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubeObject } from "../../sandbox/kube";
import { destroy, up } from "../../sandbox/lifecycle";
import { capture } from "../../sandbox/project/pulumi";
import { clientAs, copiesOf, enter, IN_SYNC, kafkaTool, receive, send, type Identity } from "./support/kafka-user";
import { objectsIn } from "./support/objects";
import { testSandbox, type TestSandbox } from "./support/sandbox";
import { variableOf } from "./support/variables";

const NAMESPACE = "apphub-system";
const MIRRORS = [
  "apphub.core.events",
  "apphub.ingestion.telemetry",
  "apphub.workflows.events",
  "apphub.workflows.runs",
  "apphub.jobs.runs",
];
const [INPUT, AGGREGATES] = ["apphub.streaming.input", "apphub.streaming.aggregates"];

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox("secured", "multi-node");
});
afterAll(() => sandbox.remove());

const pulumi = (...args: readonly string[]): Promise<string> => capture(sandbox.layout, [...args, "--non-interactive"]);

const variable = (name: string): Promise<string> => variableOf(sandbox, name);
const brokers = async (): Promise<readonly string[]> => (await variable("APPHUB_KAFKA_BOOTSTRAP")).split(",");

const objects = (path: string): Promise<readonly KubeObject[]> => objectsIn(sandbox, path);

/** As the Secret of this name says it, by which pods log in. */
async function identity(secret: string): Promise<Identity> {
  const all = (await objects(`/api/v1/namespaces/${NAMESPACE}/secrets`)) as readonly (KubeObject & {
    readonly data?: Readonly<Record<string, string>>;
  })[];
  const text = (name: string, key: string): string =>
    Buffer.from(all.find(({ metadata }) => metadata.name === name)?.data?.[key] ?? "", "base64").toString();
  return {
    username: text(secret, "username"),
    password: text(secret, "password"),
    authority: text("apphub-redpanda-tls", "ca.crt"),
  };
}
const as = async (secret: string) => clientAs(await brokers(), await identity(secret));
const enters = async (secret: string, what: Parameters<typeof enter>[2]): Promise<void> =>
  enter(await brokers(), await identity(secret), what);
const [CORE, TIMESTORE, FLINK] = ["apphub-core-kafka", "apphub-timestore-kafka", "apphub-flink-kafka"];
const ADMIN = "apphub-redpanda-admin";

describe("deploying", () => {
  test("three brokers in three zones keep three copies of every topic, of which two must be there", async () => {
    const { steps } = await up(sandbox);
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["create"]));
    const admin = await as(ADMIN);
    await expect.poll(() => copiesOf(admin), IN_SYNC).toEqual(Array.from({ length: 7 }, () => 3));
    expect(
      await kafkaTool("kafka.admin.ConfigCommand", await described("topics", "apphub.core.events", "--all")),
    ).toMatch(/min\.insync\.replicas=2 /);
  });

  test("leaves nothing for a preview or a refresh to change", async () => {
    await expect(pulumi("preview", "--expect-no-changes")).resolves.toContain("unchanged");
    await expect(pulumi("refresh", "--yes", "--expect-no-changes")).resolves.toContain("unchanged");
  });

  test("leaves no secret in clear in the state", async () => {
    const state = await pulumi("stack", "export");
    const config = JSON.parse(await pulumi("config", "--show-secrets", "--json")) as Readonly<
      Record<string, { readonly value: string; readonly secret?: boolean }>
    >;
    const secrets = Object.values(config).flatMap(({ value, secret }) => (secret === true ? secretLines(value) : []));
    expect(secrets.length).toBeGreaterThan(8);
    expect(secrets.filter((line) => state.includes(line) || state.includes(base64(line)))).toEqual([]);
  });

  test("gives people a file with which Kafka's own tools work, readable for nobody else", async () => {
    const file = await variable("APPHUB_KAFKA_PROPERTIES");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const users = await kafkaTool("kafka.admin.ConfigCommand", await described("users"));
    for (const user of ["admin", "apphub-core", "apphub-timestore", "apphub-flink"])
      expect(users).toContain(`user-principal '${user}' are SCRAM-SHA-512=iterations=4096`);
  });
});

async function described(type: string, name?: string, ...more: readonly string[]): Promise<readonly string[]> {
  const file = await variable("APPHUB_KAFKA_PROPERTIES");
  const entity = name === undefined ? [] : ["--entity-name", name];
  const servers = (await brokers()).join(",");
  return [
    "--bootstrap-server",
    servers,
    "--command-config",
    file,
    "--describe",
    "--entity-type",
    type,
    ...entity,
    ...more,
  ];
}

/** A password itself; of a key, the lines that hold it. */
const secretLines = (value: string): readonly string[] =>
  value.includes("PRIVATE KEY") ? (/PRIVATE KEY-----\n([^-]+)\n/.exec(value)?.[1] ?? "").split("\n") : [value];
/** Without the end, which depends on what follows. */
const base64 = (text: string): string => Buffer.from(text).toString("base64").replace(/=+$/, "").slice(0, -1);

describe("core", () => {
  test("mirrors into its topics", async () => {
    const core = await as(CORE);
    for (const topic of MIRRORS) await send(core, topic, `mirrored into ${topic}`);
  });

  test("writes to none of the streaming topics", async () => {
    for (const topic of [INPUT, AGGREGATES])
      await expect(send(await as(CORE), topic, "no")).rejects.toThrow(/not authorized/i);
  });

  test("reads nothing back", async () => {
    await expect(enters(CORE, { group: "apphub-core" })).rejects.toThrow("Group authorization failed");
  });
});

describe("timestore", () => {
  test("reads what core mirrors", async () => {
    const timestore = await as(TIMESTORE);
    for (const topic of MIRRORS)
      expect(await receive(timestore, topic, `apphub-timestore-${topic}`)).toBe(`mirrored into ${topic}`);
  });

  test("reads in no group but its own", async () => {
    await expect(enters(TIMESTORE, { group: "apphub-flink" })).rejects.toThrow("Group authorization failed");
  });

  test("writes nothing", async () => {
    for (const topic of [...MIRRORS, AGGREGATES])
      await expect(send(await as(TIMESTORE), topic, "no")).rejects.toThrow(/not authorized/i);
  });
});

describe("flink", () => {
  test("turns input into aggregates, in transactions of its own", async () => {
    await send(await as(ADMIN), INPUT, "raw");
    const flink = await as(FLINK);
    expect(await receive(flink, INPUT, "apphub-flink")).toBe("raw");
    await send(flink, AGGREGATES, "window", "apphub-flink-0");
    expect(await receive(await as(TIMESTORE), AGGREGATES, "apphub-timestore-aggregates")).toBe("window");
  });

  test("has no other topics and no others' transactions", async () => {
    const flink = await as(FLINK);
    await expect(send(flink, "apphub.core.events", "no")).rejects.toThrow(/not authorized/i);
    await expect(receive(flink, "apphub.core.events", "apphub-flink")).rejects.toThrow(/not authorized/i);
    await expect(enters(FLINK, { transaction: "apphub-core" })).rejects.toThrow(
      "Transactional Id authorization failed",
    );
  });
});

describe("nobody else", () => {
  const once = { retry: { retries: 0 }, connectionTimeout: 5_000, authenticationTimeout: 5_000 };
  const attempt = async (who: Partial<Identity>, how: Parameters<typeof clientAs>[2] = {}): Promise<unknown> =>
    copiesOf(clientAs(await brokers(), { ...(await identity(CORE)), ...who }, { ...once, ...how }));

  test("enters with a wrong password or an unknown name", async () => {
    await expect(attempt({ password: "wrong" })).rejects.toThrow(/invalid credentials/i);
    await expect(attempt({ username: "stranger" })).rejects.toThrow(/invalid credentials/i);
  });

  test("enters without a password", async () => {
    const { username, authority } = await identity(CORE);
    await expect(attempt({ username: "ANONYMOUS", password: "" })).rejects.toThrow(/invalid credentials/i);
    const silent = new Kafka({
      brokers: [...(await brokers())],
      ssl: { ca: [authority] },
      clientId: username,
      logLevel: logLevel.NOTHING,
      ...once,
    });
    await expect(copiesOf(silent)).rejects.toThrow();
  });

  test("enters without TLS", async () => {
    await expect(attempt({}, { ssl: false })).rejects.toThrow();
  });

  test("can pretend to be a broker: clients trust no authority but the stack's", async () => {
    await expect(attempt({}, { ssl: true })).rejects.toThrow(/certificate/i);
  });
});

describe("destroying", () => {
  test("takes users and rules first, and leaves no broker", async () => {
    await destroy(sandbox);
    expect((await objects(`/api/v1/namespaces/${NAMESPACE}/pods`)).map(({ metadata }) => metadata.name)).toEqual([]);
    expect(JSON.parse(await pulumi("stack", "export"))).not.toHaveProperty("deployment.resources.1");
  });
});
