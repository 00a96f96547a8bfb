/** `postgresql.Database`. */
import { intAtLeast } from "../bridged/check";
import { changed } from "../bridged/diff";
import type { BridgedResource, Found } from "../bridged/resource";
import { flag, integer, text, type Schema } from "../bridged/schema";
import type { CallContext, Props } from "../kind";
import { currentUser, databaseExists, databaseOwner, isSuperuser } from "./catalog";
import type { PostgresClient, Session } from "./client";
import { lockDatabase } from "./locks";
import { withRoles } from "./membership";
import { explain, literal, name } from "./sql";

const schema: Schema = {
  name: { type: "string", required: true, autoNamed: true },
  owner: { type: "string", computed: true },
  template: { type: "string", computed: true, forceNew: true },
  encoding: { type: "string", computed: true, forceNew: true },
  lcCollate: { type: "string", computed: true, forceNew: true },
  lcCtype: { type: "string", computed: true, forceNew: true },
  tablespaceName: { type: "string", computed: true },
  connectionLimit: { type: "int", default: -1, validate: intAtLeast(-1) },
  allowConnections: { type: "bool", default: true },
  isTemplate: { type: "bool", computed: true },
  alterObjectOwnership: { type: "bool", default: false },
};

interface DatabaseRow {
  readonly owner: string;
  readonly encoding: string;
  readonly datcollate: string;
  readonly datctype: string;
  readonly spcname: string;
  readonly datconnlimit: number;
  readonly datallowconn: boolean;
  readonly datistemplate: boolean;
}

const SELECT = `SELECT pg_get_userbyid(datdba)::text AS owner, pg_encoding_to_char(encoding)::text AS encoding, datcollate, datctype, spcname,
  datconnlimit, datallowconn, datistemplate FROM pg_database JOIN pg_tablespace ts ON dattablespace = ts.oid WHERE datname = $1`;

export function databaseResource(client: PostgresClient): BridgedResource {
  const found = (id: string, state: Props, context: CallContext): Promise<Found | undefined> =>
    client.session("", context, async (session) => {
      const [row] = await session.rows<DatabaseRow>(SELECT, [id]);
      return row && { id, state: stateOf(id, row, state) };
    });

  return {
    token: "postgresql:index/database:Database",
    schema,
    importState: () => ({}),

    async create(planned, context) {
      const database = text(planned, "name");
      await asMemberOf(client, text(planned, "owner"), context, async (session, repeated) => {
        if (repeated && (await databaseExists(session, database))) return;
        await explain(`error creating database ${JSON.stringify(database)}`, () =>
          session.run(createSql(planned, client.settings.databaseUsername)),
        );
      });
      return (await found(database, planned, context)) ?? { id: database, state: planned };
    },

    read: found,

    async update(_id, olds, planned, context) {
      const database = text(planned, "name");
      await client.session("", context, async (session) => {
        if (changed(schema, "name", olds, planned)) {
          await explain("error updating database name", () =>
            session.run(`ALTER DATABASE ${name(text(olds, "name"))} RENAME TO ${name(database)}`),
          );
        }
      });
      if (changed(schema, "owner", olds, planned)) await changeOwner(client, database, planned, context);
      await client.session("", context, (session) => alter(session, olds, planned));
      return (await found(database, planned, context))?.state ?? planned;
    },

    async delete(id, state, context) {
      const database = text(state, "name") || id;
      await asMemberOf(client, text(state, "owner"), context, async (session) => {
        if (!(await databaseExists(session, database))) return;
        if (flag(state, "isTemplate")) await session.run(`ALTER DATABASE ${name(database)} IS_TEMPLATE false`);
        await session.run(`ALTER DATABASE ${name(database)} ALLOW_CONNECTIONS false`);
        await explain("error dropping database", () => session.run(`DROP DATABASE ${name(database)} WITH (FORCE)`));
      });
    },
  };
}

