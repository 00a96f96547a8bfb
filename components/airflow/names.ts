import { serviceHost } from "../../core/names";

/** Airflow's Deployments, and what they read; `airflow-webserver` runs Airflow 3's api-server. */
export const airflowNames = {
  scheduler: "airflow-scheduler",
  apiServer: "airflow-webserver",
  dagProcessor: "airflow-dag-processor",
  triggerer: "airflow-triggerer",
  worker: "airflow-worker",
  redis: "airflow-redis",
  statsd: "airflow-statsd",
  /** Asks the api-server as a user would. */
  probe: "airflow-probe",
  /** ConfigMap whose keys are variables of all of Airflow's parts. */
  config: "airflow-config",
  /** ConfigMap with what the DAGs read. */
  pipelines: "airflow-pipelines",
  /** ConfigMap by which statsd's names become Prometheus' names and labels. */
  statsdMapping: "airflow-statsd-mapping",
  secrets: "airflow-secrets",
  redisSecrets: "airflow-redis",
  /** Label of the migration's pods, whatever the Job is called. */
  migrationPods: "airflow-migrate",
  /** A Job can't be changed: one for each state of the database that it leads to. */
  migration: (checksum: string) => `airflow-migrate-${checksum}`,
} as const;

export const AIRFLOW_PORTS = {
  http: 8080,
  schedulerHealth: 8974,
  /** Of whatever runs tasks: a worker, or a scheduler with the local executor. */
  workerLogs: 8793,
  triggererLogs: 8794,
  redis: 6379,
  statsd: 9125,
  metrics: 9102,
  probe: 9115,
} as const;

export const AIRFLOW_FOLDERS = {
  dags: "/opt/airflow/dags",
  logs: "/opt/airflow/logs",
  pipelines: "/etc/airflow-pipelines",
  /** One folder for each Secret. */
  secrets: "/etc/airflow-secrets",
} as const;

/** Keys of the Secret `airflow-secrets`. */
export const SECRET_KEYS = {
  fernetKey: "fernet-key",
  api: "api-secret-key",
  tokens: "jwt-secret",
  adminPassword: "admin-password",
  database: "database-url",
  databaseAsync: "database-url-async",
  broker: "broker-url",
  results: "result-backend",
  mail: "smtp-connection",
} as const;

/** Key of a connection's address in the Secret. */
export const connectionKey = (id: string): string => `connection-${id}`;
/** Variable in which Airflow looks for a connection. */
export const connectionVariable = (id: string): string => `AIRFLOW_CONN_${id.toUpperCase()}`;

/** Address of the api-server inside the cluster. */
export const apiServerUrl = (namespace: string): string =>
  `http://${serviceHost(airflowNames.apiServer, namespace)}:${AIRFLOW_PORTS.http}`;
