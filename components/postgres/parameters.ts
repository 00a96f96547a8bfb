import { postgresMemory } from "../../core/capacity/postgres/memory";
import { MiB } from "../../core/units";
import type { PostgresSizing } from "./sizing";

/** `postgresql.conf` from the sizes. What isn't named keeps PostgreSQL's or the operator's own value. */
export function parametersOf(sizing: PostgresSizing): Readonly<Record<string, string>> {
  const { maxConnections } = sizing;
  const memory = postgresMemory(sizing.memory, maxConnections);
  return {
    // Large tables would otherwise wait for a fifth of their rows to die.
    autovacuum_analyze_scale_factor: "0.02",
    autovacuum_vacuum_scale_factor: "0.05",
    effective_cache_size: megabytes(memory.effectiveCacheSize),
    // A transaction that its client forgot holds back vacuum everywhere.
    idle_in_transaction_session_timeout: "30min",
    maintenance_work_mem: megabytes(memory.maintenanceWorkMem),
    max_connections: String(maxConnections),
    // Without a limit, the slot of a standby that is gone fills the volume.
    max_slot_wal_keep_size: megabytes(sizing.slotCap),
    max_wal_size: megabytes(sizing.maxWalSize),
    // Naming one of its settings makes the operator load the extension.
    "pg_stat_statements.max": "5000",
    "pg_stat_statements.track": "all",
    shared_buffers: megabytes(memory.sharedBuffers),
    work_mem: megabytes(memory.workMem),
  };
}

const megabytes = (bytes: number) => `${Math.floor(bytes / MiB)}MB`;

/** PgBouncer's, whatever the sizes: statements that clients prepare survive the change of server that transaction mode brings. */
export const POOLER_PARAMETERS = { max_prepared_statements: "200" } as const;
