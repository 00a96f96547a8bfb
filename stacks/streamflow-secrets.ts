import { certificateNames } from "../components/kafka/strimzi/names";
import { type SecuredBrokers, keysOf } from "./kafka-secrets";
import type { SecretKey } from "./secrets";
import type { StreamflowConfig } from "./streamflow-config";
import { STREAMFLOW_ROLES } from "./streamflow-database";
import { STREAMFLOW } from "./streamflow-names";

export const STREAMFLOW_BROKERS: SecuredBrokers = {
  prefix: "streamflowKafka",
  title: "StreamFlow brokers",
  cluster: STREAMFLOW.kafka,
  users: Object.values(STREAMFLOW.users),
  userPrefix: "streamflow-",
  names: certificateNames(STREAMFLOW.kafka, STREAMFLOW.namespaces.kafka),
};

/** Secrets of brokers that speak TLS and ask for a login. */
export const STREAMFLOW_KAFKA_SECRETS = keysOf(STREAMFLOW_BROKERS);

export const STREAMFLOW_SECRETS = {
  superuserPassword: "streaming:streamflowPostgresSuperuserPassword",
  encryption: "streaming:streamflowAirflowEncryptionKey",
  api: "streaming:streamflowAirflowApiKey",
  tokens: "streaming:streamflowAirflowTokenKey",
  adminPassword: "streaming:streamflowAirflowAdminPassword",
  brokerPassword: "streaming:streamflowAirflowQueuePassword",
  mailPassword: "streaming:streamflowAirflowMailPassword",
} as const;

/** `streaming:streamflowPostgresPipelinesPassword` of the role `pipelines`, `…OwnerPassword` of `streamflow_owner`. */
export function rolePasswordKey(role: string): string {
  const word = role.replace(/^streamflow_/, "");
  return `streaming:streamflowPostgres${word.charAt(0).toUpperCase()}${word.slice(1)}Password`;
}

const password = (key: string, description: string): SecretKey => ({ key, description, make: "password" });

const ALWAYS: readonly SecretKey[] = [
  password(STREAMFLOW_SECRETS.superuserPassword, "Password of the role postgres on streamflow-postgres."),
  ...Object.values(STREAMFLOW_ROLES).map((role) =>
    password(rolePasswordKey(role), `Password of the role ${role} on streamflow-postgres.`),
  ),
  password(
    STREAMFLOW_SECRETS.encryption,
    "Encrypts passwords in Airflow's database; with another one they can't be read.",
  ),
  password(STREAMFLOW_SECRETS.api, "Signs sessions of Airflow's web pages, and requests for logs."),
  password(STREAMFLOW_SECRETS.tokens, "Signs the tokens of Airflow's tasks and users."),
  password(STREAMFLOW_SECRETS.adminPassword, "Password of the user admin of Airflow's web pages."),
];
const QUEUE = password(
  STREAMFLOW_SECRETS.brokerPassword,
  "Password of the queue between Airflow's schedulers and workers.",
);
const MAIL = password(
  STREAMFLOW_SECRETS.mailPassword,
  "Password of Airflow's login at the mail server: set the server's own.",
);

/** Those of the database and of Airflow that this config needs. */
export const streamflowSecretKeys = ({ airflow }: StreamflowConfig, celery: boolean): readonly SecretKey[] => [
  ...ALWAYS,
  ...(celery ? [QUEUE] : []),
  ...(airflow.mail?.user === undefined ? [] : [MAIL]),
];
export const ALL_STREAMFLOW_KEYS: readonly SecretKey[] = [...ALWAYS, QUEUE, MAIL];
