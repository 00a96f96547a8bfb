/** `postgresql.Extension`. */
import { changed } from "../bridged/diff";
import type { BridgedResource, Found } from "../bridged/resource";
import { flag, text, type Schema } from "../bridged/schema";
import type { CallContext, Props } from "../kind";
import { databaseExists } from "./catalog";
import type { PostgresClient } from "./client";
import { explain, name } from "./sql";

const schema: Schema = {
  name: { type: "string", required: true, forceNew: true, autoNamed: true },
  schema: { type: "string", computed: true },
  version: { type: "string", computed: true },
  database: { type: "string", computed: true, forceNew: true },
  dropCascade: { type: "bool", default: false },
  createCascade: { type: "bool", default: false },
};

interface ExtensionRow {
  readonly schema: string;
  readonly version: string;
}

const SELECT = `SELECT nspname AS schema, extversion AS version FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = $1`;

export function extensionResource(client: PostgresClient): BridgedResource {
  const databaseOf = (props: Props): string => text(props, "database") || client.settings.database;

  const found = async (id: string, state: Props, context: CallContext): Promise<Found | undefined> => {
    const own = text(state, "name");
    const { database, extension } = own === "" ? parseExtensionId(id) : { database: databaseOf(state), extension: own };
    if (!(await client.session("", context, (session) => databaseExists(session, database)))) return undefined;
    return client.session(database, context, async (session) => {
      const [row] = await session.rows<ExtensionRow>(SELECT, [extension]);
      const kept = { dropCascade: flag(state, "dropCascade"), createCascade: flag(state, "createCascade") };
      return (
        row && {
          id: `${database}.${extension}`,
          state: { name: extension, database, schema: row.schema, version: row.version, ...kept },
        }
      );
    });
  };

  return {
    token: "postgresql:index/extension:Extension",
    schema,
    importState: () => ({}),

    async create(planned, context) {
      const database = databaseOf(planned);
      await client.transaction(database, context, (session) => session.run(createExtensionSql(planned)));
      const id = `${database}.${text(planned, "name")}`;
      return (await found(id, planned, context)) ?? { id, state: planned };
    },

    read: found,

    async update(id, olds, planned, context) {
      const extension = name(text(planned, "name"));
      await client.transaction(databaseOf(planned), context, async (session) => {
        if (changed(schema, "schema", olds, planned)) {
          await explain("error updating extension SCHEMA", () =>
            session.run(`ALTER EXTENSION ${extension} SET SCHEMA ${name(text(planned, "schema"))}`),
          );
        }
        if (changed(schema, "version", olds, planned)) {
          await explain("error updating extension version", () =>
            session.run(`ALTER EXTENSION ${extension} UPDATE TO ${name(text(planned, "version"))}`),
          );
        }
      });
      return (await found(id, planned, context))?.state ?? planned;
    },

    async delete(_id, state, context) {
      const database = databaseOf(state);
      if (!(await client.session("", context, (session) => databaseExists(session, database)))) return;
      const mode = flag(state, "dropCascade") ? "CASCADE" : "RESTRICT";
      await client.transaction(database, context, (session) =>
        session.run(`DROP EXTENSION IF EXISTS ${name(text(state, "name"))} ${mode}`),
      );
    },
  };
}

export function createExtensionSql(props: Props): string {
  return [
    `CREATE EXTENSION IF NOT EXISTS ${name(text(props, "name"))}`,
    ...(text(props, "schema") === "" ? [] : [`SCHEMA ${name(text(props, "schema"))}`]),
    ...(text(props, "version") === "" ? [] : [`VERSION ${name(text(props, "version"))}`]),
    ...(flag(props, "createCascade") ? ["CASCADE"] : []),
  ].join(" ");
}

/** `database.extension` */
export function parseExtensionId(id: string): { readonly database: string; readonly extension: string } {
  const [database = "", extension = "", ...rest] = id.split(".");
  if (database === "" || extension === "" || rest.length > 0) {
    throw new Error(
      `extension ID ${id} has not the expected format 'database.extension': [${id.split(".").join(" ")}]`,
    );
  }
  return { database, extension };
}
