/** `postgresql.Schema`. */
import { changed } from "../bridged/diff";
import type { BridgedResource, Found } from "../bridged/resource";
import { flag, isArray, isObject, text, type Schema } from "../bridged/schema";
import type { CallContext, Props } from "../kind";
import { databaseExists, databaseOwner, roleExists, schemaExists } from "./catalog";
import type { PostgresClient, Session } from "./client";
import { withRoles } from "./membership";
import { explain, name } from "./sql";

const schema: Schema = {
  name: { type: "string", required: true, autoNamed: true },
  database: { type: "string", computed: true, forceNew: true },
  owner: { type: "string", computed: true },
  ifNotExists: { type: "bool", default: true },
  dropCascade: { type: "bool", default: false },
  policies: {
    type: "set",
    computed: true,
    terraformName: "policy",
    element: {
      create: { type: "bool", default: false },
      createWithGrant: { type: "bool", default: false },
      role: { type: "string", default: "" },
      usage: { type: "bool", default: false },
      usageWithGrant: { type: "bool", default: false },
    },
  },
};

export function schemaResource(client: PostgresClient): BridgedResource {
  const databaseOf = (props: Props): string => text(props, "database") || client.settings.database;

  const found = async (id: string, state: Props, context: CallContext): Promise<Found | undefined> => {
    const { database, schemaName } =
      text(state, "name") === "" ? parseSchemaId(id) : { database: databaseOf(state), schemaName: text(state, "name") };
    if (!(await client.session("", context, (session) => databaseExists(session, database)))) return undefined;
    return client.session(database, context, async (session) => {
      const [row] = await session.rows<{ owner: string }>(
        "SELECT pg_get_userbyid(nspowner)::text AS owner FROM pg_namespace WHERE nspname = $1",
        [schemaName],
      );
      if (row === undefined) return undefined;
      const kept = { ifNotExists: state.ifNotExists !== false, dropCascade: flag(state, "dropCascade") };
      const policies = isArray(state.policies) ? { policies: state.policies } : {};
      return {
        id: `${database}.${schemaName}`,
        state: { name: schemaName, database, owner: row.owner, ...kept, ...policies },
      };
    });
  };

  return {
    token: "postgresql:index/schema:Schema",
    schema,
    importState: () => ({}),

    async create(planned, context) {
      const database = databaseOf(planned);
      const id = `${database}.${text(planned, "name")}`;
      await client.transaction(database, context, async (session) => {
        const helpers = [await databaseOwner(session, database), text(planned, "owner")].filter((role) => role !== "");
        await withRoles(session, helpers, () => create(session, planned));
      });
      return (await found(id, planned, context)) ?? { id, state: planned };
    },

    read: found,

    async update(id, olds, planned, context) {
      await client.transaction(databaseOf(planned), context, async (session) => {
        const schemaName = text(planned, "name");
        if (changed(schema, "name", olds, planned)) {
          await explain("error updating schema NAME", () =>
            session.run(`ALTER SCHEMA ${name(text(olds, "name"))} RENAME TO ${name(schemaName)}`),
          );
        }
        if (changed(schema, "owner", olds, planned)) await setOwner(session, schemaName, text(planned, "owner"));
        if (changed(schema, "policies", olds, planned)) {
          await withRoles(
            session,
            [text(planned, "owner")].filter((role) => role !== ""),
            async () => {
              for (const policy of policiesOf(olds)) await revokePolicy(session, schemaName, policy);
              for (const policy of policiesOf(planned)) await grantPolicy(session, schemaName, policy);
            },
          );
        }
      });
      return (await found(id, planned, context))?.state ?? planned;
    },

    async delete(_id, state, context) {
      const database = databaseOf(state);
      const schemaName = text(state, "name");
      if (!(await client.session("", context, (session) => databaseExists(session, database)))) return;
      await client.transaction(database, context, async (session) => {
        if (!(await schemaExists(session, schemaName))) return;
        const mode = flag(state, "dropCascade") ? "CASCADE" : "RESTRICT";
        const helpers = [text(state, "owner")].filter((role) => role !== "");
        await withRoles(session, helpers, () =>
          explain("error deleting schema", () => session.run(`DROP SCHEMA ${name(schemaName)} ${mode}`)),
        );
      });
    },
  };
}

/** `database.schema` */
export function parseSchemaId(id: string): { readonly database: string; readonly schemaName: string } {
  const [database = "", schemaName = "", ...rest] = id.split(".");
  if (database === "" || schemaName === "" || rest.length > 0) {
    throw new Error(`schema ID ${id} has not the expected format 'database.schema': [${id.split(".").join(" ")}]`);
  }
  return { database, schemaName };
}

/** A schema that is there already is taken over. */
async function create(session: Session, planned: Props): Promise<void> {
  const schemaName = text(planned, "name");
  const owner = text(planned, "owner");
  if (await schemaExists(session, schemaName)) {
    if (owner !== "") await setOwner(session, schemaName, owner);
  } else {
    const unless = flag(planned, "ifNotExists") ? "IF NOT EXISTS " : "";
    const authorization = owner === "" ? "" : ` AUTHORIZATION ${name(owner)}`;
    await explain(`error creating schema ${schemaName}`, () =>
      session.run(`CREATE SCHEMA ${unless}${name(schemaName)}${authorization}`),
    );
  }
  for (const policy of policiesOf(planned)) await grantPolicy(session, schemaName, policy);
}

async function setOwner(session: Session, schemaName: string, owner: string): Promise<void> {
  await explain("error updating schema OWNER", () =>
    session.run(`ALTER SCHEMA ${name(schemaName)} OWNER TO ${name(owner)}`),
  );
}

function policiesOf(props: Props): readonly Props[] {
  const { policies } = props;
  return isArray(policies) ? policies.filter(isObject) : [];
}

/** An empty role is everyone. */
function receiver(policy: Props): string {
  const role = text(policy, "role");
  return role === "" ? "PUBLIC" : name(role);
}

async function grantPolicy(session: Session, schemaName: string, policy: Props): Promise<void> {
  const grants = [
    ["CREATE", flag(policy, "create"), flag(policy, "createWithGrant")],
    ["USAGE", flag(policy, "usage"), flag(policy, "usageWithGrant")],
  ] as const;
  for (const [privilege, plain, withGrant] of grants) {
    if (!plain && !withGrant) continue;
    const sql = `GRANT ${privilege} ON SCHEMA ${name(schemaName)} TO ${receiver(policy)}${withGrant ? " WITH GRANT OPTION" : ""}`;
    await explain("error updating schema DCL", () => session.run(sql));
  }
}

async function revokePolicy(session: Session, schemaName: string, policy: Props): Promise<void> {
  const role = text(policy, "role");
  if (role !== "" && !(await roleExists(session, role))) return; // went with the role
  await explain("error updating schema DCL", () =>
    session.run(`REVOKE ALL ON SCHEMA ${name(schemaName)} FROM ${receiver(policy)}`),
  );
}
