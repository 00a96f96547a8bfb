/** Advisory locks as the real provider takes them, so that parallel changes of one catalog row queue up instead of failing. */
import type { Session } from "./client";

export async function lockRole(session: Session, role: string): Promise<void> {
  // A statement timeout of the connected role would end the wait.
  await session.run("SET statement_timeout = 0");
  await session.rows("SELECT pg_advisory_xact_lock(oid::bigint) FROM pg_roles WHERE rolname = $1", [role]);
  await session.rows(
    "SELECT pg_advisory_xact_lock(member::bigint) FROM pg_auth_members JOIN pg_roles ON roleid = pg_roles.oid WHERE rolname = $1 ORDER BY member",
    [role],
  );
}

export async function lockDatabase(session: Session, database: string): Promise<void> {
  await session.run("SET statement_timeout = 0");
  await session.rows("SELECT pg_advisory_xact_lock(oid::bigint) FROM pg_database WHERE datname = $1", [database]);
}

export async function lockSchema(session: Session, schema: string): Promise<void> {
  await session.run("SET statement_timeout = 0");
  await session.rows("SELECT pg_advisory_xact_lock(oid::bigint) FROM pg_namespace WHERE nspname = $1", [schema]);
}
