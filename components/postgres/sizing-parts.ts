import type { SizeSheet } from "../../core/capacity/derived";
import { formatBytes, formatSpan } from "../../core/capacity/format";
import { replicasFor } from "../../core/capacity/nodes/shape";
import { backupBytes, fullsKept } from "../../core/capacity/postgres/backup";
import { maxClientConnFor } from "../../core/capacity/postgres/connections";
import { tablesBytes, type TableLoad } from "../../core/capacity/postgres/volume";
import { walPerDay } from "../../core/capacity/postgres/wal";
import type { PostgresSizing, PostgresSizingArgs } from "./sizing";
import type { PostgresSizingConfig } from "./sizing-config";

export const loadsOf = (config: PostgresSizingConfig): readonly TableLoad[] =>
  Object.entries(config.tables).map(([name, t]) => ({
    name,
    rowsPerSecond: t.rows.perSecond,
    rowBytes: t.rowSize.bytes,
    retentionMs: t.retention.ms,
    vacuumFull: t.vacuumFull,
  }));

export function planPooler(
  sheet: SizeSheet,
  { config, shape, poolerClients }: PostgresSizingArgs,
): PostgresSizing["pooler"] {
  if (!config.pooler) return undefined;
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
  return { instances, maxClientConn, clients: poolerClients };
}

export function backupStorage(sheet: SizeSheet, config: PostgresSizingConfig, tables: readonly TableLoad[]): number {
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
