import type { SizeSheet } from "../../core/capacity/derived";
import { formatBytes, formatSpan } from "../../core/capacity/format";
import { replicasFor } from "../../core/capacity/nodes/shape";
import { backupBytes, fullsKept } from "../../core/capacity/postgres/backup";
import { maxClientConnFor } from "../../core/capacity/postgres/connections";
import { tablesBytes, type TableLoad } from "../../core/capacity/postgres/volume";
import { walPerDay } from "../../core/capacity/postgres/wal";
import type { PostgresSizing, PostgresSizingArgs } from "./sizing";
import type { PostgresConfig } from "./config";

export const loadsOf = (config: PostgresConfig): readonly TableLoad[] =>
  Object.entries(config.tables).map(([name, t]) => ({
    name,
    rowsPerSecond: t.rows.perSecond,
    rowBytes: t.rowSize.bytes,
    retentionMs: t.retention.ms,
    vacuumFull: t.vacuumFull,
  }));

/** PgBouncer has one pool size for all; the CR can't tell users apart, so each pair of user and database counts as the neediest [CloudNativePG docs, connection_pooling]. */
export function planPooler(
  sheet: SizeSheet,
  { config, shape, poolerClients, poolerUsers }: PostgresSizingArgs,
): PostgresSizing["pooler"] {
  if (!config.pooler) return undefined;
  const { pools, reserve } = config.pooler;
  const users = new Set([...Object.keys(pools), ...poolerUsers]).size;
  const poolSize = sheet.count(
    "pooler.poolSize",
    "connections",
    Math.max(1, ...Object.values(pools)),
    `the largest of the pools; each of ${users} user(s) gets it, in every pod`,
  );
  const instances = sheet.count(
    "pooler.instances",
    "pods",
    replicasFor(shape, 2),
    "one, two on a multi-node target so that one may be lost",
    config.pooler.instances,
  );
  const maxClientConn = sheet.count(
    "pooler.maxClientConn",
    "connections",
    maxClientConnFor(poolerClients, instances),
    `${poolerClients} clients ÷ (${instances} − 1, at least 1) pods, up to the next fifty, at least 100`,
    config.pooler.maxClientConn,
  );
  return { instances, maxClientConn, clients: poolerClients, users, poolSize, reserve };
}

export function backupStorage(sheet: SizeSheet, config: PostgresConfig, tables: readonly TableLoad[]): number {
  if (!config.backup) return 0;
  const { period, retention, compression } = config.backup;
  const bytes = backupBytes({
    windowMs: retention.ms,
    periodMs: period.ms,
    databaseBytes: tablesBytes(tables),
    walPerDay: walPerDay(tables),
    compression,
  });
  return sheet.disk(
    "backup.storage",
    bytes,
    `${fullsKept(retention.ms, period.ms)} fulls of ${formatBytes(tablesBytes(tables))} + ${formatSpan(retention.ms)} of WAL at ${formatBytes(walPerDay(tables))} a day, × ${compression}`,
  );
}

/** Server connections that one PgBouncer may open, by user. */
export const poolsOf = ({ users, poolSize, reserve }: NonNullable<PostgresSizing["pooler"]>): readonly number[] =>
  Array.from({ length: users }, () => poolSize + reserve);
