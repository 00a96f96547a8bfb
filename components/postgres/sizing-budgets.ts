import type { Budget } from "../../core/capacity/budget";
import { formatBytes } from "../../core/capacity/format";
import { serverConnections, WARN_SHARE } from "../../core/capacity/postgres/connections";
import { worstCase, worstCaseLimit } from "../../core/capacity/postgres/memory";
import { databaseBytes, USABLE_SHARE, type TableLoad } from "../../core/capacity/postgres/volume";
import { archiveRate, walBytes } from "../../core/capacity/postgres/wal";
import { GiB, MiB } from "../../core/units";
import type { PostgresConfig } from "./config";
import type { PostgresSizing } from "./sizing";

const grown = (tables: readonly TableLoad[], growth: number): readonly TableLoad[] =>
  tables.map((t) => ({ ...t, rowsPerSecond: t.rowsPerSecond * growth }));

/** What must suffice for a PostgreSQL cluster: connections, memory, data volume, WAL volume, clients of the pooler. */
export function postgresBudgets(sizing: Omit<PostgresSizing, "demand">, config: PostgresConfig): readonly Budget[] {
  const { path, tables, memory, maxConnections, volume, walVolume, cluster } = sizing;
  const wal = (growth: number): number =>
    walBytes({
      maxWalSize: sizing.maxWalSize,
      slotCap: sizing.slotCap,
      archiveOutageMs: config.archiveOutage.ms,
      bytesPerSecond: archiveRate(grown(tables, growth)),
    });
  const budgets: Budget[] = [
    {
      name: "postgres-connections",
      path: `${path}.maxConnections`,
      level: "proof",
      unit: "connections",
      need: serverConnections(sizing.load),
      usable: Math.floor(maxConnections * WARN_SHARE),
      have: maxConnections,
      formula: `3 reserved + 5 operator + 3 psql + ${sizing.load.direct} direct + what the poolers may open, against 80 % of ${maxConnections}`,
      remedy: `raise ${path}.maxConnections or lower the pools`,
    },
    {
      name: "postgres-memory",
      path: `${path}.memory`,
      level: "proof",
      unit: "MiB",
      need: worstCase(memory, maxConnections) / MiB,
      usable: worstCaseLimit(memory) / MiB,
      have: memory / MiB,
      formula: `25 % buffers + ${maxConnections} backends × (work_mem + 8 MiB) + 3 autovacuum workers, against 90 % of ${formatBytes(memory)}`,
      remedy: `raise ${path}.memory or lower ${path}.maxConnections`,
    },
    {
      name: "postgres-volume",
      path: `${path}.volume`,
      level: "proof",
      unit: "GiB",
      need: databaseBytes(tables) / GiB,
      usable: (volume * USABLE_SHARE) / GiB,
      have: volume / GiB,
      formula: `tables with bloat${tables.some((t) => t.vacuumFull) ? " and a second copy for VACUUM FULL" : ""}: ${formatBytes(databaseBytes(tables))}; 80 % of ${formatBytes(volume)} may be filled`,
      remedy: `raise ${path}.volume to ${Math.ceil(databaseBytes(tables) / USABLE_SHARE / GiB)}Gi or lower a retention`,
      needAt: (growth) => databaseBytes(grown(tables, growth)) / GiB,
      whenFull: `the data volume of ${cluster} is full`,
    },
    {
      name: "postgres-wal-volume",
      path: `${path}.walVolume`,
      level: "proof",
      unit: "GiB",
      need: wal(1) / GiB,
      usable: (walVolume * USABLE_SHARE) / GiB,
      have: walVolume / GiB,
      formula:
        "max_wal_size + kept segments + slots + what an archive outage piles up; a full WAL volume stops the server",
      remedy: `raise ${path}.walVolume or lower ${path}.archiveOutage`,
      needAt: (growth) => wal(growth) / GiB,
      whenFull: `the WAL volume of ${cluster} fills up during an archive outage`,
    },
  ];
  if (config.backup === undefined)
    budgets.push({
      name: "postgres-backup",
      path: `${path}.backup`,
      level: "advice",
      unit: "backups",
      need: 1,
      usable: 0,
      have: 0,
      formula: `what ${cluster} loses with its volumes comes back from nowhere`,
      remedy: `set ${path}.backup.retention`,
    });
  if (sizing.pooler) budgets.push(clientsOf(sizing.pooler, path));
  return budgets;
}

/** All clients must find a place with one PgBouncer gone, where there is more than one. */
function clientsOf({ instances, maxClientConn, clients }: NonNullable<PostgresSizing["pooler"]>, path: string): Budget {
  const left = Math.max(1, instances - 1);
  return {
    name: "pooler-clients",
    path: `${path}.pooler.maxClientConn`,
    level: "proof",
    unit: "connections",
    need: clients,
    usable: left * maxClientConn,
    have: left * maxClientConn,
    formula: `clients' pools, against ${left} PgBouncer × ${maxClientConn}`,
    remedy: `raise ${path}.pooler.maxClientConn or ${path}.pooler.instances`,
  };
}
