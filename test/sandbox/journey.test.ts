/** From an empty sandbox to a deployed AppHub, through edits and drift, to nothing: each test goes on where the one before it ended. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listIfExists } from "../../sandbox/files";
import type { KubeObject } from "../../sandbox/kube";
import { destroy, startSandbox, stopSandbox, up } from "../../sandbox/lifecycle";
import { records } from "../../sandbox/processes";
import { capture } from "../../sandbox/project/pulumi";
import { alterRetention, roundTrip, topicsOf } from "./support/kafka-client";
import { objectsIn } from "./support/objects";
import { queryOnce } from "./support/postgres-client";
import { listenersOf, testSandbox } from "./support/sandbox";
import type { TestSandbox } from "./support/sandbox";
import { variableOf } from "./support/variables";

/** The seven topics and their retention in days, as AppHub's runbook has them. */
const RETENTION_DAYS: Readonly<Record<string, number>> = {
  "apphub.core.events": 7,
  "apphub.ingestion.telemetry": 3,
  "apphub.jobs.runs": 7,
  "apphub.streaming.aggregates": 7,
  "apphub.streaming.input": 7,
  "apphub.workflows.events": 7,
  "apphub.workflows.runs": 7,
};
const TOPICS = Object.keys(RETENTION_DAYS);
const EDITED = "apphub.workflows.runs";
const DAY_MS = 86_400_000;

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox("journey");
});
afterAll(() => sandbox.remove());

/** A variable as a person's shell has it after `eval "$(npm run -s sandbox -- env)"`. */
const variable = (name: string): Promise<string> => variableOf(sandbox, name);

const bootstrap = (): Promise<string> => variable("APPHUB_KAFKA_BOOTSTRAP");
const pulumi = (...args: readonly string[]): Promise<string> => capture(sandbox.layout, [...args, "--non-interactive"]);

const queryAsRole = async (statement: string) => queryOnce(await variable("APPHUB_DATABASE_URL"), statement);

const inCluster = (path: string): Promise<readonly KubeObject[]> => objectsIn(sandbox, path);

const retentionOf = async (topic: string): Promise<number | undefined> =>
  (await topicsOf(await bootstrap())).find(({ name }) => name === topic)?.retentionMs;

describe("deploying", () => {
  test("makes everything from nothing", async () => {
    const { changed, steps } = await up(sandbox);
    expect(changed).toBe(true);
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["create"]));
  });

  test("leaves nothing for a preview, a refresh or a second run to change", async () => {
    await expect(pulumi("preview", "--expect-no-changes")).resolves.toContain("unchanged");
    await expect(pulumi("refresh", "--yes", "--expect-no-changes")).resolves.toContain("unchanged");
    expect(await up(sandbox)).toMatchObject({ changed: false, steps: [] });
  });

  test("has every pod of the stack ready", async () => {
    const pods = await inCluster("/api/v1/namespaces/apphub-system/pods");
    expect(pods.map(({ metadata }) => metadata.name).sort()).toEqual(["apphub-redpanda-0", "sequencer-db-1"]);
    const ready = {
      status: {
        conditions: expect.arrayContaining([expect.objectContaining({ type: "Ready", status: "True" })]) as unknown,
      },
    };
    expect(pods).toMatchObject(pods.map(() => ready));
  });

  test("listens on loopback only, brokers and database too", () => {
    const listeners = listenersOf(sandbox);
    expect(records(sandbox.layout).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["kafka/apphub-system/apphub-redpanda-0", "postgres/apphub-system/sequencer-db"]),
    );
    expect(listeners.filter(({ loopback }) => !loopback)).toEqual([]);
  });
});

describe("Kafka, by a client that isn't the stack's", () => {
  test("has the seven topics with their partitions, replication and retention", async () => {
    const expected = TOPICS.map((name) => ({
      name,
      partitions: 6,
      replication: 1,
      retentionMs: (RETENTION_DAYS[name] ?? 0) * DAY_MS,
    }));
    expect(await topicsOf(await bootstrap())).toEqual(expected);
  });

  test("gives back a message from each of them", async () => {
    expect(await roundTrip(await bootstrap(), TOPICS)).toEqual(new Map(TOPICS.map((name) => [name, `to ${name}`])));
  });
});

