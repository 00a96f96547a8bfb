/** CloudNativePG: the instances' exporter with its default queries, the stack's own queries, backups, and the poolers. */
import { counters, gauges, type Exporter } from "../../../core/alerts/exporter";

/** [CloudNativePG docs, monitoring; default-monitoring queries]. */
const DEFAULTS = {
  ...gauges(["cluster"], "cnpg_collector_up"),
  ...gauges(
    ["datname", "usename", "application_name", "state"],
    "cnpg_backends_total",
    "cnpg_backends_max_tx_duration_seconds",
  ),
  ...gauges(["name"], "cnpg_pg_settings_setting"),
  ...gauges(
    [],
    "cnpg_pg_replication_lag",
    "cnpg_pg_replication_in_recovery",
    "cnpg_pg_replication_is_wal_receiver_up",
    "cnpg_pg_replication_streaming_replicas",
    "cnpg_collector_fencing_on",
    "cnpg_pg_stat_archiver_last_failed_time",
    "cnpg_pg_stat_archiver_last_archived_time",
    "cnpg_collector_last_available_backup_timestamp",
    "cnpg_collector_last_failed_backup_timestamp",
  ),
  ...gauges(
    ["application_name", "client_addr", "client_port", "usename"],
    "cnpg_pg_stat_replication_replay_diff_bytes",
  ),
  ...gauges(["value"], "cnpg_collector_pg_wal", "cnpg_collector_pg_wal_archive_status"),
  ...gauges(["datname"], "cnpg_pg_database_size_bytes", "cnpg_pg_database_xid_age"),
  ...counters(["datname"], "cnpg_pg_stat_database_deadlocks"),
};

/** The Barman Cloud plugin's own [plugin docs, metrics]. */
const BARMAN = gauges(
  [],
  "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp",
  "barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp",
  "barman_cloud_cloudnative_pg_io_first_recoverability_point",
);

export const cnpgExporter: Exporter = { name: "CloudNativePG exporter", metrics: { ...DEFAULTS, ...BARMAN } };

/** With StreamFlow's custom queries: `cnpg_<query>_<column>`. */
export const streamflowPostgres: Exporter = {
  name: "CloudNativePG exporter with StreamFlow's queries",
  metrics: {
    ...cnpgExporter.metrics,
    ...gauges([], "cnpg_streamflow_fraud_flagged_1h", "cnpg_streamflow_fraud_total_1h"),
    ...gauges(["stage"], "cnpg_streamflow_pipeline_lag_seconds"),
    ...gauges(
      ["datname", "schemaname", "relname"],
      "cnpg_pg_stat_user_tables_n_dead_tup",
      "cnpg_pg_stat_user_tables_last_vacuum_time",
    ),
  },
};

export const pgbouncerExporter: Exporter = {
  name: "CloudNativePG pooler",
  metrics: gauges(
    ["database", "user"],
    "cnpg_pgbouncer_pools_maxwait",
    "cnpg_pgbouncer_pools_cl_waiting",
    "cnpg_pgbouncer_pools_cl_active",
    "cnpg_pgbouncer_pools_sv_active",
    "cnpg_pgbouncer_pools_sv_idle",
  ),
};
