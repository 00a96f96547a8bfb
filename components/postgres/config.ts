/** A PostgreSQL cluster with its tables, pooler and backups. Sizes that are left out are derived. */
import { z } from "zod";
import {
  bytes,
  count,
  cpu,
  duration,
  factor,
  flag,
  kubernetesName,
  rate,
  settings,
  size,
  text,
} from "../../core/config/fields";
import { leastVolume } from "../../core/config/volume";

export const TableConfig = settings({
  rows: rate().describe("Rows written per second, the mean over a day."),
  rowSize: bytes().describe("One row with its share of the indexes."),
  retention: duration({ min: "1h" }).describe("How long rows are kept."),
  vacuumFull: flag().default(false).describe("VACUUM FULL is run on it, which needs room for a second copy."),
  rebuiltFrom: text().optional().describe("Topic, table or `backup` from which it can be made again."),
});
export type TableConfig = z.output<typeof TableConfig>;

export const PoolerConfig = settings({
  instances: count(1, 20).optional().describe("PgBouncer pods."),
  pools: z
    .record(z.string(), count(1, 1_000), { error: "must be numbers by user" })
    .describe(
      "Server connections that each user needs. PgBouncer gives every user as many as the neediest (`default_pool_size`), in every pod.",
    ),
  reserve: count(0, 100).default(0).describe("`reserve_pool_size` of each user."),
  clients: z
    .record(z.string(), count(1, 10_000), { error: "must be numbers by user" })
    .default({})
    .describe("Connections that applications outside the stack open, by user."),
  maxClientConn: count(1, 100_000).optional().describe("Clients of each PgBouncer pod."),
});

export const BackupConfig = settings({
  period: duration({ min: "1h" })
    .prefault("1d")
    .describe("Time between full backups: 6h, 12h, 1d, or 7d, which is Sunday."),
  hour: count(0, 23).default(2).describe("Hour of the day at which they begin, UTC."),
  retention: duration({ min: "1d" }).describe("Recovery window, in whole days: to any moment in it."),
  serverName: kubernetesName()
    .optional()
    .describe(
      "Folder in the bucket; absent = the cluster's name. A cluster that is made anew, or restored, needs another: the operator refuses to write two clusters' archives into one.",
    ),
  cpu: cpu().prefault("250m").describe("Cores of the container beside each instance that compresses and uploads."),
  compression: factor(0.05, 1)
    .default(1)
    .describe("Stored ÷ original size; below 1, backups and archive are compressed with gzip."),
});

export const PostgresConfig = settings({
  instances: count(1, 9).describe("One primary, the rest standbys. 1 on a single node."),
  cpu: cpu().optional().describe("Cores of each instance."),
  memory: size({ min: "256Mi" }).optional().describe("Memory of each instance, request and limit."),
  volume: size({ min: "1Gi" }).optional().describe("Data volume of each instance."),
  minVolume: leastVolume("volume"),
  walVolume: size({ min: "1Gi" }).optional().describe("WAL volume of each instance."),
  minWalVolume: leastVolume("walVolume"),
  maxConnections: count(20, 10_000).optional().describe("`max_connections`."),
  archiveOutage: duration().prefault("12h").describe("How long WAL archiving may fail before the WAL volume is full."),
  tables: z
    .record(z.string(), TableConfig, { error: "must be tables by name" })
    .default({})
    .describe("Tables that grow, by `schema.table`."),
  pooler: PoolerConfig.optional().describe("PgBouncer in front."),
  backup: BackupConfig.optional().describe("Full backups and WAL archive in the object store."),
});
export type PostgresConfig = z.output<typeof PostgresConfig>;
