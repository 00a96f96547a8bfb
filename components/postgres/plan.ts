import { postgresMemory, worstCase, worstCaseLimit } from "../../core/capacity/postgres/memory";
import { type PostgresAccess, isNodePort } from "../../core/config/access";
import type { TargetConfig } from "../../core/config/target";
import { MiB, formatCpu, formatSize } from "../../core/units";
import type { PostgresConfig } from "./config";

/** The one application role, its database and its schema. */
export interface DatabasePlan {
  readonly database: string;
  readonly role: string;
  readonly schema: string;
}

export interface PostgresPlan {
  readonly cluster: string;
  readonly namespace: string;
  readonly partOf: string;
  readonly image: string;
  readonly instances: number;
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly volume: { readonly size: string; readonly storageClass: string };
  /** `postgresql.conf`, as far as the operator leaves it to us; every value a string. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Standbys that must confirm a commit; 0 = none. One standby more than that may be lost without stopping writes. */
  readonly synchronous: number;
  readonly zones: number;
  readonly database: DatabasePlan;
  /** The node's port at which a single node offers the primary to the runner. */
  readonly externalPort: number | undefined;
  readonly target: TargetConfig["kind"];
}

export interface PostgresScope {
  readonly cluster: string;
  readonly namespace: string;
  readonly partOf: string;
  readonly image: string;
  readonly database: DatabasePlan;
  readonly target: TargetConfig;
  readonly access: PostgresAccess;
}

export function planPostgres(scope: PostgresScope, config: PostgresConfig): PostgresPlan {
  const { target, access } = scope;
  return {
    cluster: scope.cluster,
    namespace: scope.namespace,
    partOf: scope.partOf,
    image: scope.image,
    instances: config.instances,
    resources: { cpu: formatCpu(config.cpu.millicores), memory: formatSize(config.memory.bytes) },
    volume: { size: formatSize(config.volume.bytes), storageClass: target.storageClass },
    parameters: parametersFor(config),
    synchronous: config.instances >= 3 ? 1 : 0,
    zones: target.zones.length,
    database: scope.database,
    externalPort: target.kind === "single-node" && isNodePort(access.port) ? access.port : undefined,
    target: target.kind,
  };
}

/** Connections that a small service needs at most; more memory gives no more of them. */
const MOST_CONNECTIONS = 100;

/** The most connections whose worst case the memory bears. */
export function connectionsFor(memory: number): number {
  let connections = MOST_CONNECTIONS;
  while (connections > 1 && worstCase(memory, connections) > worstCaseLimit(memory)) connections -= 1;
  return connections;
}

function parametersFor(config: PostgresConfig): Readonly<Record<string, string>> {
  const connections = connectionsFor(config.memory.bytes);
  const memory = postgresMemory(config.memory.bytes, connections);
  const megabytes = (bytes: number) => `${Math.floor(bytes / MiB)}MB`;
  const wal = config.volume.bytes / 10;
  return {
    effective_cache_size: megabytes(memory.effectiveCacheSize),
    maintenance_work_mem: megabytes(memory.maintenanceWorkMem),
    max_connections: String(connections),
    // Without a limit, the slot of a standby that is gone fills the volume.
    max_slot_wal_keep_size: megabytes(2 * wal),
    max_wal_size: megabytes(wal),
    shared_buffers: megabytes(memory.sharedBuffers),
    work_mem: megabytes(memory.workMem),
  };
}
