/** An administrator who is no superuser must be a member of the roles whose objects it changes: for the moment of the change only. */
import { currentUser, isSuperuser, roleExists } from "./catalog";
import type { Session } from "./client";
import { explain, name } from "./sql";

async function isMember(session: Session, role: string, member: string): Promise<boolean> {
  const [option] = await session.rows(
    "SELECT 1 FROM information_schema.columns WHERE table_name = 'pg_auth_members' AND column_name = 'set_option'",
  );
  const rows = await session.rows(
    `SELECT 1 FROM pg_auth_members WHERE pg_get_userbyid(roleid) = $1 AND pg_get_userbyid(member) = $2${option === undefined ? "" : " AND set_option"}`,
    [role, member],
  );
  return rows.length > 0;
}

async function grant(session: Session, role: string, member: string): Promise<boolean> {
  if (role === member || (await isMember(session, role, member))) return false;
  await explain(`error granting role ${role} to ${member}`, () =>
    session.run(`GRANT ${name(role)} TO ${name(member)}`),
  );
  return true;
}

async function revoke(session: Session, role: string, member: string): Promise<boolean> {
  if (role === member || !(await isMember(session, role, member))) return false;
  await explain(`error revoking role ${role} from ${member}`, () =>
    session.run(`REVOKE ${name(role)} FROM ${name(member)}`),
  );
  return true;
}

/** Runs `work` as a member of `roles`. */
export async function withRoles<T>(session: Session, roles: readonly string[], work: () => Promise<T>): Promise<T> {
  if (roles.length === 0) return work();
  const user = await currentUser(session);
  if (await isSuperuser(session, user)) return work();
  const granted: string[] = [];
  const turned: string[] = [];
  for (const role of new Set(roles)) {
    if (await isSuperuser(session, role)) continue; // can't be granted to anyone who isn't one
    // Two roles can't be members of each other.
    if (await revoke(session, user, role)) turned.push(role);
    if (await grant(session, role, user)) granted.push(role);
  }
  const result = await work().catch(async (error: unknown) => {
    // A transaction takes the memberships back by itself; a plain session doesn't.
    for (const role of granted) await revoke(session, role, user).catch(() => undefined);
    throw error;
  });
  for (const role of granted) await revoke(session, role, user);
  for (const role of turned) if (await roleExists(session, role)) await grant(session, user, role);
  return result;
}
