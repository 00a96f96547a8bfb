/** Airflow's configuration as variables; each name is in the table of the pinned version's options. */
import type { SecretVariable } from "../workload/plan";
import type { AirflowDeployment } from "./deployment";
import {
  AIRFLOW_FOLDERS,
  AIRFLOW_PORTS,
  SECRET_KEYS,
  airflowNames,
  apiServerUrl,
  connectionKey,
  connectionVariable,
} from "./names";

type Variables = Readonly<Record<string, string>>;

/** What all parts are told alike. */
export function airflowSettings(plan: AirflowDeployment): Variables {
  const { config, namespace, parallelism } = plan;
  return {
    AIRFLOW__CORE__EXECUTOR: plan.executor === "celery" ? "CeleryExecutor" : "LocalExecutor",
    AIRFLOW__CORE__PARALLELISM: String(parallelism),
    AIRFLOW__CORE__AUTH_MANAGER: "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager",
    AIRFLOW__CORE__DAGS_FOLDER: AIRFLOW_FOLDERS.dags,
    // Who deploys the platform wants its pipelines to run.
    AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION: "False",
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    AIRFLOW__CORE__DEFAULT_TIMEZONE: "utc",
    // Tasks that ran on a lost node are lost with it, and must be tried again.
    AIRFLOW__CORE__DEFAULT_TASK_RETRIES: "1",
    AIRFLOW__CORE__DEFAULT_POOL_TASK_SLOT_COUNT: String(config.tasks),
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `${apiServerUrl(namespace)}/execution/`,
    // Pods of a Deployment have no names in DNS, and their logs are fetched from them.
    AIRFLOW__CORE__HOSTNAME_CALLABLE: "airflow.utils.net.get_host_ip_address",
    AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_SIZE: String(config.pool.size),
    AIRFLOW__DATABASE__SQL_ALCHEMY_MAX_OVERFLOW: String(config.pool.overflow),
    AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_PRE_PING: "True",
    AIRFLOW__API__PORT: String(AIRFLOW_PORTS.http),
    AIRFLOW__API__WORKERS: "1",
    ...(config.baseUrl === undefined ? {} : { AIRFLOW__API__BASE_URL: config.baseUrl }),
    AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK: "True",
    AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT: String(AIRFLOW_PORTS.schedulerHealth),
    AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT: String(AIRFLOW_PORTS.workerLogs),
    AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT: String(AIRFLOW_PORTS.triggererLogs),
    ...metrics(),
    ...(plan.executor === "celery" ? { AIRFLOW__CELERY__WORKER_CONCURRENCY: String(plan.concurrency) } : {}),
    ...mail(plan),
  };
}

/** Names with the DAG's id inside, which the exporter's mapping makes labels of. */
const metrics = (): Variables => ({
  AIRFLOW__METRICS__STATSD_ON: "True",
  AIRFLOW__METRICS__STATSD_HOST: airflowNames.statsd,
  AIRFLOW__METRICS__STATSD_PORT: String(AIRFLOW_PORTS.statsd),
  AIRFLOW__METRICS__STATSD_PREFIX: "airflow",
  AIRFLOW__METRICS__LEGACY_NAMES_ON: "True",
});

function mail({ config: { mail } }: AirflowDeployment): Variables {
  if (mail === undefined) return { AIRFLOW__EMAIL__DEFAULT_EMAIL_ON_FAILURE: "False" };
  return {
    AIRFLOW__EMAIL__DEFAULT_EMAIL_ON_FAILURE: "True",
    AIRFLOW__EMAIL__DEFAULT_EMAIL_ON_RETRY: "False",
    AIRFLOW__EMAIL__EMAIL_CONN_ID: SMTP_CONNECTION,
    AIRFLOW__EMAIL__FROM_EMAIL: mail.from,
    AIRFLOW__SMTP__SMTP_HOST: mail.host,
    AIRFLOW__SMTP__SMTP_PORT: String(mail.port),
    AIRFLOW__SMTP__SMTP_STARTTLS: mail.security === "starttls" ? "True" : "False",
    AIRFLOW__SMTP__SMTP_SSL: mail.security === "tls" ? "True" : "False",
    AIRFLOW__SMTP__SMTP_MAIL_FROM: mail.from,
  };
}

const SMTP_CONNECTION = "smtp_default";

const fromSecret = (name: string, key: string): SecretVariable => ({ name, secret: airflowNames.secrets, key });

/** Of what speaks to Airflow's database. */
export const databaseSecrets: readonly SecretVariable[] = [
  fromSecret("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", SECRET_KEYS.database),
  fromSecret("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC", SECRET_KEYS.databaseAsync),
  fromSecret("AIRFLOW__CORE__FERNET_KEY", SECRET_KEYS.fernetKey),
  fromSecret("AIRFLOW__API_AUTH__JWT_SECRET", SECRET_KEYS.tokens),
];

/** Of what serves or fetches logs: all parts. */
export const apiSecrets: readonly SecretVariable[] = [fromSecret("AIRFLOW__API__SECRET_KEY", SECRET_KEYS.api)];

/** Of the scheduler and the workers. */
export const brokerSecrets = ({ executor }: AirflowDeployment): readonly SecretVariable[] =>
  executor === "celery"
    ? [
        fromSecret("AIRFLOW__CELERY__BROKER_URL", SECRET_KEYS.broker),
        fromSecret("AIRFLOW__CELERY__RESULT_BACKEND", SECRET_KEYS.results),
      ]
    : [];

/** Of what runs DAGs' code: their databases, and the mail server's login. */
export const taskSecrets = ({ databases, config }: AirflowDeployment): readonly SecretVariable[] => [
  ...Object.keys(databases).map((id) => fromSecret(connectionVariable(id), connectionKey(id))),
  ...(config.mail?.user === undefined ? [] : [fromSecret(connectionVariable(SMTP_CONNECTION), SECRET_KEYS.mail)]),
];

export const adminSecrets: readonly SecretVariable[] = [fromSecret("ADMIN_PASSWORD", SECRET_KEYS.adminPassword)];
