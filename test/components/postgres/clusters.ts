/** Clusters of test configs: what the model makes of them, and the plan. */
import { planObjectStore, type StoreAccess } from "../../../components/object-store/plan";
import { PostgresConfig } from "../../../components/postgres/config";
import { type PostgresPlan, planPostgres } from "../../../components/postgres/plan";
import { tableQueries } from "../../../components/postgres/queries";
import { type PostgresSizing, sizePostgres } from "../../../components/postgres/sizing";
import { shapeOf } from "../../../core/capacity/nodes/shape";
import { clusterOf } from "../../../core/capacity/nodes/target";
import { TargetConfig } from "../../../core/config/target";
import { type Typed, multiNode, singleNode } from "../../stacks/values";

export interface Planned {
  readonly sizing: PostgresSizing;
  readonly plan: PostgresPlan;
}

export const ON_AWS = {
  prefix: "acme",
  region: "eu-central-1",
  oidcProvider: "arn:aws:iam::123456789012:oidc-provider/oidc.example.org/id/AB12",
} as const;
export const COMPATIBLE = {
  prefix: "acme",
  region: "us-east-1",
  endpoint: "https://s3.example.net",
  accessKey: "streaming",
} as const;

export function storeFor(config: typeof ON_AWS | typeof COMPATIBLE): StoreAccess {
  const serviceAccount = { namespace: "data", name: "db" };
  const { access } = planObjectStore(
    {
      platform: "streamflow",
      target: "multi-node",
      buckets: [{ name: "backups", undeleteDays: 7 }],
      users: [{ name: "postgres", bucket: "backups", serviceAccount }],
    },
    config,
  );
  const { postgres } = access;
  if (postgres === undefined) throw new Error("the plan has its user");
  return postgres;
}

/** Tables of 100 rows a second with pooler and backups: everything that a cluster can have. */
export const FULL: Typed = {
  tables: { "bronze.transactions": { rows: "100/s", rowSize: "600B", retention: "7d", vacuumFull: true } },
  pooler: { pools: { airflow: 10, analytics: 4 }, reserve: 2, clients: { analytics: 30 } },
  backup: { retention: "7d", compression: 0.5 },
};

function planned(stack: ReturnType<typeof singleNode>, settings: Typed, store: StoreAccess): Planned {
  const target = TargetConfig.parse(stack.target);
  const sizing = sizePostgres({
    path: "streamflow.postgres",
    cluster: "db",
    namespace: "data",
    config: PostgresConfig.parse(settings),
    shape: shapeOf(clusterOf(target)),
    directClients: 6,
    poolerClients: 60,
    poolerUsers: ["airflow", "pipelines"],
  });
  const plan = planPostgres(
    {
      partOf: "streamflow",
      image: "postgresql:18",
      poolerImage: "pgbouncer:1",
      target,
      access: { host: "127.0.0.1", port: 31432, sslmode: "disable" },
      store,
      scraped: true,
      queries: tableQueries("streamflow"),
    },
    sizing,
  );
  return { sizing, plan };
}

export const single = (settings: Typed = {}): Planned =>
  planned(singleNode(), { instances: 1, ...settings }, storeFor(COMPATIBLE));
export const multi = (settings: Typed = {}): Planned =>
  planned(multiNode(), { instances: 3, ...settings }, storeFor(ON_AWS));
