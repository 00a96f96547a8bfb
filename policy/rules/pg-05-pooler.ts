import { z } from "zod";
import { count } from "../../core/config/fields";
import { type Complaints, advise, complain, eachItem } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { CLUSTER, POOLER, maxConnections, ofCluster, parameter } from "../kinds/postgres";

interface Args {
  readonly instances: number;
  readonly directUpTo: number;
}

export const pooler = stackRule<Args>({
  id: "PG-05",
  slug: "pooler",
  severity: "medium",
  level: both("mandatory"),
  description:
    "Clients reach a busy database through PgBouncer, with a pool mode that is said and a second instance where there are several nodes.",
  why: "Every PostgreSQL connection is a process with memory of its own: a storm of clients takes the server down.",
  remedy: "Add a Pooler with pgbouncer.poolMode, two instances on several nodes, and max_client_conn for all clients.",
  args: z.strictObject({
    instances: count(1, 99).describe("Fewest PgBouncer pods."),
    directUpTo: count(0, 10_000).describe(
      "max_connections up to which clients may come without a pooler; it is then only advised.",
    ),
  }),
  defaults: per({ instances: 1, directUpTo: 200 }, { instances: 2, directUpTo: 200 }),
  example: { target: "multi-node", bad: example(1), good: example(2) },
  check: (scene, args) => [
    ...eachItem(scene.of(CLUSTER), (cluster) => clusterComplaints(scene, cluster, args)),
    ...eachItem(scene.of(POOLER), (item) => poolerComplaints(item, args)),
  ],
});

function clusterComplaints(scene: Scene, cluster: Item, { directUpTo }: Args): Complaints {
  if (ofCluster(scene, POOLER, cluster).length > 0) return [];
  const connections = maxConnections(cluster);
  const at = parameter(cluster, "max_connections");
  return connections > directUpTo
    ? [
        complain(
          cluster,
          at,
          `is ${connections} and there is no Pooler: from ${directUpTo} up clients must come through PgBouncer`,
        ),
      ]
    : [advise(cluster, "", `has no Pooler: each of up to ${connections} clients is a server process`)];
}

function poolerComplaints(item: Item, { instances }: Args): Complaints {
  const at = item.spec.at("instances");
  const given = at.number ?? 1;
  const mode = item.spec.at("pgbouncer", "poolMode");
  const clients = item.spec.at("pgbouncer", "parameters", "max_client_conn").number ?? 100;
  const pool = item.spec.at("pgbouncer", "parameters", "default_pool_size").number ?? 20;
  return [
    ...(given < instances
      ? [
          complain(
            item,
            at,
            `is ${given}, must be at least ${instances}: the database is out of reach while its only pooler restarts`,
          ),
        ]
      : []),
    ...(mode.isSet
      ? []
      : [advise(item, mode, "is missing (session): say session or transaction, as the clients need it")]),
    ...(clients < pool
      ? [
          complain(
            item,
            item.spec.at("pgbouncer", "parameters", "max_client_conn"),
            `is ${clients}, must be at least default_pool_size, ${pool}`,
          ),
        ]
      : []),
  ];
}

function example(instances: number): string {
  return `
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata: { name: orders-pooler, namespace: apps }
spec:
  cluster: { name: orders-db }
  instances: ${instances}
  pgbouncer: { poolMode: transaction, parameters: { max_client_conn: "500", default_pool_size: "10" } }`;
}
