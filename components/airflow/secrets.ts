import { base64 } from "../../core/base64";
import { createHash } from "node:crypto";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseLogin, AirflowDeployment } from "./deployment";
import { AIRFLOW_PORTS, SECRET_KEYS, airflowNames, connectionKey } from "./names";
import { objectMeta } from "./objects";
import type { AirflowPart } from "./plan";

/** What only the stack's encrypted config holds: each a long random text. */
export interface AirflowSecrets {
  /** Passwords in Airflow's database are encrypted with a key made from it; another one makes them unreadable. */
  readonly encryption: pulumi.Output<string>;
  /** Signs sessions and requests for logs. */
  readonly api: pulumi.Output<string>;
  /** Signs the tokens of tasks and users. */
  readonly tokens: pulumi.Output<string>;
  /** Of the user `admin` of the web pages. */
  readonly adminPassword: pulumi.Output<string>;
  readonly databasePassword: pulumi.Output<string>;
  /** With the celery executor. */
  readonly brokerPassword: pulumi.Output<string> | undefined;
  /** With a mail server that asks for a login. */
  readonly mailPassword: pulumi.Output<string> | undefined;
  /** Of each of the plan's databases, by its id. */
  readonly databasePasswords: Readonly<Record<string, pulumi.Output<string>>>;
}

export function airflowSecret(plan: AirflowDeployment, secrets: AirflowSecrets): k8s.types.input.core.v1.Secret {
  const { database, config, databases } = plan;
  const { brokerPassword, mailPassword, databasePassword } = secrets;
  return {
    metadata: objectMeta(plan, airflowNames.secrets),
    type: "Opaque",
    data: {
      [SECRET_KEYS.fernetKey]: secrets.encryption.apply((text) => base64(fernetKey(text))),
      [SECRET_KEYS.api]: secrets.api.apply(base64),
      [SECRET_KEYS.tokens]: secrets.tokens.apply(base64),
      [SECRET_KEYS.adminPassword]: secrets.adminPassword.apply(base64),
      [SECRET_KEYS.database]: databasePassword.apply((text) => base64(databaseUrl(database, text))),
      [SECRET_KEYS.databaseAsync]: databasePassword.apply((text) => base64(asyncDatabaseUrl(database, text))),
      ...(brokerPassword === undefined
        ? {}
        : {
            [SECRET_KEYS.broker]: brokerPassword.apply((text) => base64(redisUrl(text, 0))),
            [SECRET_KEYS.results]: brokerPassword.apply((text) => base64(redisUrl(text, 1))),
          }),
      ...(mailPassword === undefined || config.mail === undefined
        ? {}
        : { [SECRET_KEYS.mail]: mailPassword.apply((text) => base64(mailConnection(config.mail?.user ?? "", text))) }),
      ...Object.fromEntries(
        Object.entries(databases).map(([id, login]) => [
          connectionKey(id),
          passwordOf(secrets, id).apply((text) => base64(connectionUrl(login, text))),
        ]),
      ),
    },
  };
}

/** Redis reads its password from a file, so that no list of processes shows it. */
export const redisSecret = (
  plan: AirflowDeployment,
  { resources: { memory } }: AirflowPart,
  password: pulumi.Output<string>,
): k8s.types.input.core.v1.Secret => ({
  metadata: objectMeta(plan, airflowNames.redisSecrets),
  type: "Opaque",
  data: { "redis.conf": password.apply((text) => base64(redisConfig(text, memory))) },
});

function passwordOf({ databasePasswords }: AirflowSecrets, id: string): pulumi.Output<string> {
  const password = databasePasswords[id];
  if (password === undefined) throw new Error(`the database ${id} has no password among the component's secrets`);
  return password;
}

/** 32 bytes in URL-safe base64, as Fernet wants its key. */
export const fernetKey = (text: string): string =>
  createHash("sha256").update(text).digest("base64").replaceAll("+", "-").replaceAll("/", "_");

const address = (login: DatabaseLogin, password: string): string =>
  `${encodeURIComponent(login.role)}:${encodeURIComponent(password)}@${login.host}:${login.port}/${login.database}`;

export const databaseUrl = (login: DatabaseLogin, password: string): string =>
  `postgresql+psycopg2://${address(login, password)}?sslmode=${login.sslmode}`;

/** asyncpg's words; a pooler in transaction mode keeps no prepared statements. */
export const asyncDatabaseUrl = (login: DatabaseLogin, password: string): string =>
  `postgresql+asyncpg://${address(login, password)}?ssl=${login.sslmode}&prepared_statement_cache_size=0`;

/** A connection as Airflow reads it from a variable [Airflow docs, howto/connection]. */
export const connectionUrl = (login: DatabaseLogin, password: string): string =>
  `postgres://${address(login, password)}?sslmode=${login.sslmode}`;

const redisUrl = (password: string, database: number): string =>
  `redis://:${encodeURIComponent(password)}@${airflowNames.redis}:${AIRFLOW_PORTS.redis}/${database}`;

const mailConnection = (login: string, password: string): string =>
  JSON.stringify({ conn_type: "smtp", login, password });

/** What Redis may fill with tasks before it refuses more; the rest is its own. */
const QUEUE_SHARE = 0.75;

/** Nothing on disk: a task that Redis forgot is queued again by the scheduler. */
export const redisConfig = (password: string, memory: number): string =>
  [
    `requirepass "${password.replace(/["\\]/g, "\\$&")}"`,
    'save ""',
    "appendonly no",
    `maxmemory ${Math.floor(memory * QUEUE_SHARE)}`,
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
