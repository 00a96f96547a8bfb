/** What the postgresql provider must do with privileges (SDK 3.18). */
import { UNKNOWN_INPUT, type KindCases } from "./cases";
import { cleanUp, dropReader, prepare, run, type PostgresWorld } from "./postgresql-world";

const tables = {
  database: "postgres",
  role: "conformance-reader",
  schema: "conformance-layer",
  objectType: "table",
  privileges: ["SELECT"],
};

export const tableGrantCases: KindCases<PostgresWorld> = {
  token: "postgresql:index/grant:Grant",
  title: "on all tables of a schema",
  before: prepare,
  after: cleanUp,
  inputs: tables,
  id: "conformance-reader_postgres_conformance-layer_table",
  outputs: { ...tables, withGrantOption: false },
  equivalents: [{ title: "an empty list of objects", inputs: { ...tables, objects: [] } }],
  updates: [
    {
      title: "one privilege more",
      inputs: { ...tables, privileges: ["INSERT", "SELECT"] },
      changes: ["privileges"],
      outputs: { privileges: ["INSERT", "SELECT"] },
    },
    {
      title: "all privileges",
      inputs: { ...tables, privileges: ["ALL"] },
      changes: ["privileges"],
      outputs: { privileges: ["ALL"] },
    },
    { title: "fewer privileges", inputs: tables, changes: ["privileges"], outputs: { privileges: ["SELECT"] } },
  ],
  replacements: [
    {
      title: "another role",
      inputs: { ...tables, role: "conformance-writer" },
      because: ["role"],
      deleteBeforeReplace: true,
    },
    {
      title: "named objects",
      inputs: { ...tables, objects: ["one"] },
      because: ["objects"],
      deleteBeforeReplace: true,
    },
    {
      title: "the right to pass it on",
      inputs: { ...tables, withGrantOption: true },
      because: ["withGrantOption"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "a privilege was added on one table",
      change: run('GRANT DELETE ON "conformance-layer"."two-words" TO "conformance-reader"'),
      outputs: { privileges: ["DELETE", "SELECT"] },
      changes: ["privileges"],
    },
    {
      title: "the privilege was taken away from one table",
      change: run('REVOKE SELECT ON "conformance-layer".one FROM "conformance-reader"'),
      outputs: { privileges: [] },
      changes: ["privileges"],
    },
    {
      title: "a table was made without the privilege",
      change: run('CREATE TABLE "conformance-layer".three (id int)'),
      outputs: { privileges: [] },
      changes: ["privileges"],
    },
  ],
  unknown: { inputs: { ...tables, role: UNKNOWN_INPUT }, outputs: ["role"] },
  refused: [
    {
      title: "a privilege that tables don't have",
      inputs: { ...tables, privileges: ["EXECUTE"] },
      reason: /EXECUTE is not an allowed privilege for object type table/,
      by: "create",
    },
    {
      title: "a kind of object that isn't one",
      inputs: { ...tables, objectType: "view" },
      reason: /expected object_type to be one of/,
      by: "check",
    },
    {
      title: "tables without a schema",
      inputs: { ...tables, schema: null },
      reason: /parameter 'schema' is mandatory/,
      by: "create",
    },
    {
      title: "a role that isn't there",
      inputs: { ...tables, role: "nobody-of-this-name" },
      reason: /pq: role "nobody-of-this-name" does not exist/,
      by: "create",
    },
  ],
  leftAfterDelete: { privileges: [] },
  remove: dropReader,
};

const connect = {
  database: "postgres",
  role: "conformance-reader",
  objectType: "database",
  privileges: ["CONNECT", "TEMPORARY"],
};

export const databaseGrantCases: KindCases<PostgresWorld> = {
  token: "postgresql:index/grant:Grant",
  title: "on a database",
  before: prepare,
  after: cleanUp,
  inputs: connect,
  id: "conformance-reader_postgres_database",
  outputs: connect,
  equivalents: [{ title: "another order", inputs: { ...connect, privileges: ["TEMPORARY", "CONNECT"] } }],
  updates: [
    {
      title: "fewer privileges",
      inputs: { ...connect, privileges: ["CONNECT"] },
      changes: ["privileges"],
      outputs: { privileges: ["CONNECT"] },
    },
  ],
  replacements: [],
  drift: [
    {
      title: "a privilege was added",
      change: run('GRANT CREATE ON DATABASE postgres TO "conformance-reader"'),
      outputs: { privileges: ["CONNECT", "CREATE"] },
      changes: ["privileges"],
    },
  ],
  unknown: { inputs: { ...connect, database: UNKNOWN_INPUT }, outputs: ["database"] },
  refused: [
    {
      title: "objects of a database",
      inputs: { ...connect, objects: ["one"] },
      reason: /cannot specify `objects` when `object_type` is `database` or `schema`/,
      by: "create",
    },
  ],
  leftAfterDelete: { privileges: [] },
  remove: dropReader,
};

const usage = {
  database: "postgres",
  role: "conformance-reader",
  schema: "conformance-layer",
  objectType: "schema",
  privileges: ["USAGE"],
};

export const schemaGrantCases: KindCases<PostgresWorld> = {
  token: "postgresql:index/grant:Grant",
  title: "on a schema",
  before: prepare,
  after: run('DROP ROLE "conformance-reader"', 'DROP ROLE "conformance-writer"'),
  inputs: usage,
  id: "conformance-reader_postgres_conformance-layer_schema",
  outputs: usage,
  updates: [
    {
      title: "more privileges",
      inputs: { ...usage, privileges: ["CREATE", "USAGE"] },
      changes: ["privileges"],
      outputs: {},
    },
  ],
  replacements: [
    { title: "another schema", inputs: { ...usage, schema: "public" }, because: ["schema"], deleteBeforeReplace: true },
  ],
  drift: [
    {
      title: "a privilege was taken away",
      change: run('REVOKE CREATE ON SCHEMA "conformance-layer" FROM "conformance-reader"'),
      outputs: { privileges: ["USAGE"] },
      changes: ["privileges"],
    },
  ],
  unknown: { inputs: { ...usage, schema: UNKNOWN_INPUT }, outputs: ["schema"] },
  refused: [],
  leftAfterDelete: { privileges: [] },
  // The schema goes, and the grant with it.
  remove: run('DROP SCHEMA "conformance-layer" CASCADE'),
};
