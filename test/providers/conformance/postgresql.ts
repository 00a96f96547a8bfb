/** What the postgresql provider must do with roles, databases, schemas and extensions (SDK 3.18). */
import { UNKNOWN_INPUT, type KindCases } from "./cases";
import { run, type PostgresWorld } from "./postgresql-world";

const role = { name: "conformance-role", login: true, password: "conformance-password-1" };
const roleDefaults = {
  superuser: false,
  createDatabase: false,
  createRole: false,
  inherit: true,
  replication: false,
  bypassRowLevelSecurity: false,
  connectionLimit: -1,
  encryptedPassword: true,
  validUntil: "infinity",
  skipDropRole: false,
  skipReassignOwned: false,
};

export const roleCases: KindCases<PostgresWorld> = {
  token: "postgresql:index/role:Role",
  before: run('CREATE ROLE "conformance-group"'),
  after: run('DROP ROLE "conformance-group"'),
  inputs: role,
  id: role.name,
  outputs: { ...role, ...roleDefaults },
  secrets: ["password"],
  equivalents: [
    { title: "defaults that are spelt out", inputs: { ...role, inherit: true, superuser: false, roles: [] } },
  ],
  updates: [
    {
      title: "a limit of connections",
      inputs: { ...role, connectionLimit: 5 },
      changes: ["connectionLimit"],
      outputs: { connectionLimit: 5 },
    },
    {
      title: "the right to create databases, and no limit again",
      inputs: { ...role, createDatabase: true },
      changes: ["connectionLimit", "createDatabase"],
      outputs: { connectionLimit: -1, createDatabase: true },
    },
    {
      title: "another password",
      inputs: { ...role, password: "conformance-password-2" },
      changes: ["createDatabase", "password"],
      outputs: { password: "conformance-password-2" },
    },
    {
      title: "membership, search path and a statement timeout",
      inputs: { ...role, roles: ["conformance-group"], searchPaths: ["app", "public"], statementTimeout: 1000 },
      changes: ["password", "roles", "searchPaths", "statementTimeout"],
      outputs: { roles: ["conformance-group"], searchPaths: ["app", "public"], statementTimeout: 1000 },
    },
    {
      title: "all of that taken back",
      inputs: role,
      changes: ["roles", "searchPaths", "statementTimeout"],
      outputs: { ...role, ...roleDefaults },
    },
  ],
  replacements: [],
  drift: [
    {
      title: "login was taken away",
      change: run('ALTER ROLE "conformance-role" NOLOGIN'),
      outputs: { login: false },
      changes: ["login"],
    },
    {
      title: "a membership was added",
      change: run('GRANT "conformance-group" TO "conformance-role"'),
      outputs: { roles: ["conformance-group"] },
      changes: ["roles"],
    },
    {
      title: "a validity was set",
      change: run(`ALTER ROLE "conformance-role" VALID UNTIL '2000-01-01'`),
      outputs: {},
      changes: ["validUntil"],
    },
  ],
  unknown: { inputs: { ...role, name: UNKNOWN_INPUT }, outputs: ["name"] },
  imported: { id: role.name, inputs: role, changes: ["password"] },
  refused: [
    {
      title: "a limit below -1",
      inputs: { ...role, connectionLimit: -2 },
      reason: /expected connection_limit to be at least \(-1\), got -2|can not be less than -1/,
      by: "check",
    },
    {
      title: "a name that is taken",
      inputs: { ...role, name: "postgres" },
      reason: /error creating role postgres: pq: role "postgres" already exists/,
      by: "create",
    },
    { title: "an unknown input", inputs: { ...role, colour: "red" }, reason: /colour/, by: "check" },
  ],
  remove: run('DROP ROLE "conformance-role"'),
};

const database = { name: "conformance-db", owner: "conformance-owner" };

