import { describe, expect, test } from "vitest";
import { AirflowConfig } from "../../components/airflow/config";
import { asyncDatabaseUrl, connectionUrl, databaseUrl, fernetKey, redisConfig } from "../../components/airflow/secrets";
import { airflowSettings, apiSecrets, brokerSecrets, databaseSecrets } from "../../components/airflow/settings";
import { statsdMapping } from "../../components/airflow/statsd";
import { airflowStatsd } from "../../components/monitoring/catalogue/airflow";
import { images } from "../../core/images";
import { MiB } from "../../core/units";
import known from "../../schemas/airflow-options.json";
import versions from "../../versions.json";
import { multiNode, singleNode } from "../stacks/values";
import { AIRFLOW_SETTINGS, MAIL, airflowPlan } from "./airflow-support";

const sections: Readonly<Record<string, { readonly options: readonly string[]; readonly secret: readonly string[] }>> =
  known.sections;

/** `AIRFLOW__SECTION__OPTION` as the pinned packages spell section and option. */
const optionOf = (variable: string) => {
  const [, section = "", option = ""] = /^AIRFLOW__([A-Z_]+?)__([A-Z_]+)$/.exec(variable) ?? [];
  return { section: section.toLowerCase(), option: option.toLowerCase() };
};
const exists = (variable: string): boolean => {
  const { section, option } = optionOf(variable);
  return sections[section]?.options.includes(option) ?? false;
};
const isSecret = (variable: string): boolean => {
  const { section, option } = optionOf(variable);
  return sections[section]?.secret.includes(option) ?? false;
};

const local = airflowPlan(singleNode()).plan;
const celery = airflowPlan(multiNode(), { ...MAIL, baseUrl: "https://airflow.example.com" }).plan;

describe("Airflow's options", () => {
  test("are those of the version that runs", () => {
    expect(known.packages).toEqual(versions.python);
    expect(images.airflow).toContain(`:${versions.python["apache-airflow-core"]}-`);
  });

  test("a name that Airflow doesn't know would be found", () => {
    expect(exists("AIRFLOW__CORE__EXECUTOR")).toBe(true);
    expect(exists("AIRFLOW__CORE__SQL_ALCHEMY_CONN")).toBe(false);
    expect(exists("AIRFLOW__WEBSERVER__SECRET_KEY")).toBe(false);
  });

  test.each([
    ["single node", local],
    ["three zones", celery],
  ])("every variable of a %s is one of them", (_, plan) => {
    const secret = [...databaseSecrets, ...apiSecrets, ...brokerSecrets(plan)].map(({ name }) => name);
    const names = [...Object.keys(airflowSettings(plan)), ...secret];
    expect(names.filter((name) => !exists(name))).toEqual([]);
  });

  test("what Airflow calls sensitive is in no ConfigMap, and what is in a Secret is sensitive", () => {
    expect(Object.keys(airflowSettings(celery)).filter(isSecret)).toEqual([]);
    const secret = [...databaseSecrets, ...apiSecrets, ...brokerSecrets(celery)].map(({ name }) => name);
    expect(secret.filter((name) => !isSecret(name))).toEqual([]);
  });
});

describe("settings", () => {
  test("tasks run in the scheduler of a single node, in workers elsewhere", () => {
    expect(airflowSettings(local)).toMatchObject({ AIRFLOW__CORE__EXECUTOR: "LocalExecutor" });
    expect(airflowSettings(local)).not.toHaveProperty("AIRFLOW__CELERY__WORKER_CONCURRENCY");
    expect(airflowSettings(celery)).toMatchObject({
      AIRFLOW__CORE__EXECUTOR: "CeleryExecutor",
      AIRFLOW__CELERY__WORKER_CONCURRENCY: "4",
      AIRFLOW__CORE__PARALLELISM: "4",
    });
  });

  test("the pool of database connections is the one that the model counts with", () => {
    const { plan } = airflowPlan(singleNode(), { pool: { size: 3, overflow: 7 } });
    expect(airflowSettings(plan)).toMatchObject({
      AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_SIZE: "3",
      AIRFLOW__DATABASE__SQL_ALCHEMY_MAX_OVERFLOW: "7",
    });
    expect(plan.connections).toBe(4 * (3 + 7));
  });

  test("failed tasks send mail, where there is a server", () => {
    expect(airflowSettings(celery)).toMatchObject({
      AIRFLOW__EMAIL__DEFAULT_EMAIL_ON_FAILURE: "True",
      AIRFLOW__SMTP__SMTP_HOST: "mail.example.com",
      AIRFLOW__SMTP__SMTP_STARTTLS: "True",
      AIRFLOW__SMTP__SMTP_SSL: "False",
    });
    expect(airflowSettings(local)["AIRFLOW__EMAIL__DEFAULT_EMAIL_ON_FAILURE"]).toBe("False");
  });

  test("metrics keep the names that the mapping expects", () =>
    expect(airflowSettings(local)).toMatchObject({
      AIRFLOW__METRICS__STATSD_ON: "True",
      AIRFLOW__METRICS__STATSD_HOST: "airflow-statsd",
      AIRFLOW__METRICS__STATSD_PREFIX: "airflow",
      AIRFLOW__METRICS__LEGACY_NAMES_ON: "True",
    }));
});

