/** What the postgresql provider must do with default privileges and memberships (SDK 3.18). */
import { UNKNOWN_INPUT, type KindCases } from "./cases";
import { prepare, run, type PostgresWorld } from "./postgresql-world";

const defaults = {
  database: "postgres",
  role: "conformance-reader",
  owner: "conformance-writer",
  schema: "conformance-layer",
  objectType: "table",
  privileges: ["SELECT"],
};

export const defaultPrivilegesCases: KindCases<PostgresWorld> = {
  token: "postgresql:index/defaultPrivileges:DefaultPrivileges",
  before: prepare,
  after: run(
    'DROP OWNED BY "conformance-reader"',
    'DROP ROLE "conformance-reader"',
    'DROP SCHEMA "conformance-layer" CASCADE',
    'DROP OWNED BY "conformance-writer"',
    'DROP ROLE "conformance-writer"',
  ),
  inputs: defaults,
  id: "conformance-reader_postgres_conformance-layer_conformance-writer_table",
  outputs: { ...defaults, withGrantOption: false },
  updates: [
    {
      title: "other privileges",
      inputs: { ...defaults, privileges: ["INSERT"] },
      changes: ["privileges"],
      outputs: { privileges: ["INSERT"] },
    },
  ],
  replacements: [
    {
      title: "another owner",
      inputs: { ...defaults, privileges: ["INSERT"], owner: "postgres" },
      because: ["owner"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [
    {
      title: "a privilege was added",
      change: run(
        'ALTER DEFAULT PRIVILEGES FOR ROLE "conformance-writer" IN SCHEMA "conformance-layer" GRANT DELETE ON TABLES TO "conformance-reader"',
      ),
      outputs: { privileges: ["DELETE", "INSERT"] },
      changes: ["privileges"],
    },
  ],
  unknown: { inputs: { ...defaults, owner: UNKNOWN_INPUT }, outputs: ["owner"] },
  refused: [
    {
      title: "a schema for schemas",
      inputs: { ...defaults, objectType: "schema", privileges: ["USAGE"] },
      reason: /cannot specify `schema` when `object_type` is `schema`/,
      by: "create",
    },
    {
      title: "a privilege that tables don't have",
      inputs: { ...defaults, privileges: ["EXECUTE"] },
      reason: /EXECUTE is not an allowed privilege for object type table/,
      by: "create",
    },
  ],
  remove: run(
    'ALTER DEFAULT PRIVILEGES FOR ROLE "conformance-writer" IN SCHEMA "conformance-layer" REVOKE ALL ON TABLES FROM "conformance-reader"',
  ),
};

const member = { role: "conformance-reader", grantRole: "conformance-writer" };

export const grantRoleCases: KindCases<PostgresWorld> = {
  token: "postgresql:index/grantRole:GrantRole",
  before: prepare,
  after: run(
    'DROP SCHEMA "conformance-layer" CASCADE',
    'DROP ROLE "conformance-reader"',
    'DROP ROLE "conformance-writer"',
  ),
  inputs: member,
  id: "conformance-reader_conformance-writer_false",
  outputs: { ...member, withAdminOption: false },
  updates: [],
  replacements: [
    {
      title: "the right to pass it on",
      inputs: { ...member, withAdminOption: true },
      because: ["withAdminOption"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [],
  unknown: { inputs: { ...member, role: UNKNOWN_INPUT }, outputs: ["role"] },
  refused: [
    {
      title: "a role that isn't there",
      inputs: { ...member, grantRole: "nobody-of-this-name" },
      reason: /pq: role "nobody-of-this-name" does not exist/,
      by: "create",
    },
  ],
  remove: run('REVOKE "conformance-writer" FROM "conformance-reader"'),
};