export const databaseCases: KindCases<PostgresWorld> = {
  token: "postgresql:index/database:Database",
  before: run('CREATE ROLE "conformance-owner"', 'CREATE ROLE "conformance-heir"'),
  after: run('DROP ROLE "conformance-owner"', 'DROP ROLE "conformance-heir"'),
  inputs: database,
  id: database.name,
  outputs: {
    ...database,
    encoding: "UTF8",
    template: "template0",
    tablespaceName: "pg_default",
    connectionLimit: -1,
    allowConnections: true,
    isTemplate: false,
  },
  updates: [
    {
      title: "a limit of connections",
      inputs: { ...database, connectionLimit: 7 },
      changes: ["connectionLimit"],
      outputs: { connectionLimit: 7 },
    },
    {
      title: "another owner",
      inputs: { ...database, owner: "conformance-heir", connectionLimit: 7 },
      changes: ["owner"],
      outputs: { owner: "conformance-heir" },
    },
  ],
  replacements: [
    {
      title: "another encoding",
      inputs: { ...database, owner: "conformance-heir", connectionLimit: 7, encoding: "SQL_ASCII" },
      because: ["encoding"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "the owner",
      change: run('ALTER DATABASE "conformance-db" OWNER TO "conformance-owner"'),
      outputs: { owner: "conformance-owner" },
      changes: ["owner"],
    },
  ],
  unknown: { inputs: { ...database, owner: UNKNOWN_INPUT }, outputs: ["owner", "encoding"] },
  imported: { id: database.name, inputs: { name: database.name, owner: "conformance-heir", connectionLimit: 7 } },
  refused: [
    {
      title: "an owner who isn't there",
      inputs: { ...database, owner: "nobody-of-this-name" },
      reason: /pq: role "nobody-of-this-name" does not exist/,
      by: "create",
    },
  ],
  remove: run('DROP DATABASE "conformance-db" WITH (FORCE)'),
};

const schema = { name: "conformance-schema", database: "postgres", owner: "conformance-owner" };

export const schemaCases: KindCases<PostgresWorld> = {
  token: "postgresql:index/schema:Schema",
  before: run('CREATE ROLE "conformance-owner"', 'CREATE ROLE "conformance-heir"'),
  after: run('DROP ROLE "conformance-owner"', 'DROP ROLE "conformance-heir"'),
  inputs: schema,
  id: "postgres.conformance-schema",
  outputs: { ...schema, ifNotExists: true, dropCascade: false },
  updates: [
    {
      title: "another owner",
      inputs: { ...schema, owner: "conformance-heir" },
      changes: ["owner"],
      outputs: { owner: "conformance-heir" },
    },
    {
      title: "everything in it goes with it",
      inputs: { ...schema, owner: "conformance-heir", dropCascade: true },
      changes: ["dropCascade"],
      outputs: { dropCascade: true },
    },
  ],
  replacements: [
    {
      title: "another database",
      inputs: { ...schema, owner: "conformance-heir", dropCascade: true, database: "template1" },
      because: ["database"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "the owner",
      change: run('ALTER SCHEMA "conformance-schema" OWNER TO "conformance-owner"'),
      outputs: { owner: "conformance-owner" },
      changes: ["owner"],
    },
  ],
  unknown: { inputs: { ...schema, owner: UNKNOWN_INPUT }, outputs: ["owner"] },
  imported: { id: "postgres.conformance-schema", inputs: { ...schema, owner: "conformance-heir" } },
  refused: [
    {
      title: "a database that isn't there",
      inputs: { ...schema, database: "no-such-db" },
      reason: /pq: database "no-such-db" does not exist/,
      by: "create",
    },
    {
      title: "an owner who isn't there",
      inputs: { ...schema, owner: "nobody-of-this-name" },
      reason: /pq: role "nobody-of-this-name" does not exist/,
      by: "create",
    },
  ],
  remove: run('DROP SCHEMA "conformance-schema"'),
};

const extension = { name: "hstore", database: "postgres" };

export const extensionCases: KindCases<PostgresWorld> = {
  token: "postgresql:index/extension:Extension",
  before: run('CREATE SCHEMA "conformance-extras"'),
  after: run('DROP SCHEMA "conformance-extras"'),
  inputs: extension,
  id: "postgres.hstore",
  outputs: { ...extension, schema: "public", dropCascade: false, createCascade: false },
  updates: [
    {
      title: "another schema",
      inputs: { ...extension, schema: "conformance-extras" },
      changes: ["schema"],
      outputs: { schema: "conformance-extras" },
    },
  ],
  replacements: [
    {
      title: "another database",
      inputs: { ...extension, schema: "conformance-extras", database: "template1" },
      because: ["database"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "it was moved",
      change: run("ALTER EXTENSION hstore SET SCHEMA public"),
      outputs: { schema: "public" },
      changes: ["schema"],
    },
  ],
  unknown: { inputs: { ...extension, schema: UNKNOWN_INPUT }, outputs: ["schema", "version"] },
  imported: { id: "postgres.hstore", inputs: { ...extension, schema: "conformance-extras" } },
  refused: [
    {
      title: "an extension that isn't installed on the server",
      inputs: { ...extension, name: "no-such-extension" },
      reason: /pq: extension "no-such-extension" is not available/,
      by: "create",
    },
  ],
  remove: run("DROP EXTENSION hstore"),
};
