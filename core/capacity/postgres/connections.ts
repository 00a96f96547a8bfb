import { roundUp, sumOf } from "../numbers";

/** `superuser_reserved_connections` [PostgreSQL docs]. */
export const SUPERUSER_RESERVED = 3;
/** Connections of the operator's instance manager and the exporter; assumed. */
export const OPERATOR_CONNECTIONS = 5;
/** psql sessions of people on call. */
export const PSQL_SESSIONS = 3;
/** Share of max_connections at which an alert stands. */
export const WARN_SHARE = 0.8;

export interface PoolerLoad {
  readonly instances: number;
  /** `default_pool_size` + `reserve_pool_size` of each user and database pair: PgBouncer keeps one pool per pair *and per pod* [PgBouncer docs, config]. */
  readonly pools: readonly number[];
}

export interface ServerLoad {
  readonly poolers: readonly PoolerLoad[];
  /** Clients that connect without a pooler: Flink's sinks × parallelism, migrations. */
  readonly direct: number;
}

/** Server connections that may be open: reserved + operator + psql + direct + Σ poolers instances × Σ pools. */
export const serverConnections = (load: ServerLoad): number =>
  SUPERUSER_RESERVED +
  OPERATOR_CONNECTIONS +
  PSQL_SESSIONS +
  load.direct +
  sumOf(load.poolers, (p) => p.instances * sumOf(p.pools, (n) => n));

/** `max_connections`: what may be open ÷ 0.8, up to the next ten. */
export const maxConnectionsFor = (load: ServerLoad): number => roundUp(serverConnections(load) / WARN_SHARE, 10);

/** `max_client_conn` of each PgBouncer so that N − 1 of them still take every client; at least its default 100 [PgBouncer docs, config]. */
export const maxClientConnFor = (clients: number, instances: number): number =>
  Math.max(100, roundUp(clients / Math.max(1, instances - 1), 50));
