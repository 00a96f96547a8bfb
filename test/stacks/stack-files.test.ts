import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../../stacks/config";
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

const DATABASE = ["streaming:apphubSequencerDbSuperuserPassword", "streaming:apphubSequencerDbPassword"];
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  dev: DATABASE,
  prod: [
    ...DATABASE,
    "streaming:apphubRedpandaAdminPassword",
    "streaming:apphubRedpandaCorePassword",
    "streaming:apphubRedpandaTimestorePassword",
    "streaming:apphubRedpandaFlinkPassword",
    "streaming:apphubRedpandaAuthority",
    "streaming:apphubRedpandaCertificate",
  ],
};

describe.each(["dev", "prod"])("Pulumi.%s.yaml", (stack) => {
  const { config } = parse(readFileSync(join(__dirname, "../..", `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Typed;
  };
  const values = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]));

  test("is accepted", () => expect(parseConfig(values).apphub).toBeDefined());

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
    expect(Object.keys(config)).toEqual(["streaming:target", "streaming:access", "streaming:apphub"]);
  });
});
