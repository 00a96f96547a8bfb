import { escapeIdentifier, escapeLiteral, type Client } from "pg";
import path from "node:path";
import { readIfExists, writeFileAtomically } from "../../files";
import type { SandboxLayout } from "../../layout";
import type { Server, Servers } from "../../postgres/servers";
import type { KeyPair } from "../certificates";
import { application, type CnpgCluster, type InitdbSpec } from "./cluster";

/** The real server of a cluster: how it is made and kept as the specification says. */

/** A role's password as a Secret has it; undefined where the role must have none. */
export interface Credential {
  readonly role: string;
  readonly password: string | undefined;
  /** Another version of the Secret means that the password is to be set again. */
  readonly version: string;
}

export function serverOf({ metadata, spec }: CnpgCluster, tls: KeyPair): Server {
  const { parameters = {}, shared_preload_libraries: libraries = [], pg_hba: hba = [] } = spec.postgresql ?? {};
  return {
    namespace: metadata.namespace,
    cluster: metadata.name,
    initdb: initdbOptions(spec.bootstrap?.initdb ?? {}),
    parameters,
    preload: [...new Set([...libraries, ...EXTENSIONS.filter((name) => usesExtension(parameters, name))])],
    hba,
    tls,
  };
}

/** Extensions that the operator loads as soon as a parameter of theirs is set. */
const EXTENSIONS = ["pg_stat_statements", "auto_explain"] as const;

const usesExtension = (parameters: Readonly<Record<string, string>>, name: string): boolean =>
  Object.keys(parameters).some((parameter) => parameter.startsWith(`${name}.`));

function initdbOptions(spec: InitdbSpec): readonly string[] {
  const { encoding = "UTF8", locale, localeCollate = locale ?? "C", localeCType = locale ?? "C" } = spec;
  return [
    `--encoding=${encoding}`,
    `--lc-collate=${localeCollate}`,
    `--lc-ctype=${localeCType}`,
    ...(spec.dataChecksums === true ? ["--data-checksums"] : ["--no-data-checksums"]),
    ...(spec.walSegmentSize === undefined ? [] : [`--wal-segsize=${spec.walSegmentSize}`]),
  ];
}

/** Makes database and owner in a server that was just initialized. */
export async function bootstrap(servers: Servers, cluster: CnpgCluster): Promise<void> {
  const { namespace, name } = cluster.metadata;
  const { database, owner } = application(cluster);
  const {
    postInitSQL = [],
    postInitTemplateSQL = [],
    postInitApplicationSQL = [],
  } = cluster.spec.bootstrap?.initdb ?? {};
  const run = (target: string, statements: readonly string[]): Promise<void> =>
    servers.asSuperuser(namespace, name, target, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  await run("template1", postInitTemplateSQL);
  await servers.asSuperuser(namespace, name, "postgres", async (client) => {
    if (!(await exists(client, "SELECT FROM pg_roles WHERE rolname = $1", owner))) {
      await client.query(`CREATE ROLE ${escapeIdentifier(owner)} LOGIN`);
    }
    if (!(await exists(client, "SELECT FROM pg_database WHERE datname = $1", database))) {
      await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${escapeIdentifier(owner)}`);
    }
  });
  await run("postgres", postInitSQL);
  await run(database, postInitApplicationSQL);
}

/** Gives each role the password of its Secret, once for each version of it; what was changed in the database since is left alone, as the operator does. */
export async function applyCredentials(
  layout: SandboxLayout,
  servers: Servers,
  cluster: CnpgCluster,
  credentials: readonly Credential[],
): Promise<void> {
  const { namespace, name } = cluster.metadata;
  const file = path.join(layout.postgres(namespace, name), "credentials.json");
  const before = JSON.parse(readIfExists(file) ?? "{}") as Readonly<Record<string, string>>;
  const changed = credentials.filter(({ role, version }) => before[role] !== version);
  if (changed.length === 0) return;
  await servers.asSuperuser(namespace, name, "postgres", async (client) => {
    for (const { role, password } of changed) {
      const value = password === undefined ? "NULL" : escapeLiteral(password);
      await client.query(`ALTER ROLE ${escapeIdentifier(role)} PASSWORD ${value}`);
    }
  });
  writeFileAtomically(file, JSON.stringify(Object.fromEntries(credentials.map((c) => [c.role, c.version]))), 0o600);
}

/** Extensions that the parameters ask for exist in every database that can be entered. */
export async function createExtensions(servers: Servers, cluster: CnpgCluster): Promise<void> {
  const { namespace, name } = cluster.metadata;
  if (!usesExtension(cluster.spec.postgresql?.parameters ?? {}, "pg_stat_statements")) return;
  const databases = await servers.asSuperuser(namespace, name, "postgres", async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate",
    );
    return rows.map((row) => row.datname);
  });
  for (const database of databases) {
    await servers.asSuperuser(namespace, name, database, (client) =>
      client.query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements"),
    );
  }
}

async function exists(client: Client, query: string, name: string): Promise<boolean> {
  const { rowCount } = await client.query(query, [name]);
  return (rowCount ?? 0) > 0;
}
