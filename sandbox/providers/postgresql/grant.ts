/** `postgresql.Grant`: the privileges of one role on objects of one kind. */
import { oneOf } from "../bridged/check";
import type { BridgedResource } from "../bridged/resource";
import { text, texts, type Schema } from "../bridged/schema";
import type { CallContext, Props } from "../kind";
import {
  currentUser,
  databaseExists,
  databaseOwner,
  isSuperuser,
  majorVersion,
  roleExists,
  schemaExists,
  schemaOwner,
  tableOwners,
} from "./catalog";
import type { PostgresClient, Session } from "./client";
import { grantId, grantProblem, grantSql, revokeSql, WITHOUT_SCHEMA } from "./grant-sql";
import { readGrant } from "./grant-read";
import { lockDatabase, lockRole, lockSchema } from "./locks";
import { withRoles } from "./membership";
import { GRANT_TYPES, validatePrivileges } from "./privileges";
import { explain } from "./sql";

const schema: Schema = {
  role: { type: "string", required: true, forceNew: true },
  database: { type: "string", required: true, forceNew: true },
  schema: { type: "string", forceNew: true },
  objectType: { type: "string", required: true, forceNew: true, validate: oneOf(GRANT_TYPES) },
  objects: { type: "set", forceNew: true },
  columns: { type: "set", forceNew: true },
  privileges: { type: "set", required: true },
  withGrantOption: { type: "bool", forceNew: true, default: false },
};

export function grantResource(client: PostgresClient): BridgedResource {
  /** Takes away what `before` gave, then grants: in one transaction, so that the role never is without. */
  const apply = async (before: Props, wanted: Props, context: CallContext): Promise<Props> => {
    const problem = grantProblem(wanted);
    if (problem !== undefined) throw new Error(problem);
    const database = text(wanted, "database");
    await client.transaction(database, context, async (session) => {
      validatePrivileges(text(wanted, "objectType"), texts(wanted, "privileges"), await majorVersion(session));
      await lock(session, wanted);
      await withRoles(session, await helpers(session, wanted), async () => {
        await revoke(session, before);
        const sql = grantSql(wanted);
        if (sql !== undefined) await explain("could not execute grant query", () => session.run(sql));
      });
    });
    return client.session(database, context, (session) => readGrant(session, wanted));
  };

  return {
    token: "postgresql:index/grant:Grant",
    schema,
    deleteBeforeReplace: true,

    async create(planned, context) {
      const state = await apply(planned, planned, context);
      return { id: grantId(planned), state };
    },

    async read(_id, state, context) {
      if (!(await isThere(client, state, context))) return undefined;
      const found = await client.session(text(state, "database"), context, (session) => readGrant(session, state));
      return { id: grantId(found), state: found };
    },

    update: (_id, olds, planned, context) => apply(olds, planned, context),

    async delete(_id, state, context) {
      if (!(await isThere(client, state, context))) return; // went with its role, schema or database
      await client.transaction(text(state, "database"), context, async (session) => {
        await lock(session, state);
        await withRoles(session, await helpers(session, state), () => revoke(session, state));
      });
    },
  };
}

async function lock(session: Session, props: Props): Promise<void> {
  await lockRole(session, text(props, "role"));
  if (text(props, "objectType") === "database") await lockDatabase(session, text(props, "database"));
}

async function revoke(session: Session, props: Props): Promise<void> {
  const sql = revokeSql(props);
  if (sql === undefined) return;
  await lockSchema(session, text(props, "schema"));
  await explain("could not execute revoke query", () => session.run(sql));
}

/** Roles whose objects the privileges are about: an administrator without superuser rights must be a member of them. */
async function helpers(session: Session, props: Props): Promise<readonly string[]> {
  if (WITHOUT_SCHEMA.includes(text(props, "objectType")) || (await isSuperuser(session, await currentUser(session))))
    return [];
  const schemaName = text(props, "schema");
  const tables = text(props, "objectType") === "schema" ? [] : await tableOwners(session, schemaName);
  const owners = [...new Set([...tables, await schemaOwner(session, schemaName)])];
  // This one stands for whoever owns the database.
  const standIn = "pg_database_owner";
  if (!owners.includes(standIn)) return owners;
  return [...owners.filter((owner) => owner !== standIn), await databaseOwner(session, session.database)];
}

/** False where the database, the role or the schema is gone, and the grant with it. */
export async function isThere(client: PostgresClient, props: Props, context: CallContext): Promise<boolean> {
  const [database, role, schemaName] = [text(props, "database"), text(props, "role"), text(props, "schema")];
  if (!(await client.session("", context, (session) => databaseExists(session, database)))) return false;
  return client.session(database, context, async (session) => {
    if (role !== "public" && !(await roleExists(session, role))) return false;
    return (
      schemaName === "" ||
      WITHOUT_SCHEMA.includes(text(props, "objectType")) ||
      (await schemaExists(session, schemaName))
    );
  });
}
