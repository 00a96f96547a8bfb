/** A role as the server has it. */
import { createHash } from "node:crypto";
import type { Found } from "../bridged/resource";
import { text } from "../bridged/schema";
import type { Props } from "../kind";
import { currentUser, isSuperuser } from "./catalog";
import type { Session } from "./client";
import type { PostgresSettings } from "./config";

interface RoleRow {
  readonly rolname: string;
  readonly rolsuper: boolean;
  readonly rolinherit: boolean;
  readonly rolcreaterole: boolean;
  readonly rolcreatedb: boolean;
  readonly rolcanlogin: boolean;
  readonly rolconnlimit: number;
  readonly rolreplication: boolean;
  readonly rolbypassrls: boolean;
  readonly valid_until: string;
  readonly rolconfig: readonly string[] | null;
  readonly roles: readonly string[];
}

const SELECT = `SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolconnlimit, rolreplication, rolbypassrls,
  COALESCE(rolvaliduntil::text, 'infinity') AS valid_until, rolconfig,
  ARRAY(SELECT DISTINCT pg_get_userbyid(roleid)::text FROM pg_auth_members WHERE member = pg_roles.oid ORDER BY 1) AS roles
  FROM pg_roles WHERE rolname = $1`;

export async function readRole(
  session: Session,
  settings: PostgresSettings,
  id: string,
  state: Props,
): Promise<Found | undefined> {
  const [row] = await session.rows<RoleRow>(SELECT, [id]);
  if (row === undefined) return undefined;
  const password = await readPassword(session, settings, row, text(state, "password"));
  const searchPaths = searchPathOf(row.rolconfig ?? []);
  const statementTimeout = settingOf(row.rolconfig ?? [], "statement_timeout");
  const idle = settingOf(row.rolconfig ?? [], "idle_in_transaction_session_timeout");
  const assumeRole = settingOf(row.rolconfig ?? [], "role");
  const { encrypted, passwordWoVersion } = state;
  return {
    id: row.rolname,
    state: {
      name: row.rolname,
      connectionLimit: row.rolconnlimit,
      createDatabase: row.rolcreatedb,
      createRole: row.rolcreaterole,
      encryptedPassword: true,
      inherit: row.rolinherit,
      login: row.rolcanlogin,
      skipDropRole: state.skipDropRole ?? false,
      skipReassignOwned: state.skipReassignOwned ?? false,
      superuser: row.rolsuper,
      validUntil: row.valid_until,
      replication: row.rolreplication,
      bypassRowLevelSecurity: row.rolbypassrls,
      ...(row.roles.length > 0 && { roles: row.roles }),
      ...(searchPaths.length > 0 && { searchPaths }),
      ...(statementTimeout !== undefined && { statementTimeout: Number(statementTimeout) }),
      ...(idle !== undefined && { idleInTransactionSessionTimeout: Number(idle) }),
      ...(assumeRole !== undefined && { assumeRole }),
      ...(password !== "" && { password }),
      ...(encrypted !== undefined && { encrypted }),
      ...(passwordWoVersion !== undefined && { passwordWoVersion }),
    },
  };
}

/** A setting of the role's sessions: `statement_timeout=1000` among its configuration. */
export function settingOf(rolconfig: readonly string[], setting: string): string | undefined {
  return rolconfig.find((entry) => entry.startsWith(`${setting}=`))?.slice(setting.length + 1);
}

export function searchPathOf(rolconfig: readonly string[]): readonly string[] {
  const path = settingOf(rolconfig, "search_path");
  return path === undefined ? [] : path.split(", ").map((schema) => schema.replace(/^"|"$/g, ""));
}

/** From the server where the provider's user may see it; else what the state remembers. */
async function readPassword(
  session: Session,
  settings: PostgresSettings,
  row: RoleRow,
  remembered: string,
): Promise<string> {
  if (!row.rolcanlogin || !settings.superuser) return remembered;
  const user = await currentUser(session);
  if (!(await isSuperuser(session, user))) {
    throw new Error(
      `could not read role password from Postgres as connected user ${user} is not a SUPERUSER. ` +
        "You can set `superuser = false` in the provider configuration so it will not try to read the password from Postgres",
    );
  }
  const [stored] = await session.rows<{ passwd: string }>(
    "SELECT COALESCE(passwd, '') AS passwd FROM pg_shadow WHERE usename = $1",
    [row.rolname],
  );
  return samePassword(remembered, stored?.passwd ?? "", row.rolname);
}

/** The server keeps a hash. Of a SCRAM hash the provider only sees that there is one: another password behind it goes unnoticed. */
export function samePassword(remembered: string, stored: string, role: string): string {
  if (remembered === "" || /^(md5|SCRAM-SHA-256)/.test(remembered)) return stored;
  if (stored.startsWith("SCRAM-SHA-256")) return remembered;
  const md5 = `md5${createHash("md5")
    .update(remembered + role)
    .digest("hex")}`;
  return stored === md5 ? remembered : stored;
}
