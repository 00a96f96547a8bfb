/** StreamFlow beside AppHub on one node: deployed, used by everybody who logs in, switched off, and on again. Each test goes on where the one before it ended. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubeObject } from "../../sandbox/kube";
import { up } from "../../sandbox/lifecycle";
import { secretText, type Pod, type Secret } from "../../sandbox/operators/kubernetes/objects";
import { isReady } from "../../sandbox/operators/kubernetes/pods";
import { records } from "../../sandbox/processes";
import { addressesOf } from "../../sandbox/project/access";
import { readCommitted } from "../../sandbox/project/committed";
import { capture } from "../../sandbox/project/pulumi";
import { STREAMFLOW_ROLES } from "../../stacks/streamflow-database";
import { messagesKept, produce, roundTrip, topicsOf } from "./support/kafka-client";
import { objectsIn } from "./support/objects";
import { tryPages } from "./support/page-commands";
import { queryOnce } from "./support/postgres-client";
import { testSandbox, type TestSandbox } from "./support/sandbox";
import { queryAs } from "./support/streamflow-sql";

const DAY_MS = 86_400_000;
const KEY = "streaming:streamflow";
const NAMESPACES = ["kafka", "processing", "data", "orchestration"].map((part) => `streamflow-${part}`);

interface Dated extends KubeObject {
  readonly metadata: KubeObject["metadata"] & { readonly creationTimestamp?: string };
}
interface Job extends KubeObject {
  readonly status: { readonly succeeded?: number; readonly completionTime?: string };
}

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox("flow", "both-single-node");
});
afterAll(() => sandbox.remove());

const pulumi = (...args: readonly string[]): Promise<string> => capture(sandbox.layout, [...args, "--non-interactive"]);

const objects = <T extends KubeObject>(path: string): Promise<readonly T[]> => objectsIn<T>(sandbox, path);
const pods = async (): Promise<readonly Pod[]> =>
  (await Promise.all(NAMESPACES.map((namespace) => objects<Pod>(`/api/v1/namespaces/${namespace}/pods`)))).flat();

/** Addresses of a platform that the stack file switches on. */
async function addresses(platform: string) {
  const all = await addressesOf(sandbox.layout, readCommitted(sandbox.stackFile));
  const found = all.find((a) => a.platform === platform);
  if (found === undefined) throw new Error(`${platform} is switched off`);
  return found;
}
const brokers = async (platform = "streamflow"): Promise<string> =>
  (await addresses(platform)).bootstrapServers.join(",");

const as = (role: string, statement: string, database?: string): Promise<readonly unknown[]> =>
  queryAs(sandbox, role, statement, database);

describe("deploying", () => {
  test("makes everything from nothing", async () => {
    const { steps } = await up(sandbox);
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["create"]));
  });

  test("leaves nothing for a preview, a refresh or a second run to change", async () => {
    await expect(pulumi("preview", "--expect-no-changes")).resolves.toContain("unchanged");
    await expect(pulumi("refresh", "--yes", "--expect-no-changes")).resolves.toContain("unchanged");
    expect(await up(sandbox)).toMatchObject({ changed: false, steps: [] });
  });

  test("leaves no pod waiting: those of the runbook are there, and ready or done", async () => {
    const all = await pods();
    const waiting = all.filter((pod) => !isReady(pod) && pod.status?.phase !== "Succeeded");
    expect(waiting.map(({ metadata }) => metadata.name)).toEqual([]);
    const names = all.map(({ metadata }) => metadata.name);
    for (const name of [
      /^streamflow-kafka-kafka-0$/,
      /^streamflow-kafka-entity-operator-/,
      /^streamflow-postgres-1$/,
      /^flink-jobmanager-\w+-\w+$/,
      /^airflow-scheduler-/,
      /^airflow-webserver-/,
    ])
      expect(names.filter((found) => name.test(found))).toHaveLength(1);
  });
});

