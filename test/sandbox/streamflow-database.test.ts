/** StreamFlow's databases on a real server, made by the provider as the component declares them: who may do what is tried, by login as each role. */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../checks/plan";
import { PostgresDatabase } from "../../components/postgres/database";
import type { DatabasePlan } from "../../components/postgres/database-plan";
import { tableQueries } from "../../components/postgres/queries";
import { AIRFLOW_DATABASE, STREAMFLOW_DATABASE } from "../../stacks/streamflow-database";
import { streamflowQueries } from "../../stacks/streamflow-queries";
import { declared } from "../components/declared";
import { Plugin, type Resource } from "../providers/conformance/plugin";
import { apply, drifted } from "./support/applied";
import { pluginCommand } from "./support/plugins";
import { queryOnce } from "./support/postgres-client";
import { startPostgres, type TestPostgres } from "./support/servers";
import { Started } from "./support/started";

const SQL = path.join(__dirname, "../fixtures/sql");
const started = new Started();
const made: Resource[] = [];
let postgres: TestPostgres;
let plugin: Plugin;

const passwordOf = (role: string): string => `password of ${role}`;

/** Runs statements as a role that logs in. */
async function as(role: string, statement: string, database = "streamflow"): Promise<readonly unknown[]> {
  const login = { user: role, password: role === "postgres" ? postgres.password : passwordOf(role) };
  return queryOnce({ host: "127.0.0.1", port: postgres.port, database, ...login }, statement);
}

const refused = (role: string, statement: string): Promise<void> =>
  expect(as(role, statement)).rejects.toThrow(/permission denied/);

const planFor = (name: string, database: DatabasePlan): Promise<Plan> =>
  declared(() => {
    const cluster = new pulumi.ComponentResource("test:index:Cluster", "cluster");
    const access = { host: "127.0.0.1", port: postgres.port, sslmode: "disable" } as const;
    new PostgresDatabase(name, {
      plan: { database, access, target: "single-node" },
      deps: {
        cluster,
        superuserPassword: pulumi.secret(postgres.password),
        passwordOf: (role) => pulumi.secret(passwordOf(role)),
      },
    });
  });

beforeAll(async () => {
  postgres = started.add(await startPostgres());
  plugin = started.add(await Plugin.start(pluginCommand("postgresql")));
  const { port, password } = postgres;
  await plugin.configure({ host: "127.0.0.1", port: String(port), username: "postgres", password, sslmode: "disable" });
  for (const plan of [await planFor("layers", STREAMFLOW_DATABASE), await planFor("airflow", AIRFLOW_DATABASE)])
    made.push(...(await apply(plugin, plan, "postgresql")));
  await as("streamflow_owner", readFileSync(path.join(SQL, "streamflow.sql"), "utf8"));
  await as("postgres", readFileSync(path.join(SQL, "streamflow-rows.sql"), "utf8"));
});
afterAll(() => started.stop());

const TRANSACTION = "(transaction_id, customer_id, amount, transaction_time) VALUES ('x', 'c', 1, 1)";

test("once tables are there, another run still changes nothing", async () =>
  expect(await drifted(plugin, made)).toEqual([]));

describe("the job", () => {
  test("writes bronze, also over what it wrote before a restart", async () => {
    const upsert = `INSERT INTO transactions ${TRANSACTION} ON CONFLICT (transaction_id) DO UPDATE SET amount = 2`;
    await as("flink", upsert);
    await as("flink", upsert);
  });

  test("deletes nothing, and sees no other layer", async () => {
    await refused("flink", "DELETE FROM bronze.transactions");
    await refused("flink", "SELECT FROM silver.transactions_enriched");
    await refused("flink", "CREATE TABLE bronze.own (id int)");
  });
});

