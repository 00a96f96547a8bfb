import { quantities } from "../pods";
import { type PostgresAccess, isNodePort } from "../../core/config/access";
import { type TargetConfig, volumesAreFolders } from "../../core/config/target";
import { formatSize } from "../../core/units";
import type { StoreAccess } from "../object-store/plan";
import { POOLER_PARAMETERS, parametersOf } from "./parameters";
import type { CustomQueries } from "./queries";
import { scheduleOf } from "./schedule";
import type { PoolerSizing, PostgresSizing } from "./sizing";
import { PGBOUNCER, archiverOf } from "./sizing-pods";

/** As Kubernetes writes them. */
export type Quantities = Readonly<Record<"cpu" | "memory", string>>;

export interface PoolerPlan {
  readonly image: string;
  readonly instances: number;
  readonly resources: { readonly requests: Quantities; readonly limits: Quantities };
  /** `pgbouncer.ini`, as far as the operator leaves it to us. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface BackupPlan {
  readonly store: StoreAccess;
  /** Folder in the bucket. */
  readonly serverName: string;
  /** Six fields, seconds first, UTC. */
  readonly schedule: string;
  /** `7d`: to any moment in it. */
  readonly retention: string;
  readonly compressed: boolean;
  /** Of the container beside each instance that uploads. */
  readonly archiver: Quantities;
}

export interface PostgresPlan {
  readonly cluster: string;
  readonly namespace: string;
  readonly partOf: string;
  readonly image: string;
  readonly instances: number;
  readonly resources: Quantities;
  readonly volumes: {
    readonly data: string;
    readonly wal: string;
    readonly storageClass: string;
    readonly canGrow: boolean;
  };
  /** `postgresql.conf`, as far as the operator leaves it to us; every value a string. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Standbys that must confirm a commit; 0 = none. One standby more than that may be lost without stopping writes. */
  readonly synchronous: number;
  readonly zones: number;
  readonly pooler: PoolerPlan | undefined;
  /** Undefined where the config has none, or the stack no object store. */
  readonly backup: BackupPlan | undefined;
  /** Prometheus reads the exporters. */
  readonly scraped: boolean;
  /** What the exporters tell besides the operator's own metrics. */
  readonly queries: CustomQueries;
  /** The node's port at which a single node offers the primary to the runner. */
  readonly externalPort: number | undefined;
  readonly target: TargetConfig["kind"];
}

export interface PostgresScope {
  readonly partOf: string;
  readonly image: string;
  readonly poolerImage: string;
  readonly target: TargetConfig;
  readonly access: PostgresAccess;
  /** How the servers get at the bucket of their backups. */
  readonly store: StoreAccess | undefined;
  /** Prometheus reads the exporters. */
  readonly scraped: boolean;
  readonly queries: CustomQueries;
}

/** The cluster that has the sizes of the model. */
export function planPostgres(scope: PostgresScope, sizing: PostgresSizing): PostgresPlan {
  const { target, access } = scope;
  return {
    cluster: sizing.cluster,
    namespace: sizing.namespace,
    partOf: scope.partOf,
    image: scope.image,
    instances: sizing.instances,
    resources: quantities(sizing),
    volumes: {
      data: formatSize(sizing.volume),
      wal: formatSize(sizing.walVolume),
      storageClass: target.storageClass,
      canGrow: !volumesAreFolders(target),
    },
    parameters: parametersOf(sizing),
    synchronous: sizing.synchronous,
    zones: target.zones.length,
    pooler: sizing.pooler && planPooler(scope.poolerImage, sizing.pooler),
    backup: planBackup(scope.store, sizing),
    scraped: scope.scraped,
    queries: scope.queries,
    externalPort: target.kind === "single-node" && isNodePort(access.port) ? access.port : undefined,
    target: target.kind,
  };
}

const planPooler = (image: string, pooler: PoolerSizing): PoolerPlan => ({
  image,
  instances: pooler.instances,
  resources: { requests: quantities(PGBOUNCER.requests), limits: quantities(PGBOUNCER.limits) },
  parameters: {
    ...POOLER_PARAMETERS,
    default_pool_size: String(pooler.poolSize),
    max_client_conn: String(pooler.maxClientConn),
    reserve_pool_size: String(pooler.reserve),
  },
});

function planBackup(store: StoreAccess | undefined, sizing: PostgresSizing): BackupPlan | undefined {
  const { backup } = sizing;
  const archiver = archiverOf(sizing);
  if (backup === undefined || archiver === undefined || store === undefined) return undefined;
  return {
    store,
    serverName: backup.serverName ?? sizing.cluster,
    schedule: scheduleOf(backup.period.text, backup.hour),
    retention: `${backup.retention.ms / 86_400_000}d`,
    compressed: backup.compression < 1,
    archiver: quantities(archiver),
  };
}
