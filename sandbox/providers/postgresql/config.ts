/** The postgresql provider's settings, with the environment variables that the real one falls back to. */
import { readFileSync } from "node:fs";
import { ConfigReader } from "../bridged/config";
import type { CheckFailure, Props } from "../kind";

export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** The role behind `username` where the server maps user names. */
  readonly databaseUsername: string;
  readonly ssl:
    | false
    | {
        readonly rejectUnauthorized: boolean;
        readonly ca?: string;
        readonly cert?: string;
        readonly key?: string;
        /** The name that the certificate must be made for. */
        readonly host: string;
        readonly checkServerIdentity?: () => undefined;
      };
  /** The program says that `username` may read other roles' passwords. */
  readonly superuser: boolean;
  /** How long a server that refuses connections is waited for; 0 waits for ever. */
  readonly connectTimeoutMs: number;
  /** 0 sets no limit. */
  readonly maxConnections: number;
}

export const POSTGRES_SETTINGS = [
  "awsRdsIamAuth",
  "awsRdsIamProfile",
  "awsRdsIamProviderRoleArn",
  "awsRdsIamRegion",
  "azureIdentityAuth",
  "azureTenantId",
  "clientcert",
  "connectTimeout",
  "database",
  "databaseUsername",
  "expectedVersion",
  "gcpIamImpersonateServiceAccount",
  "host",
  "maxConnections",
  "password",
  "port",
  "scheme",
  "sslMode",
  "sslmode",
  "sslrootcert",
  "superuser",
  "username",
] as const;

const SCHEMES = ["postgres", "awspostgres", "gcppostgres"] as const;
const SSL_MODES = ["require", "verify-full", "verify-ca", "disable"] as const;
const DEFAULTS = { port: 5432, name: "postgres", connectTimeoutSeconds: 180, maxConnections: 20 } as const;

/** What the real provider's schema refuses. */
export function configFailures(config: Props): readonly CheckFailure[] {
  const read = new ConfigReader(config, {});
  const scheme = read.text("scheme");
  const wrong = [
    scheme !== undefined && !SCHEMES.some((known) => known === scheme)
      ? `expected scheme to be one of ${JSON.stringify(SCHEMES)}, got ${scheme}`
      : undefined,
    (read.integer("connectTimeout") ?? 0) < -1
      ? `expected connect_timeout to be at least (-1), got ${read.integer("connectTimeout") ?? 0}`
      : undefined,
    (read.integer("maxConnections") ?? 0) < -1
      ? `expected max_connections to be at least (-1), got ${read.integer("maxConnections") ?? 0}`
      : undefined,
  ];
  return wrong.flatMap((reason) =>
    reason === undefined ? [] : [{ property: "", reason: `could not validate provider configuration: ${reason}` }],
  );
}

export function postgresSettings(config: Props, environment: NodeJS.ProcessEnv = process.env): PostgresSettings {
  const read = new ConfigReader(config, environment);
  const host = read.text("host", "PGHOST") ?? "localhost";
  const username = read.text("username", "PGUSER") ?? DEFAULTS.name;
  if (
    (read.text("scheme") ?? "postgres") !== "postgres" ||
    read.flag("awsRdsIamAuth") ||
    read.flag("azureIdentityAuth")
  ) {
    throw new Error(
      "authentication by a cloud is not available in the sandbox: use scheme postgres with username and password",
    );
  }
  return {
    host,
    port: read.integer("port", "PGPORT") ?? DEFAULTS.port,
    database: read.text("database", "PGDATABASE") ?? DEFAULTS.name,
    username,
    password: read.text("password", "PGPASSWORD") ?? "",
    databaseUsername: read.text("databaseUsername") ?? username,
    ssl: ssl(read, host),
    superuser: read.flag("superuser", "PGSUPERUSER") ?? true,
    connectTimeoutMs:
      Math.max(0, read.integer("connectTimeout", "PGCONNECT_TIMEOUT") ?? DEFAULTS.connectTimeoutSeconds) * 1000,
    maxConnections: Math.max(0, read.integer("maxConnections") ?? DEFAULTS.maxConnections),
  };
}

/** Without a mode the driver of the real provider requires TLS; `require` encrypts but trusts any certificate. */
function ssl(read: ConfigReader, host: string): PostgresSettings["ssl"] {
  const mode = read.text("sslmode", "PGSSLMODE") ?? read.text("sslMode") ?? "require";
  if (mode === "disable") return false;
  if (!SSL_MODES.some((known) => known === mode)) {
    throw new Error(
      `pq: unsupported sslmode ${JSON.stringify(mode)}; only "require" (default), "verify-full", "verify-ca", and "disable" supported`,
    );
  }
  const root = read.text("sslrootcert");
  const client = read.object("clientcert");
  return {
    rejectUnauthorized: mode !== "require",
    host,
    ...(root !== undefined && { ca: readFileSync(root, "utf8") }),
    ...(typeof client?.cert === "string" && { cert: readFileSync(client.cert, "utf8") }),
    ...(typeof client?.key === "string" && { key: readFileSync(client.key, "utf8") }),
    ...(mode === "verify-ca" && { checkServerIdentity: () => undefined }),
  };
}
