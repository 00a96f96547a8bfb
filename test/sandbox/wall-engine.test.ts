/** When the real engine asks the wall, about what, and what it does with the answer. Each test goes on where the one before it ended. */
import { Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestStack } from "./support/cli";
import { startKafka, startPostgres, type TestKafka, type TestPostgres } from "./support/servers";
import { Started } from "./support/started";

const DAY_MS = 86_400_000;
const SEGMENT = "73400320";
/** Topics of the fixture, whose rates say what is lost. */
const [CORE, JOBS] = ["apphub.core.events", "apphub.jobs.runs"];
const MANY = { kind: "multi-node" };
const waiver = (resource: string, field: string, to?: string | number) => ({
  ...{ rule: "CHG-01", resource, field, ...(to === undefined ? {} : { to }) },
  ...{ reason: "moved to another cluster", owner: "platform-team", until: "2999-12-31" },
});

const started = new Started();
const stack = started.add(new TestStack("wall-program", ["kafka", "postgresql"]));
let kafka: TestKafka;
let postgres: TestPostgres;

type Topics = Readonly<
  Record<string, { readonly name: string; readonly partitions: number; readonly retention: number }>
>;
const topics = (core: object = {}, jobs: object = {}): Topics => ({
  core: { name: CORE, partitions: 6, retention: 7 * DAY_MS, ...core },
  jobs: { name: JOBS, partitions: 6, retention: 7 * DAY_MS, ...jobs },
});
const declare = (declared: Topics) => stack.set("topics", JSON.stringify(declared));
const configure = (settings: object) => stack.set("stack", JSON.stringify(settings));

beforeAll(async () => {
  kafka = started.add(await startKafka());
  postgres = started.add(await startPostgres());
  const config = { bootstrap: kafka.bootstrap, port: String(postgres.port), encoding: "UTF8" };
  await stack.init(config, { adminPassword: postgres.password, segment: SEGMENT });
  await configure(MANY);
  await declare(topics());
});
afterAll(() => started.stop());

interface Exported {
  readonly deployment: {
    readonly pending_operations?: readonly unknown[];
    readonly resources: readonly { readonly urn: string; readonly delete?: boolean }[];
  };
}
async function leftHalfDone(): Promise<readonly unknown[]> {
  const { deployment } = JSON.parse(await stack.state()) as Exported;
  return [...(deployment.pending_operations ?? []), ...deployment.resources.filter((resource) => resource.delete)];
}