describe("metrics", () => {
  /** Names that are sent with and without what they are of count once for either spelling. */
  const sent = new Set(known.metrics.flatMap((name) => [name, name.replace(/\.\*$/, "")]));

  test("every mapping is of a metric that the pinned version sends", () =>
    expect(
      statsdMapping.mappings.map(({ match }) => match).filter((match) => !sent.has(match.replace("airflow.", ""))),
    ).toEqual([]));

  test("labels are those that alerts and dashboards count with", () => {
    const kept = statsdMapping.mappings.filter(({ action }) => action !== "drop");
    const labels = new Map(kept.map((mapping) => [mapping.name, Object.keys(mapping.labels ?? {}).toSorted()]));
    const catalogue = Object.entries(airflowStatsd.metrics).filter(([name]) => name.startsWith("airflow_"));
    expect(catalogue.filter(([name]) => labels.has(name)).length).toBeGreaterThan(5);
    for (const [name, metric] of catalogue) {
      const own = metric.labels.filter((label) => label !== "quantile");
      expect([name, own.toSorted()]).toEqual([name, labels.get(name.replace(/_(sum|count)$/, "")) ?? []]);
    }
  });

  test("a figure of a pool has no twin that says nothing of the pool", () =>
    expect(statsdMapping.mappings.filter(({ match }) => match.startsWith("airflow.pool.starving_tasks"))).toEqual([
      { match: "airflow.pool.starving_tasks.*", name: "airflow_pool_starving_tasks", labels: { pool: "$1" } },
      { match: "airflow.pool.starving_tasks", name: "dropped", action: "drop" },
    ]));

  test.each([
    ["airflow.dagrun.duration.success.*", "airflow_dagrun_duration", { dag_id: "$1" }],
    ["airflow.dagrun.duration.failed.*", "airflow_dagrun_failed", { dag_id: "$1" }],
    ["airflow.dag.*.*.duration", "airflow_task_duration", { dag_id: "$1", task_id: "$2" }],
    ["airflow.pool.starving_tasks.*", "airflow_pool_starving_tasks", { pool: "$1" }],
    ["airflow.scheduler_heartbeat", "airflow_scheduler_heartbeat", { type: "counter" }],
  ])("%s becomes %s", (match, name, labels) => expect(statsdMapping.mappings).toContainEqual({ match, name, labels }));
});

describe("addresses", () => {
  const login = { host: "db", port: 5432, database: "airflow", role: "airflow", sslmode: "require" } as const;

  test("hold a password with any character", () => {
    expect(databaseUrl(login, "a/b:c@d%")).toBe(
      "postgresql+psycopg2://airflow:a%2Fb%3Ac%40d%25@db:5432/airflow?sslmode=require",
    );
    expect(connectionUrl(login, "p")).toBe("postgres://airflow:p@db:5432/airflow?sslmode=require");
  });

  test("of asyncpg use its own words, and no prepared statements, which a pooler would lose", () =>
    expect(asyncDatabaseUrl(login, "p")).toBe(
      "postgresql+asyncpg://airflow:p@db:5432/airflow?ssl=require&prepared_statement_cache_size=0",
    ));

  test("Redis reads its password whole, and refuses tasks before it runs out of memory", () =>
    expect(
      redisConfig('a"b\\c', 128 * MiB)
        .split("\n")
        .slice(0, 4),
    ).toEqual(['requirepass "a\\"b\\\\c"', 'save ""', "appendonly no", `maxmemory ${96 * MiB}`]));

  test("the key of Fernet is 32 bytes in URL-safe base64, the same for the same text", () => {
    for (const text of ["a", "b", "c", "a longer text with spaces"]) {
      expect(fernetKey(text)).toMatch(/^[\w-]{43}=$/);
      expect(fernetKey(text)).toBe(fernetKey(text));
    }
    expect(fernetKey("a")).not.toBe(fernetKey("b"));
  });
});

describe("config", () => {
  const faults = (settings: object) =>
    AirflowConfig.safeParse({ ...AIRFLOW_SETTINGS, ...settings }).error?.issues.map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );

  test("three schedules are required", () =>
    expect(faults({ schedules: {} })?.map((fault) => fault.split(":")[0])).toEqual([
      "schedules.bronze_to_silver_pipeline",
      "schedules.silver_to_gold_pipeline",
      "schedules.fraud_detection_batch",
    ]));

  test("a DAG that the platform doesn't have is refused", () => {
    const schedules = { ...(AIRFLOW_SETTINGS["schedules"] as object), nightly: "0 1 * * *" };
    expect(AirflowConfig.safeParse({ ...AIRFLOW_SETTINGS, schedules }).error?.issues).toMatchObject([
      { code: "unrecognized_keys", path: ["schedules"], keys: ["nightly"] },
    ]);
  });

  test("a folder in which a command could hide is refused", () =>
    expect(faults({ dags: { image: "registry.example.com/dags:1.0.0", folder: "/dags; rm -rf /" } })).toEqual([
      "dags.folder: must be an absolute path without a slash at its end, such as /dags",
    ]));
});