function stateOf(database: string, row: DatabaseRow, state: Props): Props {
  return {
    name: database,
    owner: row.owner,
    encoding: row.encoding,
    lcCollate: row.datcollate,
    lcCtype: row.datctype,
    tablespaceName: row.spcname,
    connectionLimit: row.datconnlimit,
    allowConnections: row.datallowconn,
    isTemplate: row.datistemplate,
    template: text(state, "template") || "template0", // the server doesn't remember it
    alterObjectOwnership: flag(state, "alterObjectOwnership"),
  };
}

/** `DEFAULT` is a key word, anything else a name or a value. */
function option(words: string, given: string, quoted: (value: string) => string): readonly string[] {
  if (given === "") return [];
  return [`${words} ${given.toUpperCase() === "DEFAULT" ? "DEFAULT" : quoted(given)}`];
}

export function createSql(props: Props, currentUser: string): string {
  return [
    `CREATE DATABASE ${name(text(props, "name"))} OWNER ${name(text(props, "owner") || currentUser)}`,
    ...option("TEMPLATE", text(props, "template") || "template0", name),
    ...option("ENCODING", text(props, "encoding") || "UTF8", literal),
    ...option("LC_COLLATE", text(props, "lcCollate"), literal),
    ...option("LC_CTYPE", text(props, "lcCtype"), literal),
    ...option("TABLESPACE", text(props, "tablespaceName"), name),
    `ALLOW_CONNECTIONS ${flag(props, "allowConnections")}`,
    `CONNECTION LIMIT ${integer(props, "connectionLimit")}`,
    `IS_TEMPLATE ${flag(props, "isTemplate")}`,
  ].join(" ");
}

async function alter(session: Session, olds: Props, planned: Props): Promise<void> {
  const database = name(text(planned, "name"));
  const isChanged = (key: string): boolean => changed(schema, key, olds, planned);
  const set = (what: string, change: string): Promise<void> =>
    explain(`error updating database ${what}`, () => session.run(`ALTER DATABASE ${database} ${change}`));
  const tablespace = text(planned, "tablespaceName");
  if (isChanged("tablespaceName")) {
    const target = tablespace.toUpperCase() === "DEFAULT" || tablespace === "" ? "pg_default" : tablespace;
    await set("TABLESPACE", `SET TABLESPACE ${name(target)}`);
  }
  if (isChanged("connectionLimit"))
    await set("CONNECTION LIMIT", `CONNECTION LIMIT ${integer(planned, "connectionLimit")}`);
  if (isChanged("allowConnections"))
    await set("ALLOW_CONNECTIONS", `ALLOW_CONNECTIONS ${flag(planned, "allowConnections")}`);
  if (isChanged("isTemplate")) await set("IS_TEMPLATE", `IS_TEMPLATE ${flag(planned, "isTemplate")}`);
}

async function changeOwner(
  client: PostgresClient,
  database: string,
  planned: Props,
  context: CallContext,
): Promise<void> {
  const owner = text(planned, "owner");
  if (owner === "") return;
  if (flag(planned, "alterObjectOwnership")) {
    await client.transaction(database, context, async (session) => {
      await lockDatabase(session, database);
      const before = await databaseOwner(session, database);
      if (before === owner) return;
      await withRoles(session, [before, owner], () =>
        explain(`error reassigning objects owned by '${before}'`, () =>
          session.run(`REASSIGN OWNED BY ${name(before)} TO ${name(owner)}`),
        ),
      );
    });
  }
  await asMemberOf(client, owner, context, (session) =>
    explain("error updating database OWNER", () =>
      session.run(`ALTER DATABASE ${name(database)} OWNER TO ${name(owner)}`),
    ),
  );
}

/** Statements about whole databases refuse a transaction, so the lock is the session's: it ends with the connection. */
async function asMemberOf(
  client: PostgresClient,
  owner: string,
  context: CallContext,
  work: (session: Session, repeated: boolean) => Promise<void>,
): Promise<void> {
  await client.session("", context, async (session, repeated) => {
    const user = await currentUser(session);
    if (owner === "" || (await isSuperuser(session, user))) {
      await work(session, repeated);
      return;
    }
    await session.rows("SELECT pg_advisory_lock(oid::bigint) FROM pg_roles WHERE rolname = $1", [user]);
    await withRoles(session, [owner], () => work(session, repeated));
  });
}