test("every command of the runbook pages finds its object", () => {
  // On a single node tasks run in the scheduler.
  const { faults, counts } = tryPages(sandbox, /^(streamflow|apphub)\//, ["deployment/airflow-worker"]);
  expect(faults).toEqual([]);
  expect(counts.run).toBeGreaterThan(30);
  expect(counts.dry).toBeGreaterThan(5);
  expect(counts["looked up"]).toBeGreaterThan(60);
});

describe("the brokers, by a client that isn't the stack's", () => {
  test("have the five topics with their partitions, copies and retention", async () => {
    const seen = (await topicsOf(await brokers())).map(({ name, partitions, replication, retentionMs }) => [
      name,
      partitions,
      replication,
      retentionMs / DAY_MS,
    ]);
    // Kafka's own default of seven days stands where nothing is deleted by age.
    expect(seen).toEqual([
      ["fraud.alerts", 1, 1, 3],
      ["fraud.blacklist", 1, 1, 7],
      ["fraud.scored", 1, 1, 3],
      ["transactions.enriched", 1, 1, 3],
      ["transactions.raw", 3, 1, 3],
    ]);
  });

  test("give back what is written", async () => {
    expect(await roundTrip(await brokers(), ["transactions.raw"])).toEqual(
      new Map([["transactions.raw", "to transactions.raw"]]),
    );
  });
});

describe("the database", () => {
  test("lets every role log in, with the schemas that are its own", async () => {
    const schemas = `SELECT nspname FROM pg_namespace WHERE nspname IN ('bronze', 'silver', 'gold')
      AND has_schema_privilege(nspname, 'USAGE') ORDER BY nspname`;
    const seen = async (role: string): Promise<unknown> =>
      (await as(role, schemas)).map((row) => (row as { readonly nspname: string }).nspname);
    const { owner, flink, pipelines, analytics } = STREAMFLOW_ROLES;
    expect(await seen(owner)).toEqual(["bronze", "gold", "silver"]);
    expect(await seen(flink)).toEqual(["bronze"]);
    expect(await seen(pipelines)).toEqual(["bronze", "gold", "silver"]);
    expect(await seen(analytics)).toEqual(["gold"]);
  });

  test("keeps Airflow's own tables in a database of their own", async () => {
    const { airflow } = STREAMFLOW_ROLES;
    expect(await as(airflow, "SELECT current_schema() AS own", "airflow")).toEqual([{ own: "airflow" }]);
    await expect(as(airflow, "SELECT 1")).rejects.toThrow(/permission denied/);
  });

  test("gives each layer's user its rights to tables that the owner makes, and no other", async () => {
    const { owner, flink, pipelines, analytics } = STREAMFLOW_ROLES;
    for (const schema of ["bronze", "silver", "gold"])
      await as(owner, `CREATE TABLE ${schema}.t (id int PRIMARY KEY, word text)`);
    await as(flink, "INSERT INTO bronze.t VALUES (1, 'raw') ON CONFLICT (id) DO UPDATE SET word = 'raw'");
    await as(pipelines, "INSERT INTO silver.t SELECT * FROM bronze.t");
    await as(pipelines, "INSERT INTO gold.t SELECT * FROM silver.t");
    expect(await as(analytics, "SELECT word FROM gold.t")).toEqual([{ word: "raw" }]);
    const refused: readonly (readonly [string, string])[] = [
      [flink, "SELECT * FROM silver.t"],
      [flink, "DELETE FROM bronze.t"],
      [pipelines, "INSERT INTO bronze.t VALUES (2, 'raw')"],
      [analytics, "SELECT * FROM silver.t"],
      [analytics, "INSERT INTO gold.t VALUES (2, 'raw')"],
      [pipelines, "CREATE TABLE gold.other (id int)"],
    ];
    for (const [role, statement] of refused)
      await expect(as(role, statement), `${role}: ${statement}`).rejects.toThrow(/permission denied/);
  });
});

describe("the migration", () => {
  const NAMESPACE = "streamflow-data";
  const jobs = (): Promise<readonly Job[]> => objects<Job>(`/apis/batch/v1/namespaces/${NAMESPACE}/jobs`);

  test("was done before the job that needs its tables was there", async () => {
    const [job, ...others] = await jobs();
    expect(others).toEqual([]);
    expect(job?.status).toMatchObject({ succeeded: 1 });
    const [flink] = await objects<Dated>(
      "/apis/flink.apache.org/v1beta1/namespaces/streamflow-processing/flinkdeployments",
    );
    expect(Date.parse(job?.status.completionTime ?? "")).toBeLessThanOrEqual(
      Date.parse(flink?.metadata.creationTimestamp ?? ""),
    );
  });

  test("logs in with what its Secret says, and owns what it makes", async () => {
    const secrets = await objects<Secret>(`/api/v1/namespaces/${NAMESPACE}/secrets`);
    const login = secrets.find(({ metadata }) => metadata.name === "streamflow-migration");
    const url = new URL(secretText(login, "url") ?? "");
    expect(url.host).toBe("streamflow-postgres-rw.streamflow-data.svc.cluster.local:5432");
    // The same login, at the address that this machine has for it.
    url.host = `127.0.0.1:${(await addresses("streamflow")).databasePort}`;
    url.search = "";
    await queryOnce(url.href, "CREATE TABLE bronze.migrated (id int)");
    const rows = await queryOnce(url.href, "SELECT tableowner FROM pg_tables WHERE tablename = 'migrated'");
    expect(rows).toEqual([{ tableowner: STREAMFLOW_ROLES.owner }]);
  });

  test("runs again for another image, and nothing else changes", async () => {
    const [before] = await jobs();
    sandbox.edit([KEY, "migration", "image"], "example.com/streamflow/migrations:1.1.0");
    const { steps } = await up(sandbox);
    expect(steps.filter(({ urn }) => !urn.endsWith("::streamflow-migration-job"))).toEqual([]);
    expect(steps.length).toBeGreaterThan(0);
    const after = await jobs();
    expect(after.map(({ status }) => status.succeeded)).toEqual([1]);
    expect(after[0]?.metadata.name).not.toBe(before?.metadata.name);
    expect(await up(sandbox)).toMatchObject({ steps: [] });
  });
});

describe("switched off", () => {
  let config: unknown;

  test("it takes all that is its own along, and AppHub notices nothing", async () => {
    await produce(await brokers("apphub"), "apphub.core.events", 10);
    config = sandbox.drop(KEY);
    const { steps } = await up(sandbox);
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["delete"]));
    expect(steps.filter(({ urn }) => !urn.includes("streamflow"))).toEqual([]);
    const namespaces = (await objects("/api/v1/namespaces")).map(({ metadata }) => metadata.name);
    expect(namespaces.filter((name) => NAMESPACES.includes(name))).toEqual([]);
    const claims = await objects("/api/v1/persistentvolumeclaims");
    expect(claims.filter(({ metadata }) => NAMESPACES.includes(metadata.namespace ?? ""))).toEqual([]);
    expect(records(sandbox.layout).filter(({ name }) => name.includes("streamflow-"))).toEqual([]);
    expect(await messagesKept(await brokers("apphub"), "apphub.core.events")).toBe(10);
  });

  test("and on again, it begins anew", async () => {
    sandbox.restore(KEY, config);
    const { steps } = await up(sandbox);
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["create"]));
    expect(await messagesKept(await brokers(), "transactions.raw")).toBe(0);
    const tables = "SELECT tablename FROM pg_tables WHERE schemaname IN ('bronze', 'silver', 'gold')";
    expect(await as(STREAMFLOW_ROLES.owner, tables)).toEqual([]);
    expect(await up(sandbox)).toMatchObject({ steps: [] });
  });
});
