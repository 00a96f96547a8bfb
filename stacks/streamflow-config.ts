import { z } from "zod";
import { AirflowConfig } from "../components/airflow/config";
import { FlinkConfig } from "../components/flink/config";
import { FraudRulesConfig } from "../components/flink/fraud-rules";
import { StrimziKafkaConfig, StrimziTopicConfig } from "../components/kafka/strimzi/config";
import { MigrationConfig } from "../components/migration/config";
import { PostgresConfig } from "../components/postgres/config";
import { settings } from "../core/config/fields";
import { QuotaConfig } from "../core/config/quota";

/** Topics of the job and its consumers; each must be written out. */
export const STREAMFLOW_TOPICS = [
  "transactions.raw",
  "transactions.enriched",
  "fraud.alerts",
  "fraud.scored",
  "fraud.blacklist",
] as const;

const given = (what: string) => QuotaConfig.optional().describe(`Quota of ${what}.`);
const QUOTAS = {
  "streamflow-kafka": given("the brokers and their operators"),
  "streamflow-processing": given("Flink"),
  "streamflow-data": given("PostgreSQL and its pooler"),
  "streamflow-orchestration": given("Airflow"),
} as const;

export const StreamflowConfig = settings({
  topics: z
    .record(z.string(), StrimziTopicConfig, { error: "must be topics by name" })
    .describe("Topics by name: StreamFlow's five, and any others."),
  kafka: StrimziKafkaConfig.describe("The brokers. Sizes that are left out are derived."),
  flink: FlinkConfig.describe("The job that scores transactions. Sizes that are left out are derived."),
  postgres: PostgresConfig.describe(
    "The database with bronze, silver and gold layers, and Airflow's own. Sizes that are left out are derived.",
  ),
  migration: MigrationConfig.optional().describe(
    "A Job that makes and changes the tables of bronze, silver and gold, as the role streamflow_owner. The job and the pipelines start after it. Absent: somebody else makes them.",
  ),
  airflow: AirflowConfig.describe("The pipelines between the layers. Sizes that are left out are derived."),
  fraud: FraudRulesConfig.prefault({}).describe(
    "`fraud_rules.yaml`, which the job, the pipelines and the metrics share.",
  ),
  quotas: settings(QUOTAS).prefault({}).describe("Quotas by namespace, instead of the derived ones."),
});
export type StreamflowConfig = z.output<typeof StreamflowConfig>;