describe("PostgreSQL, as AppHub's role", () => {
  test("lets it do as it likes in its own schema", async () => {
    await queryAsRole("CREATE TABLE events (sequence bigint)");
    await queryAsRole("INSERT INTO events VALUES (1)");
    const rows = await queryAsRole("SELECT schemaname FROM pg_tables WHERE tablename = 'events'");
    await queryAsRole("DROP TABLE events");
    expect(rows).toEqual([{ schemaname: "sequencer" }]);
  });

  test.each([
    ["make tables elsewhere", "CREATE TABLE public.events (sequence bigint)"],
    ["make schemas", "CREATE SCHEMA another"],
    ["make databases", "CREATE DATABASE another"],
    ["make roles", "CREATE ROLE another"],
  ])("doesn't let it %s", async (_, statement) => {
    await expect(queryAsRole(statement)).rejects.toThrow(/permission denied/);
  });
});

describe("secrets", () => {
  test("stand nowhere in clear in the stack's state", async () => {
    const { password } = new URL(await variable("APPHUB_DATABASE_URL"));
    expect(password.length).toBeGreaterThan(20);
    expect(await pulumi("stack", "export")).not.toContain(decodeURIComponent(password));
  });
});

describe("a change of one topic's retention", () => {
  test("in the stack file is one update in place, and the broker has it", async () => {
    sandbox.edit(["streaming:apphub", "topics", EDITED, "retention"], "2d");
    const { steps } = await up(sandbox);
    expect(steps).toEqual([{ op: "update", urn: expect.stringContaining(`apphub-topics-${EDITED}`) as unknown }]);
    expect(await retentionOf(EDITED)).toBe(2 * DAY_MS);
  });

  test("behind Pulumi's back is shown by a refresh and repaired by the next run", async () => {
    await alterRetention(await bootstrap(), EDITED, DAY_MS);
    await expect(pulumi("refresh", "--preview-only", "--expect-no-changes")).rejects.toThrow();
    expect(await pulumi("refresh", "--yes")).toMatch(/1 updated/);
    const { steps } = await up(sandbox);
    expect(steps).toEqual([{ op: "update", urn: expect.stringContaining(`apphub-topics-${EDITED}`) as unknown }]);
    expect(await retentionOf(EDITED)).toBe(2 * DAY_MS);
  });
});

describe("stopping and starting", () => {
  test("keeps what was deployed", async () => {
    await stopSandbox(sandbox);
    expect(await startSandbox(sandbox)).toMatchObject({ changed: true });
    expect((await topicsOf(await bootstrap())).map(({ name }) => name)).toEqual(TOPICS);
    expect(await queryAsRole("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(await up(sandbox)).toMatchObject({ changed: false });
  });
});

test("the lock of a pulumi that was killed doesn't hold up the next run", async () => {
  const { pulumi: own, stack } = sandbox.layout;
  const locks = path.join(own.state, ".pulumi", "locks", "organization", "streaming", stack);
  const pid = Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
  const lock = { pid, username: "nobody", hostname: os.hostname(), timestamp: new Date().toISOString() };
  fs.mkdirSync(locks, { recursive: true });
  fs.writeFileSync(path.join(locks, "0b9e4a7c-6f50-4a3c-9a4e-2f1f0a1b2c3d.json"), JSON.stringify(lock));
  await expect(pulumi("refresh", "--yes")).rejects.toThrow(/locked/);
  await startSandbox(sandbox);
  await expect(pulumi("refresh", "--yes", "--expect-no-changes")).resolves.toContain("unchanged");
});

describe("destroying", () => {
  test("leaves nothing in cluster, broker and database", async () => {
    expect(await destroy(sandbox)).toEqual({ changed: true });
    expect((await inCluster("/api/v1/namespaces")).map(({ metadata }) => metadata.name)).not.toContain("apphub-system");
    // The operators stay, as they would on any cluster.
    for (const path of ["namespaces/apphub-system/pods", "persistentvolumeclaims", "persistentvolumes"]) {
      expect(await inCluster(`/api/v1/${path}`), path).toEqual([]);
    }
    const left = records(sandbox.layout).filter(({ name }) => /^(?:kafka|postgres)\//.test(name));
    expect(left).toEqual([]);
    expect(listIfExists(sandbox.layout.kafka("apphub-system", "apphub-redpanda-0"))).toEqual([]);
    expect(listIfExists(sandbox.layout.postgres("apphub-system", "sequencer-db"))).toEqual([]);
  });

  test("again changes nothing", async () => {
    expect(await destroy(sandbox)).toEqual({ changed: false });
  });
});
