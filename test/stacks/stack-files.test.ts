import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseCapacityConfig } from "../../checks/capacity/config";
import { capacityOf } from "../../checks/capacity/model";
import { holds } from "../../core/capacity/budget";
import { parseConfig, rawOf } from "../../stacks/config";
import { secretKeys } from "../../stacks/secrets";
import { type Typed } from "./values";

/** The seven topics of AppHub's runbook with their retention. */
const RETENTION = {
  "apphub.core.events": 604_800_000,
  "apphub.ingestion.telemetry": 259_200_000,
  "apphub.workflows.events": 604_800_000,
  "apphub.workflows.runs": 604_800_000,
  "apphub.jobs.runs": 604_800_000,
  "apphub.streaming.input": 604_800_000,
  "apphub.streaming.aggregates": 604_800_000,
};

const APPHUB = ["streaming:apphubSequencerDbSuperuserPassword", "streaming:apphubSequencerDbPassword"];
const CLUSTER = ["streaming:flinkOperatorKeystorePassword", "streaming:grafanaAdminPassword"];
const STREAMFLOW = [
  ...["Superuser", "Owner", "Flink", "Pipelines", "Analytics", "Airflow"].map(
    (role) => `streaming:streamflowPostgres${role}Password`,
  ),
  ...["EncryptionKey", "ApiKey", "TokenKey", "AdminPassword"].map((what) => `streaming:streamflowAirflow${what}`),
];
const brokers = (prefix: string, users: readonly string[]): readonly string[] => [
  ...["Admin", ...users].map((user) => `streaming:${prefix}${user}Password`),
  `streaming:${prefix}Authority`,
  `streaming:${prefix}Certificate`,
];
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  dev: [...CLUSTER, "streaming:objectStoreSecretKey", ...APPHUB, ...STREAMFLOW],
  prod: [
    ...CLUSTER,
    ...APPHUB,
    ...brokers("apphubRedpanda", ["Core", "Timestore", "Flink"]),
    ...STREAMFLOW,
    "streaming:streamflowAirflowQueuePassword",
    ...brokers("streamflowKafka", ["Flink", "Airflow", "Analytics", "EventGenerator"]),
  ],
};

describe.each(["dev", "prod"])("Pulumi.%s.yaml", (stack) => {
  const { config } = parse(readFileSync(join(__dirname, "../..", `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Typed;
  };
  const values = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]));

  test("is accepted, with both platforms", () => {
    const { apphub, streamflow } = parseConfig(values);
    expect([apphub, streamflow].filter((platform) => platform === undefined)).toEqual([]);
  });

  test("is sized for 100 transactions a second and a checkpoint every minute", () => {
    const { streamflow } = parseConfig(values);
    expect(streamflow?.topics["transactions.raw"]?.rate.perSecond).toBe(100);
    expect(streamflow?.flink.checkpoints).toMatchObject({ interval: { ms: 60_000 }, timeout: { ms: 600_000 } });
  });

  test("passes every proof of the capacity model", () => {
    const { assessment } = capacityOf(parseCapacityConfig(rawOf(values), "stack.yaml"));
    expect(assessment.budgets.filter((budget) => !holds(budget)).map(({ name }) => name)).toEqual([]);
    expect(assessment.ok).toBe(true);
  });

  test("writes out every topic with its partitions and retention", () => {
    const typed = (config["streaming:apphub"] as { topics: Record<string, Typed> }).topics;
    expect(Object.keys(typed).sort()).toEqual(Object.keys(RETENTION).sort());
    for (const topic of Object.values(typed))
      expect(topic).toMatchObject({ partitions: 6, retention: expect.any(String) as string });
  });

  test("keeps records as long as the runbook says", () => {
    const { topics = {} } = parseConfig(values).apphub ?? {};
    expect(Object.fromEntries(Object.entries(topics).map(([name, { retention }]) => [name, retention.ms]))).toEqual(
      RETENTION,
    );
  });

  test("needs passwords, and certificates where its brokers speak TLS, and holds none", () => {
    expect(secretKeys(parseConfig(values)).map(({ key }) => key)).toEqual(SECRETS[stack]);
    expect(Object.keys(config).filter((key) => key.endsWith("Password") || key.endsWith("Key"))).toEqual([]);
  });
});
