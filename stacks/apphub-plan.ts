import { type RedpandaPlan, planRedpanda } from "../components/kafka/redpanda/plan";
import { type TopicPlan, planTopics } from "../components/kafka/topics/plan";
import type { UserPlan } from "../components/kafka/users/plan";
import type { ScrapeTarget } from "../components/monitoring/monitors";
import { type MigrationPlan, type MigrationScope, planMigration } from "../components/migration/plan";
import { type WatchPlan, planWatch } from "../components/monitoring/watch/plan";
import { type NamespacePlan, planNamespace } from "../components/namespace/plan";
import type { ObjectStoreConfig } from "../components/object-store/config";
import { type ObjectStorePlan, type StoreUser, planObjectStore } from "../components/object-store/plan";
import { type DatabasePlan, applicationDatabase } from "../components/postgres/database-plan";
import { POSTGRES_PORT, postgresNames } from "../components/postgres/names";
import { type PostgresPlan, planPostgres } from "../components/postgres/plan";
import { tableQueries } from "../components/postgres/queries";
import type { FullAccess } from "../core/config/access";
import type { TargetConfig } from "../core/config/target";
import { images } from "../core/images";
import { serviceHost } from "../core/names";
import { shapeOf } from "../core/capacity/nodes/shape";
import { clusterOf } from "../core/capacity/nodes/target";
import { appHubWatch } from "./apphub-alerts";
import { sizeAppHub } from "./apphub-capacity";
import { apphubFlows } from "./apphub-flows";
import { appHubTargets } from "./apphub-targets";
import type { AppHubConfig } from "./apphub-config";
import { APPHUB } from "./apphub-names";
import { APPHUB_USERS } from "./apphub-users";
import type { SharedParts } from "./shared-parts";

export { APPHUB };

export interface AppHubPlan {
  readonly target: TargetConfig["kind"];
  readonly namespace: string;
  /** The namespace's quota and flows. */
  readonly isolation: NamespacePlan;
  /** What Prometheus reads, besides the database; nothing where it is switched off. */
  readonly targets: readonly ScrapeTarget[];
  /** Alerts and dashboards; undefined where monitoring is switched off. */
  readonly watch: WatchPlan | undefined;
  readonly redpanda: RedpandaPlan;
  readonly topics: readonly TopicPlan[];
  /** Who logs in at the brokers; nobody where they ask for no login. */
  readonly users: readonly UserPlan[];
  /** Where sequencer-db's backups go; undefined where none are made. */
  readonly objectStore: ObjectStorePlan | undefined;
  readonly sequencerDb: PostgresPlan;
  readonly database: DatabasePlan;
  /** Makes sequencer-db's tables; undefined where AppHub's services do. */
  readonly migration: MigrationPlan | undefined;
  readonly access: FullAccess;
}

/** Everything that AppHub's streaming core is made of, decided before anything is made. */
export function planAppHub(
  config: AppHubConfig,
  target: TargetConfig,
  access: FullAccess,
  shared: SharedParts,
): AppHubPlan {
  const scope = { namespace: APPHUB.namespace, partOf: "apphub", target };
  const sizes = sizeAppHub(config, shapeOf(clusterOf(target)));
  const redpanda = planRedpanda(
    { ...scope, cluster: APPHUB.redpanda, image: images.redpanda, access: access.kafka },
    sizes.redpanda,
  );
  const objectStore = planStore(config, target, shared.objectStore);
  return {
    target: target.kind,
    namespace: APPHUB.namespace,
    isolation: planNamespace({
      name: APPHUB.namespace,
      partOf: "apphub",
      podSecurity: "restricted",
      target: target.kind,
      flows: apphubFlows({
        runners: access.runners,
        archive: objectStore && { endpoint: shared.objectStore?.endpoint },
        pooled: config.sequencerDb.pooler !== undefined,
        migrated: config.migration !== undefined,
        secured: redpanda.secured,
        monitoring: shared.monitoring,
      }),
      demand: sizes.demand,
    }),
    targets: shared.monitoring === undefined ? [] : appHubTargets(redpanda.secured),
    watch: shared.monitoring === undefined ? undefined : watchOf(config, { ...shared, monitoring: shared.monitoring }),
    redpanda,
    topics: planTopics(config.topics, config.redpanda.brokers),
    users: redpanda.secured ? APPHUB_USERS : [],
    objectStore,
    sequencerDb: planPostgres(
      {
        partOf: "apphub",
        image: images.postgresql,
        poolerImage: images.pgbouncer,
        target,
        access: access.postgres,
        store: objectStore?.access[SEQUENCER_STORE.name],
        scraped: shared.monitoring !== undefined,
        queries: tableQueries(APPHUB.database.database),
      },
      sizes.sequencerDb,
    ),
    database: applicationDatabase(APPHUB.database),
    migration:
      config.migration && planMigration({ login: MIGRATION_LOGIN, tools: images.postgresql }, config.migration),
    access,
  };
}

const watchOf = (
  { redpanda: { brokers } }: AppHubConfig,
  { monitoring, runbooks }: { readonly monitoring: string; readonly runbooks: string },
): WatchPlan => planWatch(appHubWatch({ brokers, monitoring }), { title: "AppHub", monitoring, runbooks });

/** sequencer-db's servers, which run as the service account of the cluster's name. */
const SEQUENCER_STORE: StoreUser = {
  name: "postgres",
  bucket: "backups",
  serviceAccount: { namespace: APPHUB.namespace, name: APPHUB.sequencerDb },
};

/** The migration makes the tables, on the primary. */
const MIGRATION_LOGIN: MigrationScope["login"] = {
  namespace: APPHUB.namespace,
  partOf: "apphub",
  host: serviceHost(postgresNames.readWrite(APPHUB.sequencerDb), APPHUB.namespace),
  port: POSTGRES_PORT,
  database: APPHUB.database.database,
  role: APPHUB.database.role,
  sslmode: "require",
};

/** A backup that somebody deleted can be brought back for a week. */
const BACKUPS = { name: SEQUENCER_STORE.bucket, undeleteDays: 7 } as const;

const planStore = (
  { sequencerDb }: AppHubConfig,
  { kind }: TargetConfig,
  store: ObjectStoreConfig | undefined,
): ObjectStorePlan | undefined =>
  store &&
  sequencerDb.backup &&
  planObjectStore({ platform: "apphub", target: kind, buckets: [BACKUPS], users: [SEQUENCER_STORE] }, store);
