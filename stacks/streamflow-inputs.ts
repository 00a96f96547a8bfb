/** What StreamFlow's own code, in the job and in the pipelines, finds in its pods. */
import { fraudRules } from "../components/flink/fraud-rules";
import { KAFKA_PORTS, strimziNames } from "../components/kafka/strimzi/names";
import { loginSecretName } from "../components/kafka/users/secret";
import type { DatabaseLogin } from "../components/airflow/deployment";
import { POSTGRES_PORT, postgresNames } from "../components/postgres/names";
import type { MigrationScope } from "../components/migration/plan";
import type { DatabaseLoginPlan } from "../components/postgres/login";
import type { AppInputs } from "../components/workload/inputs";
import { serviceHost } from "../core/names";
import type { StreamflowConfig } from "./streamflow-config";
import { STREAMFLOW_ROLES } from "./streamflow-database";
import { FRAUD_GROUP } from "./streamflow-facts";
import { STREAMFLOW } from "./streamflow-names";

const { namespaces, kafka, postgres, database, users } = STREAMFLOW;

/** Address at which services in the cluster start. */
export const BROKERS = `${serviceHost(strimziNames.bootstrap(kafka), namespaces.kafka)}:${KAFKA_PORTS.clients}`;

/** The servers show a certificate of their operator's; whoever connects encrypts. */
const SSLMODE = "require";

/** The primary itself, for clients that keep statements prepared; else the pooler where there is one. */
const hostOf = (pooled: boolean): string =>
  serviceHost(pooled ? postgresNames.pooler(postgres) : postgresNames.readWrite(postgres), namespaces.data);

/** The job's sinks write to the primary. */
export const FLINK_LOGIN: DatabaseLoginPlan = {
  name: "flink-postgres",
  namespace: namespaces.processing,
  partOf: "streamflow",
  host: hostOf(false),
  port: POSTGRES_PORT,
  database,
  role: STREAMFLOW_ROLES.flink,
  sslmode: SSLMODE,
};

/** The migration makes the tables, on the primary. */
export const MIGRATION_LOGIN: MigrationScope["login"] = {
  namespace: namespaces.data,
  partOf: "streamflow",
  host: hostOf(false),
  port: POSTGRES_PORT,
  database,
  role: STREAMFLOW_ROLES.owner,
  sslmode: SSLMODE,
};

/** Secrets of the brokers' users, as folders; brokers that ask for no login have none. */
const kafkaLogin = (user: string, secured: boolean): Readonly<Record<string, string>> =>
  secured ? { kafka: loginSecretName(user) } : {};

export const flinkInputs = (config: StreamflowConfig, secured: boolean): AppInputs => ({
  files: fraudRules(config.fraud),
  variables: { KAFKA_BOOTSTRAP_SERVERS: BROKERS, KAFKA_GROUP_ID: FRAUD_GROUP },
  secretVariables: [],
  secretFolders: { postgres: FLINK_LOGIN.name, ...kafkaLogin(users.flink, secured) },
});

export const airflowInputs = (config: StreamflowConfig, secured: boolean): AppInputs => ({
  files: fraudRules(config.fraud),
  variables: { KAFKA_BOOTSTRAP_SERVERS: BROKERS },
  secretVariables: [],
  secretFolders: kafkaLogin(users.airflow, secured),
});

const login = (role: string, name: string, { postgres: { pooler } }: StreamflowConfig): DatabaseLogin => ({
  host: hostOf(pooler !== undefined),
  port: POSTGRES_PORT,
  database: name,
  role,
  sslmode: SSLMODE,
});

/** Airflow's own database, and the one that its DAGs work on. */
export const airflowDatabase = (config: StreamflowConfig): DatabaseLogin =>
  login(STREAMFLOW_ROLES.airflow, "airflow", config);
export const airflowDatabases = (config: StreamflowConfig): Readonly<Record<string, DatabaseLogin>> => ({
  streamflow: login(STREAMFLOW_ROLES.pipelines, database, config),
});
