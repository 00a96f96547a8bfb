import type { CustomQueries } from "../components/postgres/queries";
import { STREAMFLOW } from "./streamflow-names";

const gauge = (name: string, description: string) => ({ [name]: { usage: "GAUGE" as const, description } });
const label = (name: string, description: string) => ({ [name]: { usage: "LABEL" as const, description } });

/** True once the migration has made the tables: until then the exporter leaves the query out instead of failing. */
const whenThere = (...tables: readonly string[]): string =>
  `SELECT ${tables.map((table) => `to_regclass('${table}') IS NOT NULL`).join(" AND ")} AS there`;

/** Times in the layers are seconds since the epoch, as the events carry them. */
const behind = (from: string, to: string): string =>
  `GREATEST(COALESCE((SELECT max(transaction_time) FROM ${from}), 0) - COALESCE((SELECT max(transaction_time) FROM ${to}), 0), 0)`;

/** What only the tables know: the share of fraud, and how far each layer is behind the one before. `threshold`: from that score on it is fraud. */
export const streamflowQueries = (threshold: number): CustomQueries => ({
  streamflow_fraud: {
    query: [
      `SELECT count(*) FILTER (WHERE fraud_score >= ${threshold}) AS flagged_1h, count(*) AS total_1h`,
      "FROM silver.transactions_enriched",
      "WHERE transaction_time > EXTRACT(EPOCH FROM now() - interval '1 hour')",
    ].join("\n"),
    predicate_query: whenThere("silver.transactions_enriched"),
    primary: true,
    target_databases: [STREAMFLOW.database],
    metrics: [
      gauge("flagged_1h", "Transactions of the last hour that count as fraud"),
      gauge("total_1h", "Transactions of the last hour"),
    ],
  },
  streamflow_pipeline: {
    query: [
      `SELECT 'bronze_to_silver' AS stage, ${behind("bronze.transactions", "silver.transactions_enriched")} AS lag_seconds`,
      "UNION ALL",
      `SELECT 'silver_to_gold', ${behind("silver.transactions_enriched", "gold.daily")}`,
    ].join("\n"),
    predicate_query: whenThere("bronze.transactions", "silver.transactions_enriched", "gold.daily"),
    primary: true,
    target_databases: [STREAMFLOW.database],
    metrics: [
      label("stage", "From which layer to which"),
      gauge("lag_seconds", "Seconds that the later one is behind"),
    ],
  },
});
