import { stringify } from "yaml";

/** Queries of CloudNativePG's exporter by name; a column is the metric `cnpg_<name>_<column>` [CloudNativePG docs, monitoring]. */
export type CustomQueries = Readonly<Record<string, CustomQuery>>;

export interface CustomQuery {
  readonly query: string;
  /** One row, one boolean: whether the query is run at all. */
  readonly predicate_query?: string;
  /** Only the primary answers, so that one fact isn't told by every instance. */
  readonly primary: boolean;
  /** Databases in which it runs. */
  readonly target_databases: readonly string[];
  readonly metrics: readonly Readonly<Record<string, QueryColumn>>[];
}

export interface QueryColumn {
  readonly usage: "LABEL" | "GAUGE" | "COUNTER";
  readonly description: string;
}

/** As the ConfigMap holds them. */
export const queriesYaml = (queries: CustomQueries): string => stringify(queries, { lineWidth: 0 });

/** Dead rows and the last vacuum of every table of the application. */
export const tableQueries = (database: string): CustomQueries => ({
  pg_stat_user_tables: {
    query: [
      "SELECT current_database() AS datname, schemaname, relname, n_live_tup, n_dead_tup,",
      "  COALESCE(EXTRACT(EPOCH FROM GREATEST(last_vacuum, last_autovacuum)), 0) AS last_vacuum_time",
      "FROM pg_stat_user_tables",
    ].join("\n"),
    primary: true,
    target_databases: [database],
    metrics: [
      { datname: { usage: "LABEL", description: "Database" } },
      { schemaname: { usage: "LABEL", description: "Schema" } },
      { relname: { usage: "LABEL", description: "Table" } },
      { n_live_tup: { usage: "GAUGE", description: "Live rows, estimated" } },
      { n_dead_tup: { usage: "GAUGE", description: "Dead rows, estimated" } },
      { last_vacuum_time: { usage: "GAUGE", description: "Seconds since the epoch at the last vacuum; 0 = never" } },
    ],
  },
});
