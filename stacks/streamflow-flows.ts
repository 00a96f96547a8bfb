/** Who may speak to whom in StreamFlow's namespaces. */
import { airflowFlows, airflowParts, taskPods } from "../components/airflow/flows";
import { flinkFlows, flinkPods } from "../components/flink/flows";
import { strimziBrokers, strimziFlows } from "../components/kafka/strimzi/flows";
import { KAFKA_PORTS } from "../components/kafka/strimzi/names";
import { scrapeFlows } from "../components/monitoring/monitors";
import { migrationFlow } from "../components/migration/flows";
import { addressFlows, tcp, type Flow } from "../components/namespace/flows";
import { instancePods, poolerPods, postgresFlows } from "../components/postgres/flows";
import { POSTGRES_PORT, postgresNames } from "../components/postgres/names";
import { STREAMFLOW } from "./streamflow-names";
import { STREAMFLOW_TARGETS, streamflowDatabaseTargets } from "./streamflow-targets";

export interface StreamflowFlowScope {
  /** Address ranges of the machine that runs `pulumi up`. */
  readonly runners: readonly string[];
  /** Endpoint of the object store; undefined = AWS. */
  readonly store: string | undefined;
  /** Backups are made. */
  readonly archived: boolean;
  readonly pooled: boolean;
  /** A Job makes the tables. */
  readonly migrated: boolean;
  /** Airflow's workers take their tasks from Redis. */
  readonly celery: boolean;
  readonly mailPort: number | undefined;
  /** Where Prometheus runs; undefined where nothing is scraped. */
  readonly monitoring: string | undefined;
}

const { namespaces, kafka, postgres, flink } = STREAMFLOW;
const BROKERS = strimziBrokers(namespaces.kafka, kafka, STREAMFLOW.pool);
const DATABASE = instancePods(namespaces.data, postgres);
const POOLER = postgresNames.pooler(postgres);
const JOB = flinkPods(namespaces.processing, flink);

export function streamflowFlows(scope: StreamflowFlowScope): readonly Flow[] {
  const { store, archived, pooled, celery, mailPort } = scope;
  return [
    ...strimziFlows(namespaces.kafka, kafka),
    ...flinkFlows(namespaces.processing, flink, store),
    ...postgresFlows({
      cluster: postgres,
      namespace: namespaces.data,
      ...(archived ? { archive: { endpoint: store } } : {}),
    }),
    ...airflowFlows({ namespace: namespaces.orchestration, celery, mailPort }),
    ...between(pooled, celery),
    ...(scope.migrated ? [migrationFlow("streamflow", DATABASE)] : []),
    ...fromOutside(scope.runners),
    ...(scope.monitoring === undefined
      ? []
      : scrapeFlows([...STREAMFLOW_TARGETS, ...streamflowDatabaseTargets(pooled)], scope.monitoring)),
  ];
}

/** From one namespace to another. */
const between = (pooled: boolean, celery: boolean): readonly Flow[] => [
  {
    name: "flink-brokers",
    from: JOB,
    to: BROKERS,
    ports: tcp(KAFKA_PORTS.clients),
    why: "the job reads transactions and writes what it made of them",
  },
  {
    name: "flink-postgres",
    from: JOB,
    to: DATABASE,
    ports: tcp(POSTGRES_PORT),
    why: "the job's sinks write the bronze layer",
  },
  {
    name: "airflow-brokers",
    from: taskPods(namespaces.orchestration, celery),
    to: BROKERS,
    ports: tcp(KAFKA_PORTS.clients),
    why: "the fraud batch keeps the blacklist",
  },
  {
    name: "airflow-postgres",
    from: airflowParts(namespaces.orchestration, { migration: true }),
    to: pooled ? poolerPods(namespaces.data, POOLER) : DATABASE,
    ports: tcp(POSTGRES_PORT),
    why: "Airflow's own database, and the layers between which the pipelines work",
  },
];

const fromOutside = (runners: readonly string[]): readonly Flow[] => [
  ...addressFlows(
    "runner-brokers",
    runners,
    BROKERS,
    tcp(KAFKA_PORTS.clients, KAFKA_PORTS.external),
    "topics and users are made by pulumi up",
  ),
  ...addressFlows(
    "runner-postgres",
    runners,
    DATABASE,
    tcp(POSTGRES_PORT),
    "roles, schemas and grants are made by pulumi up",
  ),
];
