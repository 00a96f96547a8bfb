/** What a role may do, as the access lists in the catalog say it. */
import { text, texts } from "../bridged/schema";
import type { Props } from "../kind";
import { majorVersion, roleOid } from "./catalog";
import type { Session } from "./client";
import { CATALOG_LETTERS, samePrivileges } from "./privileges";

/** One object and the privileges that the role has on it. */
interface Granted {
  readonly object: string;
  readonly privileges: readonly string[];
}

/** `$1` is the role's number, `$2` the object's name or the schema's. */
const SINGLE: Readonly<Record<string, string>> = {
  database: list("pg_database", "datname", "datacl"),
  schema: list("pg_namespace", "nspname", "nspacl"),
  foreign_data_wrapper: list("pg_foreign_data_wrapper", "fdwname", "fdwacl"),
  foreign_server: list("pg_foreign_server", "srvname", "srvacl"),
};

function list(table: string, nameColumn: string, aclColumn: string): string {
  return `SELECT ${nameColumn}::text AS object,
    ARRAY(SELECT privilege_type FROM aclexplode(${aclColumn}) WHERE grantee = $1 ORDER BY 1) AS privileges FROM ${table} WHERE ${nameColumn} = $2`;
}

const RELATIONS = `SELECT relname::text AS object, ARRAY(SELECT privilege_type FROM aclexplode(relacl) WHERE grantee = $1 ORDER BY 1) AS privileges
  FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = $2 AND relkind = $3 ORDER BY 1`;
const ROUTINES = `SELECT proname::text AS object, ARRAY(SELECT privilege_type FROM aclexplode(proacl) WHERE grantee = $1 ORDER BY 1) AS privileges
  FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = $2 ORDER BY 1`;
const COLUMNS = `SELECT attname::text AS object FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace JOIN pg_attribute ON pg_class.oid = attrelid,
  aclexplode(attacl) WHERE grantee = $1 AND nspname = $2 AND relname = $3 AND privilege_type = $4 ORDER BY 1`;

/** The state with the privileges (or columns) that differ from it. */
export async function readGrant(session: Session, state: Props): Promise<Props> {
  const objectType = text(state, "objectType");
  const oid = await roleOid(session, text(state, "role"));
  if (objectType === "column") return { ...state, columns: await grantedColumns(session, oid, state) };
  const version = await majorVersion(session);
  const wanted = texts(state, "privileges");
  const other = (await granted(session, oid, state)).find(
    ({ privileges }) => !samePrivileges(objectType, privileges, wanted, version),
  );
  return other === undefined ? state : { ...state, privileges: other.privileges };
}

async function granted(session: Session, oid: number, state: Props): Promise<readonly Granted[]> {
  const objectType = text(state, "objectType");
  const objects = texts(state, "objects");
  const schema = text(state, "schema");
  const single = SINGLE[objectType];
  if (single !== undefined) {
    const object =
      objectType === "database" ? text(state, "database") : objectType === "schema" ? schema : (objects[0] ?? "");
    return session.rows<Granted>(single, [oid, object]);
  }
  const all = ["function", "procedure", "routine"].includes(objectType)
    ? await session.rows<Granted>(ROUTINES, [oid, schema])
    : await session.rows<Granted>(RELATIONS, [oid, schema, CATALOG_LETTERS[objectType] ?? ""]);
  const names = objects.map((object) => object.split("(")[0]);
  return names.length === 0 ? all : all.filter(({ object }) => names.includes(object));
}

async function grantedColumns(session: Session, oid: number, state: Props): Promise<readonly string[]> {
  const parameters = [
    oid,
    text(state, "schema"),
    texts(state, "objects")[0] ?? "",
    texts(state, "privileges")[0] ?? "",
  ];
  const rows = await session.rows<{ object: string }>(COLUMNS, parameters);
  const found = rows.map(({ object }) => object);
  return texts(state, "columns").filter((column) => found.includes(column));
}
