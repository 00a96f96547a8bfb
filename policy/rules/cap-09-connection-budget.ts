import { z } from "zod";
import {
  OPERATOR_CONNECTIONS,
  PSQL_SESSIONS,
  SUPERUSER_RESERVED,
  serverConnections,
} from "../../core/capacity/postgres/connections";
import { sumOf } from "../../core/capacity/numbers";
import { count } from "../../core/config/fields";
import { type Complaints, complain, eachItem } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { CLUSTER, POOLER, maxConnections, ofCluster, parameter } from "../kinds/postgres";

/** PgBouncer's own defaults [PgBouncer docs, config]. */
const POOL_SIZE = 20;

export const connectionBudget = stackRule<{ direct: number }>({
  id: "CAP-09",
  slug: "connection-budget",
  severity: "high",
  level: both("mandatory"),
  description: "All connections that poolers and direct clients may open fit into max_connections.",
  why: "PgBouncer keeps one pool per user and database in every pod: pools that are too large end in `too many clients already`.",
  remedy: "Lower default_pool_size, run fewer pooler instances, or raise max_connections (and memory with it).",
  args: z.strictObject({ direct: count(0, 10_000).describe("Connections of clients that don't use a pooler.") }),
  defaults: both({ direct: 0 }),
  example: {
    target: "multi-node",
    bad: example("50"),
    good: example("20"),
  },
  check: (scene, { direct }) => eachItem(scene.of(CLUSTER), (cluster) => complaintsFor(scene, cluster, direct)),
});

function complaintsFor(scene: Scene, cluster: Item, direct: number): Complaints {
  const poolers = ofCluster(scene, POOLER, cluster);
  const have = maxConnections(cluster);
  const reserved = parameter(cluster, "reserved_connections").number ?? 0;
  // A pooler for reading goes to the standbys, all others also to the primary; each server has the same limit.
  const servers = [poolers.filter((p) => typeOf(p) !== "ro"), poolers.filter((p) => typeOf(p) !== "rw")];
  const need = Math.max(
    ...servers.map((own) =>
      serverConnections({
        direct: direct + reserved,
        poolers: own.map((pooler) => ({ instances: instances(pooler), pools: [pool(pooler)] })),
      }),
    ),
  );
  if (need <= have) return [];
  const kept = SUPERUSER_RESERVED + OPERATOR_CONNECTIONS + PSQL_SESSIONS;
  const pools = sumOf(poolers, (pooler) => instances(pooler) * pool(pooler));
  return [
    complain(
      cluster,
      parameter(cluster, "max_connections"),
      `is ${have}, must be at least ${need}: poolers open up to ${pools}, others ${direct + reserved}, and ${kept} are kept for superusers, the operator and people on call`,
    ),
  ];
}

const typeOf = (pooler: Item): string => pooler.spec.at("type").text ?? "rw";
const instances = (pooler: Item): number => pooler.spec.at("instances").count ?? 1;

/** Server connections of one PgBouncer: one pool, as users and databases aren't known here, within its own bounds. */
function pool(pooler: Item): number {
  const setting = (name: string): number | undefined => pooler.spec.at("pgbouncer", "parameters", name).number;
  const bounds = [setting("max_db_connections"), setting("max_user_connections")].filter(
    (n) => n !== undefined && n > 0,
  );
  const size = (setting("default_pool_size") ?? POOL_SIZE) + (setting("reserve_pool_size") ?? 0);
  return Math.min(size, ...bounds.map(Number));
}

function example(size: string): string {
  return `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders-db, namespace: apps }
spec:
  instances: 3
  postgresql: { parameters: { max_connections: "100" } }
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata: { name: orders-pooler, namespace: apps }
spec:
  cluster: { name: orders-db }
  instances: 3
  pgbouncer: { poolMode: transaction, parameters: { default_pool_size: "${size}" } }`;
}
