/** A role's fields and the statements that make and change one. */
import { intAtLeast } from "../bridged/check";
import { changed } from "../bridged/diff";
import { flag, integer, text, type Schema } from "../bridged/schema";
import type { Props } from "../kind";
import type { Session } from "./client";
import { explain, literal, name } from "./sql";

const notHere = (): string =>
  "write-only passwords are not available in the sandbox: use password, which the state keeps encrypted";

export const roleSchema: Schema = {
  name: { type: "string", required: true, autoNamed: true },
  password: { type: "string", secret: true, conflictsWith: "passwordWo" },
  passwordWo: { type: "string", secret: true, conflictsWith: "password", validate: notHere },
  passwordWoVersion: { type: "string" },
  encrypted: { type: "string" },
  roles: { type: "set" },
  searchPaths: { type: "list", terraformName: "search_path" },
  encryptedPassword: { type: "bool", default: true },
  validUntil: { type: "string", default: "infinity" },
  connectionLimit: { type: "int", default: -1, validate: intAtLeast(-1) },
  superuser: { type: "bool", default: false },
  createDatabase: { type: "bool", default: false },
  createRole: { type: "bool", default: false },
  inherit: { type: "bool", default: true },
  login: { type: "bool", default: false },
  replication: { type: "bool", default: false },
  bypassRowLevelSecurity: { type: "bool", default: false },
  skipDropRole: { type: "bool", default: false },
  skipReassignOwned: { type: "bool", default: false },
  statementTimeout: { type: "int", validate: intAtLeast(0) },
  idleInTransactionSessionTimeout: { type: "int", validate: intAtLeast(0) },
  assumeRole: { type: "string" },
};

/** Attribute and the words that switch it on; NO in front switches it off. */
const FLAGS = {
  superuser: "SUPERUSER",
  createDatabase: "CREATEDB",
  createRole: "CREATEROLE",
  inherit: "INHERIT",
  login: "LOGIN",
  bypassRowLevelSecurity: "BYPASSRLS",
  replication: "REPLICATION",
} as const;

/** Settings of the role's sessions; a value of nothing or 0 isn't set. */
const SESSION_SETTINGS = {
  statementTimeout: "statement_timeout",
  idleInTransactionSessionTimeout: "idle_in_transaction_session_timeout",
} as const;

/** The options of CREATE ROLE. */
export function roleOptions(props: Props): string {
  const password = text(props, "password");
  const validUntil = text(props, "validUntil");
  return [
    ...(password === "" ? [] : [passwordOption(password, flag(props, "encryptedPassword"))]),
    ...(validUntil === "" ? [] : [`VALID UNTIL ${literal(asTime(validUntil))}`]),
    `CONNECTION LIMIT ${integer(props, "connectionLimit")}`,
    ...Object.entries(FLAGS).map(([key, words]) => (flag(props, key) ? words : `NO${words}`)),
  ].join(" ");
}

function passwordOption(password: string, encrypted: boolean): string {
  return password.toUpperCase() === "NULL"
    ? "PASSWORD NULL"
    : `${encrypted ? "ENCRYPTED" : "UNENCRYPTED"} PASSWORD ${literal(password)}`;
}

function asTime(validUntil: string): string {
  return validUntil.toLowerCase() === "infinity" ? "infinity" : validUntil;
}

export async function alterRole(session: Session, role: string, olds: Props, planned: Props): Promise<void> {
  const isChanged = (key: string): boolean => changed(roleSchema, key, olds, planned);
  const set = (what: string, option: string): Promise<void> =>
    explain(`error updating role ${what}`, () => session.run(`ALTER ROLE ${name(role)} WITH ${option}`));
  // A password's hash may be made with the role's name.
  if (isChanged("password") || isChanged("name"))
    await set("password", `PASSWORD ${literal(text(planned, "password"))}`);
  if (isChanged("connectionLimit"))
    await set("CONNECTION LIMIT", `CONNECTION LIMIT ${integer(planned, "connectionLimit")}`);
  for (const [key, words] of Object.entries(FLAGS)) {
    if (isChanged(key)) await set(words, flag(planned, key) ? words : `NO${words}`);
  }
  const validUntil = text(planned, "validUntil");
  if (isChanged("validUntil") && validUntil !== "")
    await set("VALID UNTIL", `VALID UNTIL ${literal(asTime(validUntil))}`);
}

export async function revokeRoles(session: Session, role: string): Promise<void> {
  const granted = await session.rows<{ role: string }>(
    "SELECT DISTINCT pg_get_userbyid(roleid)::text AS role FROM pg_auth_members JOIN pg_roles ON member = pg_roles.oid WHERE rolname = $1",
    [role],
  );
  for (const { role: other } of granted) {
    await explain(`could not revoke role ${other} from ${role}`, () =>
      session.run(`REVOKE ${name(other)} FROM ${name(role)}`),
    );
  }
}

export async function grantRoles(session: Session, role: string, others: readonly string[]): Promise<void> {
  for (const other of others) {
    await explain(`could not grant role ${other} to ${role}`, () =>
      session.run(`GRANT ${name(other)} TO ${name(role)}`),
    );
  }
}

export async function setSearchPath(session: Session, role: string, schemas: readonly string[]): Promise<void> {
  const impossible = schemas.find((schema) => schema.includes(", "));
  if (impossible !== undefined) throw new Error(`search_path cannot contain \`, \`: ${impossible}`);
  const path = schemas.length === 0 ? "DEFAULT" : schemas.map(name).join(", ");
  await explain(`could not set search_path ${path} for ${role}`, () =>
    session.run(`ALTER ROLE ${name(role)} SET search_path TO ${path}`),
  );
}

export async function setSession(session: Session, role: string, olds: Props, planned: Props): Promise<void> {
  for (const [key, setting] of Object.entries(SESSION_SETTINGS)) {
    if (!changed(roleSchema, key, olds, planned)) continue;
    const value = integer(planned, key);
    const change = value === 0 ? `RESET ${setting}` : `SET ${setting} TO ${value}`;
    await explain(`could not set ${setting} ${value} for ${role}`, () =>
      session.run(`ALTER ROLE ${name(role)} ${change}`),
    );
  }
  if (changed(roleSchema, "assumeRole", olds, planned)) {
    const assumed = text(planned, "assumeRole");
    const change = assumed === "" ? "RESET ROLE" : `SET ROLE TO ${name(assumed)}`;
    await explain(`could not set role ${assumed} for ${role}`, () => session.run(`ALTER ROLE ${name(role)} ${change}`));
  }
}
