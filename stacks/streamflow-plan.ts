import { type AirflowDeployment, planAirflowDeployment } from "../components/airflow/deployment";
import { type FlinkJob, planFlinkJob } from "../components/flink/deployment";
import { type KafkaDeployment, planDeployment } from "../components/kafka/strimzi/deployment";
import { topicPlans } from "../components/kafka/strimzi/topic-plans";
import type { TopicPlan } from "../components/kafka/topics/plan";
import type { UserPlan } from "../components/kafka/users/plan";
import type { ScrapeTarget } from "../components/monitoring/monitors";
import { type MigrationPlan, planMigration } from "../components/migration/plan";
import { type WatchPlan, planWatch } from "../components/monitoring/watch/plan";
import { type NamespacePlan, planNamespace } from "../components/namespace/plan";
import type { ObjectStorePlan } from "../components/object-store/plan";
import { type PostgresPlan, planPostgres } from "../components/postgres/plan";
import { tableQueries } from "../components/postgres/queries";
import { shapeOf } from "../core/capacity/nodes/shape";
import { clusterOf } from "../core/capacity/nodes/target";
import type { KafkaAccess, PostgresAccess } from "../core/config/access";
import type { TargetConfig } from "../core/config/target";
import { images, kafkaVersion } from "../core/images";
import type { SharedParts } from "./shared-parts";
import { streamflowWatch } from "./streamflow-alerts";
import { sizeStreamflow } from "./streamflow-capacity";
import type { StreamflowConfig } from "./streamflow-config";
import { streamflowFacts } from "./streamflow-facts";
import { streamflowFlows } from "./streamflow-flows";
import { MIGRATION_LOGIN, airflowDatabase, airflowDatabases, airflowInputs, flinkInputs } from "./streamflow-inputs";
import { STREAMFLOW } from "./streamflow-names";
import { streamflowQueries } from "./streamflow-queries";
import { flinkStorage, planStore, roleOf, storeAccess } from "./streamflow-store";
import { STREAMFLOW_TARGETS } from "./streamflow-targets";
import { STREAMFLOW_USERS } from "./streamflow-users";

/** What StreamFlow is put into. */
export interface StreamflowSurroundings extends SharedParts {
  readonly target: TargetConfig;
  readonly access: StreamflowAccess;
}

/** How the runner reaches what StreamFlow is made of. */
export interface StreamflowAccess {
  /** Absent where the operator makes topics and users. */
  readonly kafka: KafkaAccess | undefined;
  readonly postgres: PostgresAccess;
  readonly runners: readonly string[];
}

export interface StreamflowPlan {
  readonly target: TargetConfig["kind"];
  readonly access: StreamflowAccess;
  readonly namespaces: Readonly<Record<keyof typeof STREAMFLOW.namespaces, NamespacePlan>>;
  /** Alerts and dashboards; undefined where monitoring is switched off. */
  readonly watch: WatchPlan | undefined;
  /** What Prometheus reads, besides the database; nothing where it is switched off. */
  readonly targets: readonly ScrapeTarget[];
  readonly objectStore: ObjectStorePlan;
  readonly kafka: KafkaDeployment;
  readonly topics: readonly TopicPlan[];
  /** Who logs in at the brokers; nobody where they ask for no login. */
  readonly users: readonly UserPlan[];
  readonly postgres: PostgresPlan;
  /** Makes the layers' tables; undefined where somebody else does. */
  readonly migration: MigrationPlan | undefined;
  readonly flink: FlinkJob;
  /** On AWS: the IAM role in which the job reaches its bucket. */
  readonly flinkRole: string | undefined;
  readonly airflow: AirflowDeployment;
}

const PART_OF = "streamflow";

/** Everything that StreamFlow is made of, decided before anything is made. */
export function planStreamflow(config: StreamflowConfig, surroundings: StreamflowSurroundings): StreamflowPlan {
  const { target, access } = surroundings;
  if (surroundings.objectStore === undefined) throw new Error("a parsed config has an object store for StreamFlow");
  const { namespaces } = STREAMFLOW;
  const shape = shapeOf(clusterOf(target));
  const sizes = sizeStreamflow(config, shape);
  const flows = streamflowFlows({
    runners: access.runners,
    store: surroundings.objectStore.endpoint,
    archived: config.postgres.backup !== undefined,
    pooled: config.postgres.pooler !== undefined,
    migrated: config.migration !== undefined,
    celery: sizes.airflow.executor === "celery",
    mailPort: config.airflow.mail?.port,
    monitoring: surroundings.monitoring,
  });
  const namespace = (name: string): NamespacePlan =>
    planNamespace({
      name,
      partOf: PART_OF,
      podSecurity: "restricted",
      target: target.kind,
      flows,
      demand: sizes.demand,
    });
  const clients = [namespaces.processing, namespaces.orchestration];
  const kafka = planDeployment(
    { partOf: PART_OF, version: kafkaVersion, clients, target, access: access.kafka },
    sizes.kafka,
  );
  const { secured } = kafka;
  const objectStore = planStore(target.kind, surroundings.objectStore);
  const flinkState = storeAccess(objectStore, "flink");
  const postgres = planPostgres(
    {
      partOf: PART_OF,
      image: images.postgresql,
      poolerImage: images.pgbouncer,
      target,
      access: access.postgres,
      store: storeAccess(objectStore, "postgres"),
      scraped: surroundings.monitoring !== undefined,
      queries: { ...tableQueries(STREAMFLOW.database), ...streamflowQueries(config.fraud.alertThreshold) },
    },
    sizes.postgres,
  );
  const flink = planFlinkJob(
    {
      partOf: PART_OF,
      shape,
      config: config.flink,
      storage: flinkStorage(flinkState),
      inputs: flinkInputs(config, secured),
    },
    sizes.flink,
  );
  const airflow = planAirflowDeployment(
    {
      namespace: namespaces.orchestration,
      partOf: PART_OF,
      config: config.airflow,
      database: airflowDatabase(config),
      databases: airflowDatabases(config),
      inputs: airflowInputs(config, secured),
    },
    sizes.airflow,
  );
  const parts = { kafka, postgres, flink, airflow };
  return {
    target: target.kind,
    access,
    namespaces: {
      kafka: namespace(namespaces.kafka),
      processing: namespace(namespaces.processing),
      data: namespace(namespaces.data),
      orchestration: namespace(namespaces.orchestration),
    },
    targets: surroundings.monitoring === undefined ? [] : STREAMFLOW_TARGETS,
    objectStore,
    topics: topicPlans(sizes.kafka),
    users: secured ? STREAMFLOW_USERS : [],
    migration:
      config.migration && planMigration({ login: MIGRATION_LOGIN, tools: images.postgresql }, config.migration),
    flinkRole: roleOf(flinkState),
    ...parts,
    watch: watchOf(parts, surroundings),
  };
}

function watchOf(
  parts: Pick<StreamflowPlan, "kafka" | "postgres" | "flink" | "airflow">,
  { target, monitoring, runbooks }: StreamflowSurroundings,
): WatchPlan | undefined {
  if (monitoring === undefined) return undefined;
  const facts = streamflowFacts(parts, { target, monitoring });
  return planWatch(streamflowWatch(facts), { title: "StreamFlow", monitoring, runbooks });
}
