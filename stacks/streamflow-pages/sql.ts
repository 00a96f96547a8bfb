/** Statements of the runbook pages; tests execute each on a real server with the application's tables. */

const LAYERS = "('bronze', 'silver', 'gold')";

export const SQL = {
  connectionsUsed: `SELECT count(*) AS total_connections, max_conn, round(100.0 * count(*) / max_conn, 2) AS pct_used
FROM pg_stat_activity, (SELECT setting::int AS max_conn FROM pg_settings WHERE name = 'max_connections') mc
GROUP BY max_conn;`,
  connectionsByApplication: `SELECT usename, application_name, count(*) AS connections, count(*) FILTER (WHERE state = 'idle') AS idle
FROM pg_stat_activity
GROUP BY usename, application_name
ORDER BY connections DESC;`,
  endIdle: `SELECT pg_terminate_backend(pid)
FROM pg_stat_activity
WHERE state = 'idle' AND state_change < now() - interval '10 minutes' AND application_name NOT IN ('psql');`,
  largestTables: `SELECT schemaname || '.' || relname AS table, pg_size_pretty(pg_total_relation_size(relid)) AS size, n_live_tup AS rows
FROM pg_stat_user_tables
WHERE schemaname IN ${LAYERS}
ORDER BY pg_total_relation_size(relid) DESC
LIMIT 10;`,
  walHeld: `SELECT slot_name, active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) AS held
FROM pg_replication_slots;`,
  archiver: `SELECT archived_count, last_archived_time, failed_count, last_failed_time
FROM pg_stat_archiver;`,
  deleteOldBronze: `DELETE FROM bronze.transactions
WHERE transaction_time < extract(epoch FROM now() - interval '7 days');`,
  truncateBronze: "TRUNCATE bronze.transactions CASCADE;",
  truncateSilver: "TRUNCATE silver.transactions_enriched CASCADE;",
  countBronze: "SELECT count(*) FROM bronze.transactions;",
  vacuumFull: "VACUUM FULL bronze.transactions;",
  vacuum: "VACUUM ANALYZE bronze.transactions;",
  replication: `SELECT application_name, client_addr, state, sync_state, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS lag_bytes
FROM pg_stat_replication;`,
  deadRows: `SELECT schemaname, relname, last_vacuum, last_autovacuum, n_dead_tup
FROM pg_stat_user_tables
WHERE schemaname IN ${LAYERS}
ORDER BY n_dead_tup DESC
LIMIT 10;`,
  longQueries: `SELECT pid, now() - query_start AS duration, query
FROM pg_stat_activity
WHERE state = 'active' AND now() - query_start > interval '5 minutes';`,
  fraudRate: `SELECT count(*) FILTER (WHERE fraud_score >= 0.7) AS fraud_alerts, count(*) AS total_transactions,
  round(100.0 * count(*) FILTER (WHERE fraud_score >= 0.7) / nullif(count(*), 0), 2) AS fraud_rate
FROM silver.transactions_enriched
WHERE transaction_time > extract(epoch FROM now() - interval '1 hour');`,
  fraudByRule: `SELECT rule_id, count(*) AS trigger_count
FROM silver.fraud_alerts
WHERE created_at > now() - interval '1 hour'
GROUP BY rule_id
ORDER BY trigger_count DESC;`,
  fraudByCustomer: `SELECT customer_id, count(*) AS alert_count, array_agg(DISTINCT rule_id) AS triggered_rules
FROM silver.fraud_alerts
WHERE created_at > now() - interval '1 hour'
GROUP BY customer_id
ORDER BY alert_count DESC
LIMIT 10;`,
} as const;
