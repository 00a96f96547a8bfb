import type { CostPart } from "../../core/capacity/cost/quantities";
import { DAYS_PER_MONTH, SECONDS_PER_MONTH } from "../../core/capacity/cost/quantities";
import { standbyTraffic } from "../../core/capacity/cost/zones";
import { addUp, demand, type Demand } from "../../core/capacity/demand";
import { SizeSheet } from "../../core/capacity/derived";
import { formatBytes, formatSpan, formatThroughput } from "../../core/capacity/format";
import { type Shape } from "../../core/capacity/nodes/shape";
import { roundUp } from "../../core/capacity/numbers";
import { maxConnectionsFor, WARN_SHARE, type ServerLoad } from "../../core/capacity/postgres/connections";
import { memoryFor, postgresMemory } from "../../core/capacity/postgres/memory";
import { databaseBytes, USABLE_SHARE, type TableLoad } from "../../core/capacity/postgres/volume";
import { archiveRate, maxWalSizeFor, walBytes, walPutsPerDay, walRate } from "../../core/capacity/postgres/wal";
import { GiB } from "../../core/units";
import type { PostgresConfig } from "./config";
import { postgresBudgets } from "./sizing-budgets";
import { backupStorage, loadsOf, planPooler, poolsOf } from "./sizing-parts";
import { postgresPods } from "./sizing-pods";

export interface PostgresSizingArgs {
  /** Path of the cluster in the config: `streamflow.postgres`. */
  readonly path: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly config: PostgresConfig;
  readonly shape: Shape;
  /** Connections of clients that don't go through the pooler: Flink's sinks, applications. */
  readonly directClients: number;
  /** Connections that clients may open to the pooler. */
  readonly poolerClients: number;
  /** Users of the pooler, one per user and database; those in the config's pools count besides. */
  readonly poolerUsers: readonly string[];
}

export interface PostgresSizing {
  readonly path: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly instances: number;
  readonly cpu: number;
  readonly memory: number;
  readonly volume: number;
  readonly walVolume: number;
  readonly maxConnections: number;
  /** `max_wal_size`, `max_slot_wal_keep_size`: bytes. */
  readonly maxWalSize: number;
  readonly slotCap: number;
  /** Standbys that must confirm a commit; 0 where there are too few. */
  readonly synchronous: number;
  readonly tables: readonly TableLoad[];
  readonly load: ServerLoad;
  readonly pooler: PoolerSizing | undefined;
  readonly backup: PostgresConfig["backup"];
  readonly demand: Demand;
}

export interface PoolerSizing {
  readonly instances: number;
  readonly maxClientConn: number;
  /** Connections that they may open. */
  readonly clients: number;
  /** Pairs of user and database, each with a pool of its own. */
  readonly users: number;
  /** `default_pool_size`, `reserve_pool_size`. */
  readonly poolSize: number;
  readonly reserve: number;
}

/** `max_slot_wal_keep_size` that the stacks set: a dead standby may hold back this much WAL. */
const SLOT_CAP = 2 * GiB;
/** Least cores of an instance. */
const CPU_FLOOR = { "single-node": 500, "multi-node": 1_000 } as const;

export function sizePostgres(args: PostgresSizingArgs): PostgresSizing {
  const { config, shape, path } = args;
  const sheet = new SizeSheet(path);
  const tables = loadsOf(config);
  const pooler = planPooler(sheet, args);
  const load: ServerLoad = {
    poolers: pooler ? [{ instances: pooler.instances, pools: poolsOf(pooler) }] : [],
    direct: args.directClients,
  };
  const told = pooler
    ? `${pooler.instances} pooler(s) × ${pooler.users} user(s) × ${pooler.poolSize + pooler.reserve}`
    : "no pooler";
  const maxConnections = sheet.count(
    "maxConnections",
    "connections",
    maxConnectionsFor(load),
    `(3 reserved + 5 operator + 3 psql + ${args.directClients} direct + ${told}) ÷ ${WARN_SHARE}, up to the next ten`,
    config.maxConnections,
  );
  const memory = sheet.memory(
    "memory",
    memoryFor(maxConnections),
    `smallest whose worst case (25 % buffers, ${maxConnections} backends, 3 autovacuum workers) is within 90 %`,
    config.memory?.bytes,
  );
  const settings = postgresMemory(memory, maxConnections);
  sheet.memory("sharedBuffers", settings.sharedBuffers, "25 % of the memory");
  sheet.memory(
    "workMem",
    settings.workMem,
    `75 % of the memory ÷ 3 × (${maxConnections} connections + 32 workers), at least 4 MiB`,
  );
  const cpu = sheet.cpu(
    "cpu",
    CPU_FLOOR[shape.kind],
    "the least for its kind of target; measure to raise it",
    config.cpu?.millicores,
  );
  const volume = sheet.volume(
    "volume",
    roundUp(Math.max(databaseBytes(tables) / USABLE_SHARE, GiB), GiB),
    `Σ rows × retention × row size × 1.2 bloat${tables.some((t) => t.vacuumFull) ? " + the largest table again for VACUUM FULL" : ""} = ${formatBytes(databaseBytes(tables))}, ÷ 0.8`,
    { exactly: config.volume?.bytes, atLeast: config.minVolume?.bytes },
  );
  const wal = walRate(tables);
  const archived = archiveRate(tables);
  const maxWalSize = maxWalSizeFor(wal);
  const walNeed = walBytes({
    maxWalSize,
    slotCap: SLOT_CAP,
    archiveOutageMs: config.archiveOutage.ms,
    bytesPerSecond: archived,
  });
  const walVolume = sheet.volume(
    "walVolume",
    roundUp(walNeed / USABLE_SHARE, GiB),
    `max_wal_size ${formatBytes(maxWalSize)} + 512 MiB kept + ${formatBytes(SLOT_CAP)} for slots + ${formatSpan(config.archiveOutage.ms)} × ${formatThroughput(archived)}, ÷ 0.8`,
    { exactly: config.walVolume?.bytes, atLeast: config.minWalVolume?.bytes },
  );
  const synchronous = config.instances >= 3 ? 1 : 0;
  const backups = backupStorage(sheet, config, tables);
  const sizing: Omit<PostgresSizing, "demand"> = {
    path,
    cluster: args.cluster,
    namespace: args.namespace,
    instances: config.instances,
    cpu,
    memory,
    volume,
    walVolume,
    maxConnections,
    maxWalSize,
    slotCap: SLOT_CAP,
    synchronous,
    tables,
    load,
    pooler,
    backup: config.backup,
  };
  const costs: CostPart[] = [
    {
      driver: "volume-gib",
      amount: (config.instances * (volume + walVolume)) / GiB,
      what: `${args.cluster} data and WAL`,
    },
    {
      driver: "cross-zone-gib",
      amount: (standbyTraffic(wal, config.instances, shape.zones) * SECONDS_PER_MONTH) / GiB,
      what: `${args.cluster} WAL to its standbys`,
    },
    { driver: "object-gib", amount: backups / GiB, what: `${args.cluster} backups and WAL archive` },
    {
      driver: "put-requests",
      amount: config.backup ? walPutsPerDay(tables) * DAYS_PER_MONTH : 0,
      what: `${args.cluster} WAL archive`,
    },
  ];
  const own = demand({ sizes: sheet.sizes, budgets: postgresBudgets(sizing, config), costs });
  return { ...sizing, demand: addUp([own, postgresPods(sizing, shape)]) };
}