async function recordsIn(topic: string): Promise<number> {
  const admin = new Kafka({ brokers: [kafka.bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    return ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  } finally {
    await admin.disconnect();
  }
}
const RECORDS = 20;
async function send(topic: string): Promise<void> {
  const producer = new Kafka({ brokers: [kafka.bootstrap], logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  await producer.send({ topic, messages: Array.from({ length: RECORDS }, (_, i) => ({ value: String(i) })) });
  await producer.disconnect();
}

const up = () => stack.told("up", "--yes", "--skip-preview");
const preview = () => stack.told("preview");

describe("what loses nothing", () => {
  test("is made and changed in silence", async () => {
    const made = await up();
    expect(made.text).not.toContain("CHG-01");
    expect(made.ok).toBe(true);
    for (const topic of [CORE, JOBS]) await send(topic);
    await declare(topics({ retention: 8 * DAY_MS, partitions: 7 }));
    for (const { ok, text } of [await preview(), await up(), await preview()]) {
      expect(text).not.toContain("CHG-01");
      expect(ok).toBe(true);
    }
  });
});

describe("what loses data", () => {
  const lossy = topics({ retention: 8 * DAY_MS, partitions: 3 }, { retention: 2 * DAY_MS });

  test("makes a preview fail, which tells all of it and how much is lost", async () => {
    await declare(lossy);
    const { ok, text } = await preview();
    expect(ok).toBe(false);
    expect(text).toContain(
      `CHG-01 Topic/${CORE} partitions: 7 → 3 is data loss: Kafka can't take partitions away: the topic is deleted and made anew; lost: 82,944,000 records, 79.1 GiB, 192 h`,
    );
    expect(text).toContain(`CHG-01 Topic/${JOBS} config[retention.ms]: 604800000 → 172800000 is data loss`);
    expect(text).toContain(
      `add to streaming:waivers: { rule: CHG-01, resource: Topic/${CORE}, field: "partitions", to: 3, reason: …, owner: …, until: "YYYY-MM-DD" }`,
    );
  });

  test("stops an up that skipped the preview, before anything of it changes", async () => {
    const { ok, text } = await up();
    expect(ok).toBe(false);
    expect(text).toMatch(/before hook "streaming-guard-\w+" failed: CHG-01/);
    expect(await recordsIn(CORE)).toBe(RECORDS);
    expect(await recordsIn(JOBS)).toBe(RECORDS);
    expect(await leftHalfDone()).toEqual([]);
  });

  test("is told without secrets and without a stack trace", async () => {
    for (const { text } of [await preview(), await up()]) {
      expect(text).not.toContain(SEGMENT);
      expect(text).not.toContain(postgres.password);
      expect(text).not.toMatch(/^\s+at .+:\d+:\d+/m);
    }
  });

  test("is let pass by a waiver for exactly it, its deletion too", async () => {
    await configure({ ...MANY, waivers: [waiver(`Topic/${CORE}`, "partitions", 4)] });
    expect((await preview()).text).toContain(`CHG-01 Topic/${CORE} partitions: 7 → 3`);
    await configure({ ...MANY, waivers: [waiver(`Topic/${CORE}`, "partitions", 3)] });
    await declare(topics({ retention: 8 * DAY_MS, partitions: 3 }));
    for (const { ok, text } of [await preview(), await up()]) {
      expect(text).toContain(
        `CHG-01 Topic/${CORE} partitions: let pass until 2999-12-31 by platform-team: moved to another cluster`,
      );
      expect(ok).toBe(true);
    }
    expect(await recordsIn(CORE)).toBe(0);
    expect(await recordsIn(JOBS)).toBe(RECORDS);
    expect(await leftHalfDone()).toEqual([]);
  });
});

describe("an object that is made before the old one is deleted", () => {
  test("keeps the old one with what is in it", async () => {
    await configure(MANY);
    await declare(topics({ retention: 8 * DAY_MS, partitions: 3 }, { name: "apphub.jobs.other", createFirst: true }));
    const renamed = `CHG-01 Topic/${JOBS} name: ${JOBS} → apphub.jobs.other is data loss`;
    for (const { ok, text } of [await preview(), await up()]) {
      expect(text).toContain(renamed);
      expect(ok).toBe(false);
    }
    expect(await recordsIn(JOBS)).toBe(RECORDS);
    expect(await leftHalfDone()).toEqual([expect.objectContaining({ delete: true })]);
    // And so in every later run.
    expect((await up()).text).toContain(renamed);
    expect(await recordsIn(JOBS)).toBe(RECORDS);
  });

  test("lets it go by a waiver for what made another one", async () => {
    await configure({ ...MANY, waivers: [waiver(`Topic/${JOBS}`, "name", "apphub.jobs.other")] });
    const { ok, text } = await up();
    expect(text).toContain("let pass until");
    expect(ok).toBe(true);
    expect(await kafka.admin.listTopics()).not.toContain(JOBS);
    expect(await leftHalfDone()).toEqual([]);
  });
});

describe("a replacement that takes others along", () => {
  const cause = "CHG-01 Database/shop encoding: UTF8 → SQL_ASCII is data loss";

  test("is asked for each of them, though their inputs wait for what isn't there yet", async () => {
    await postgres.sql("shop", "CREATE TABLE events.t (id int); INSERT INTO events.t VALUES (1)");
    await configure(MANY);
    await stack.set("encoding", "SQL_ASCII");
    const seen = await preview();
    expect(seen.text).toContain(cause);
    expect(seen.text).toContain("CHG-01 Schema/events removed: ");
    const { ok, text } = await up();
    expect(text).toMatch(/failed: CHG-01 (Schema|Database)\//);
    expect(ok).toBe(false);
    expect(await postgres.rows("shop", "SELECT id FROM events.t")).toEqual([{ id: 1 }]);
    expect(await leftHalfDone()).toEqual([]);
  });

  test("passes when every one of them is waived", async () => {
    const [database, schema] = [waiver("Database/shop", "encoding", "SQL_ASCII"), waiver("Schema/events", "removed")];
    await postgres.sql("shop", "DROP TABLE events.t");
    await configure({ ...MANY, waivers: [database] });
    expect((await up()).text).toContain("CHG-01 Schema/events removed: ");
    await configure({ ...MANY, waivers: [database, schema] });
    expect(await up()).toMatchObject({ ok: true });
    expect(
      await postgres.rows(
        "shop",
        "SELECT pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = 'shop'",
      ),
    ).toEqual([{ encoding: "SQL_ASCII" }]);
  });
});

describe("a resource that leaves the program", () => {
  const { core } = topics({ retention: 8 * DAY_MS, partitions: 3 });

  test("stays until a waiver lets it go", async () => {
    await configure(MANY);
    await send("apphub.jobs.other");
    await declare({ ...(core && { core }) });
    for (const { ok, text } of [await preview(), await up()]) {
      expect(text).toContain(
        "CHG-01 Topic/apphub.jobs.other removed: data loss: the topic is deleted with all that is in it",
      );
      expect(ok).toBe(false);
    }
    expect(await recordsIn("apphub.jobs.other")).toBe(RECORDS);
    await configure({ ...MANY, waivers: [waiver("Topic/apphub.jobs.other", "removed")] });
    expect(await up()).toMatchObject({ ok: true });
    expect(await kafka.admin.listTopics()).toEqual([CORE]);
  });
});

describe("one machine", () => {
  test("is warned, and does it; enforce refuses there too", async () => {
    const shorter = `CHG-01 Topic/${CORE} config[retention.ms]: 691200000 → 86400000 is data loss`;
    await declare({ core: { name: CORE, partitions: 3, retention: DAY_MS } });
    await configure({ kind: "single-node", guard: "enforce" });
    for (const { ok, text } of [await preview(), await up()]) {
      expect(text).toContain(shorter);
      expect(ok).toBe(false);
    }
    await configure({ kind: "single-node" });
    for (const { ok, text } of [await preview(), await up()]) {
      expect(text).toContain(`warning: ${shorter}`);
      expect(ok).toBe(true);
    }
    expect((await preview()).text).not.toContain("CHG-01");
  });
});

describe("other commands", () => {
  test("refresh and import go on with hooks in the state", async () => {
    await configure(MANY);
    expect(await stack.refresh()).toEqual({ same: 6 });
    const type = "kafka:index/topic:Topic";
    await stack.forget(`urn:pulumi:test::providers::${type}::core`);
    await stack.import(type, "core", CORE, "pulumi:providers:kafka::broker");
    const { ok, text } = await up();
    expect(text).not.toContain("CHG-01");
    expect(ok).toBe(true);
  });

  test("destroy needs the program", async () => {
    const { ok, text } = await stack.told("destroy", "--yes", "--skip-preview");
    expect(text).toContain("You must run with the `--run-program` flag to use delete hooks during destroy.");
    expect(ok).toBe(false);
  });

  test("destroy with the program is refused for what holds data, and told of when it is let pass", async () => {
    const refused = await stack.told("destroy", "--yes", "--skip-preview", "--run-program");
    expect(refused.text).toMatch(/failed: CHG-01 (Topic|Schema)\/\S+ removed: /);
    expect(refused.ok).toBe(false);
    const all = await stack.told("destroy", "--preview-only", "--run-program");
    for (const resource of [`Topic/${CORE}`, "Schema/events", "Database/shop"])
      expect(all.text).toContain(`CHG-01 ${resource} removed: `);
    await configure({ ...MANY, guard: "warn" });
    const { ok, text } = await stack.told("destroy", "--yes", "--skip-preview", "--run-program");
    expect(text).toContain(`warning: CHG-01 Topic/${CORE} removed: data loss`);
    expect(ok).toBe(true);
    expect(await kafka.admin.listTopics()).toEqual([]);
  });
});