describe("the pipelines", () => {
  test("read and clear bronze, but don't write it", async () => {
    await as("pipelines", "DELETE FROM bronze.transactions WHERE transaction_time < 100");
    await refused("pipelines", `INSERT INTO bronze.transactions ${TRANSACTION}`);
  });

  test("write silver and gold, numbers from sequences too", async () => {
    await as(
      "pipelines",
      "INSERT INTO silver.fraud_alerts (transaction_id, customer_id, rule_id) VALUES ('x', 'c', 'r')",
    );
    await as("pipelines", "UPDATE gold.daily SET transactions = transactions + 1");
  });

  test("vacuum, analyze and refresh, as the nightly maintenance does", async () => {
    for (const table of ["bronze.transactions", "silver.transactions_enriched", "gold.daily"])
      await as("pipelines", `VACUUM ANALYZE ${table}`);
    await as("pipelines", "REFRESH MATERIALIZED VIEW gold.customers");
  });

  test("change no table", async () => {
    await refused("pipelines", "CREATE TABLE silver.own (id int)");
    await expect(as("pipelines", "DROP TABLE gold.daily")).rejects.toThrow(/must be owner/);
  });
});

describe("analytics", () => {
  test("reads gold by the tables' bare names", async () => {
    expect(await as("analytics", "SELECT * FROM daily LIMIT 1")).toHaveLength(1);
    expect(await as("analytics", "SELECT * FROM gold.customers LIMIT 1")).toHaveLength(1);
  });

  test("reads nothing else and writes nothing", async () => {
    await refused("analytics", "SELECT FROM silver.fraud_alerts");
    await refused("analytics", "SELECT FROM bronze.transactions");
    await refused("analytics", "DELETE FROM gold.daily");
    await refused("analytics", "CREATE TABLE public.own (id int)");
  });
});

describe("Airflow", () => {
  test("makes its own tables in its own database", async () => {
    await as("airflow", "CREATE TABLE dag (id int)", "airflow");
    expect(await as("airflow", "SELECT current_schema() AS schema", "airflow")).toEqual([{ schema: "airflow" }]);
  });

  test("can't enter the layers' database, and nobody of the layers can enter its own", async () => {
    await expect(as("airflow", "SELECT 1")).rejects.toThrow(/permission denied for database/);
    for (const role of ["flink", "pipelines", "analytics", "streamflow_owner"])
      await expect(as(role, "SELECT 1", "airflow")).rejects.toThrow(/permission denied for database/);
  });
});

describe("the exporter", () => {
  /** As the exporter runs it: with the rights of those who watch. */
  const watched = (statement: string): Promise<readonly unknown[]> =>
    as("postgres", `SET ROLE pg_monitor; ${statement}`).then(() => as("postgres", statement));

  test.each(Object.entries({ ...tableQueries("streamflow"), ...streamflowQueries(0.7) }))(
    "can run %s, and gets the columns that it tells",
    async (_, { query, predicate_query: predicate, metrics }) => {
      if (predicate !== undefined) expect(await watched(predicate)).toEqual([{ there: true }]);
      const [row] = await watched(query);
      expect(Object.keys(row as object)).toEqual(
        expect.arrayContaining(metrics.flatMap((metric) => Object.keys(metric))) as string[],
      );
    },
  );

  test("learns the share of fraud and how far each layer is behind", async () => {
    const { streamflow_fraud: fraud, streamflow_pipeline: pipeline } = streamflowQueries(0.7);
    expect(await watched(fraud?.query ?? "")).toEqual([{ flagged_1h: "100", total_1h: "400" }]);
    expect(await watched(pipeline?.query ?? "")).toEqual([
      { stage: "bronze_to_silver", lag_seconds: "60" },
      { stage: "silver_to_gold", lag_seconds: "300" },
    ]);
  });

  test("is told that a query is to wait where its tables aren't there yet", async () => {
    const { streamflow_fraud: fraud } = streamflowQueries(0.7);
    expect(await as("postgres", fraud?.predicate_query ?? "", "postgres")).toEqual([{ there: false }]);
  });
});

test("when the platform is switched off everything goes, its tables too", async () => {
  for (const resource of [...made].reverse()) await plugin.delete(resource);
  const left = await as(
    "postgres",
    `SELECT datname AS name FROM pg_database WHERE datname IN ('streamflow', 'airflow')
     UNION ALL SELECT rolname FROM pg_roles WHERE rolname !~ '^(pg_|postgres$)'`,
    "postgres",
  );
  expect(left).toEqual([]);
});
