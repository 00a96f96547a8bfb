/** `postgresql.DefaultPrivileges`: what a role may do with objects that another one will create. */
import { oneOf } from "../bridged/check";
import type { BridgedResource } from "../bridged/resource";
import { flag, text, texts, type Schema } from "../bridged/schema";
import type { CallContext, Props } from "../kind";
import { majorVersion, roleExists, roleOid } from "./catalog";
import type { PostgresClient, Session } from "./client";
import { isThere } from "./grant";
import { lockRole } from "./locks";
import { withRoles } from "./membership";
import { CATALOG_LETTERS, DEFAULT_PRIVILEGE_TYPES, validatePrivileges } from "./privileges";
import { explain, name, setOrder } from "./sql";

const schema: Schema = {
  role: { type: "string", required: true, forceNew: true },
  database: { type: "string", required: true, forceNew: true },
  owner: { type: "string", required: true, forceNew: true },
  schema: { type: "string", forceNew: true },
  objectType: { type: "string", required: true, forceNew: true, validate: oneOf(DEFAULT_PRIVILEGE_TYPES) },
  privileges: { type: "set", required: true },
  withGrantOption: { type: "bool", forceNew: true, default: false },
};

const SELECT = `SELECT privilege_type FROM pg_default_acl LEFT JOIN pg_namespace n ON n.oid = defaclnamespace, aclexplode(defaclacl)
  WHERE defaclobjtype = $2 AND grantee = $1 AND COALESCE(nspname, '') = $3 AND pg_get_userbyid(defaclrole) = $4 ORDER BY 1`;

export function defaultPrivilegesResource(client: PostgresClient): BridgedResource {
  const apply = async (wanted: Props, context: CallContext): Promise<Props> => {
    const problem = defaultPrivilegesProblem(wanted);
    if (problem !== undefined) throw new Error(problem);
    const [database, owner] = [text(wanted, "database"), text(wanted, "owner")];
    await client.transaction(database, context, async (session) => {
      validatePrivileges(text(wanted, "objectType"), texts(wanted, "privileges"), await majorVersion(session));
      await lockRole(session, owner);
      await withRoles(session, [owner], async () => {
        await explain("could not revoke default privileges", () => session.run(revokeDefaultSql(wanted)));
        const sql = grantDefaultSql(wanted);
        if (sql !== undefined) await explain("could not alter default privileges", () => session.run(sql));
      });
    });
    return client.session(database, context, async (session) => ({
      ...wanted,
      privileges: await granted(session, wanted),
    }));
  };

  return {
    token: "postgresql:index/defaultPrivileges:DefaultPrivileges",
    schema,

    async create(planned, context) {
      return { id: defaultPrivilegesId(planned), state: await apply(planned, context) };
    },

    async read(_id, state, context) {
      if (!(await isThere(client, state, context))) return undefined;
      const privileges = await client.session(text(state, "database"), context, (session) => granted(session, state));
      // No privileges are "not there", unless none were asked for.
      if (privileges.length === 0 && texts(state, "privileges").length > 0) return undefined;
      return { id: defaultPrivilegesId(state), state: { ...state, privileges } };
    },

    update: (_id, _olds, planned, context) => apply(planned, context),

    async delete(_id, state, context) {
      if (!(await isThere(client, state, context))) return;
      await client.transaction(text(state, "database"), context, async (session) => {
        const owner = text(state, "owner");
        if (!(await roleExists(session, owner))) return;
        await lockRole(session, owner);
        await withRoles(session, [owner], () =>
          explain("could not revoke default privileges", () => session.run(revokeDefaultSql(state))),
        );
      });
    },
  };
}

export function defaultPrivilegesProblem(props: Props): string | undefined {
  if (text(props, "objectType") === "schema" && text(props, "schema") !== "")
    return "cannot specify `schema` when `object_type` is `schema`";
  if (flag(props, "withGrantOption") && text(props, "role").toLowerCase() === "public")
    return "with_grant_option cannot be true for role 'public'";
  return undefined;
}

/** `role_database_schema_owner_type` */
export function defaultPrivilegesId(props: Props): string {
  return [
    text(props, "role"),
    text(props, "database"),
    text(props, "schema") || "noschema",
    text(props, "owner"),
    text(props, "objectType"),
  ].join("_");
}

function alter(props: Props): string {
  const schemaName = text(props, "schema");
  return `ALTER DEFAULT PRIVILEGES FOR ROLE ${name(text(props, "owner"))}${schemaName === "" ? "" : ` IN SCHEMA ${name(schemaName)}`}`;
}

export function grantDefaultSql(props: Props): string | undefined {
  const privileges = setOrder(texts(props, "privileges")).join(",");
  if (privileges === "") return undefined;
  const option = flag(props, "withGrantOption") ? " WITH GRANT OPTION" : "";
  return `${alter(props)} GRANT ${privileges} ON ${text(props, "objectType").toUpperCase()}S TO ${name(text(props, "role"))}${option}`;
}

export function revokeDefaultSql(props: Props): string {
  return `${alter(props)} REVOKE ALL ON ${text(props, "objectType").toUpperCase()}S FROM ${name(text(props, "role"))}`;
}

async function granted(session: Session, props: Props): Promise<readonly string[]> {
  const oid = await roleOid(session, text(props, "role"));
  const letter = CATALOG_LETTERS[text(props, "objectType")] ?? "";
  const rows = await session.rows<{ privilege_type: string }>(SELECT, [
    oid,
    letter,
    text(props, "schema"),
    text(props, "owner"),
  ]);
  return [...new Set(rows.map((row) => row.privilege_type))];
}
