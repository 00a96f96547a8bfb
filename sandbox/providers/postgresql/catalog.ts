/** Questions to the server's catalog. */
import type { Session } from "./client";

export async function roleExists(session: Session, role: string): Promise<boolean> {
  return (await session.rows("SELECT 1 FROM pg_roles WHERE rolname = $1", [role])).length > 0;
}

export async function databaseExists(session: Session, database: string): Promise<boolean> {
  return (await session.rows("SELECT 1 FROM pg_database WHERE datname = $1", [database])).length > 0;
}

export async function schemaExists(session: Session, schema: string): Promise<boolean> {
  return (await session.rows("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema])).length > 0;
}

/** Major version of the server, e.g. 18. */
export async function majorVersion(session: Session): Promise<number> {
  const [row] = await session.rows<{ version: string }>("SELECT current_setting('server_version_num') AS version");
  return Math.floor(Number(row?.version ?? 0) / 10_000);
}

export async function currentUser(session: Session): Promise<string> {
  const [row] = await session.rows<{ current_user: string }>("SELECT current_user::text");
  return row?.current_user ?? "";
}

export async function isSuperuser(session: Session, role: string): Promise<boolean> {
  const [row] = await session.rows<{ rolsuper: boolean }>("SELECT rolsuper FROM pg_roles WHERE rolname = $1", [role]);
  if (row === undefined) throw new Error(`could not check if role ${role} is superuser: sql: no rows in result set`);
  return row.rolsuper;
}

export async function databaseOwner(session: Session, database: string): Promise<string> {
  const [row] = await session.rows<{ owner: string }>(
    "SELECT rolname AS owner FROM pg_database JOIN pg_roles ON datdba = pg_roles.oid WHERE datname = $1",
    [database],
  );
  if (row === undefined) throw new Error(`could not find database '${database}' while looking for owner`);
  return row.owner;
}

export async function schemaOwner(session: Session, schema: string): Promise<string> {
  const [row] = await session.rows<{ owner: string }>(
    "SELECT rolname AS owner FROM pg_namespace JOIN pg_roles ON nspowner = pg_roles.oid WHERE nspname = $1",
    [schema],
  );
  if (row === undefined) throw new Error(`could not find schema '${schema}' while looking for owner`);
  return row.owner;
}

export async function tableOwners(session: Session, schema: string): Promise<readonly string[]> {
  const rows = await session.rows<{ owner: string }>(
    "SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname = $1",
    [schema],
  );
  return rows.map(({ owner }) => owner);
}

/** The role's number in access lists; everyone ("public") is 0. */
export async function roleOid(session: Session, role: string): Promise<number> {
  if (role === "public") return 0;
  const [row] = await session.rows<{ oid: number }>("SELECT oid FROM pg_roles WHERE rolname = $1", [role]);
  if (row === undefined) throw new Error(`could not find oid for role ${role}: sql: no rows in result set`);
  return row.oid;
}
