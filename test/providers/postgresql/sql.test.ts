import { describe, expect, test } from "vitest";
import { createSql } from "../../../sandbox/providers/postgresql/database";
import {
  defaultPrivilegesId,
  defaultPrivilegesProblem,
  grantDefaultSql,
  revokeDefaultSql,
} from "../../../sandbox/providers/postgresql/default-privileges";
import { createExtensionSql, parseExtensionId } from "../../../sandbox/providers/postgresql/extension";
import { grantRoleId } from "../../../sandbox/providers/postgresql/grant-role";
import { grantId, grantProblem, grantSql, revokeSql } from "../../../sandbox/providers/postgresql/grant-sql";
import { samePrivileges, validatePrivileges } from "../../../sandbox/providers/postgresql/privileges";
import { roleOptions } from "../../../sandbox/providers/postgresql/role-sql";
import { parseSchemaId } from "../../../sandbox/providers/postgresql/schema";
import { inSchema, setOrder } from "../../../sandbox/providers/postgresql/sql";

const tables = { role: "app-reader", database: "shop", schema: "Events", objectType: "table", privileges: ["SELECT"] };

describe("names", () => {
  test("are quoted, whatever stands in them", () => {
    expect(inSchema('we"ird', "total(int, text)")).toBe('"we""ird"."total"(int, text)');
    expect(grantSql({ ...tables, role: 'x"; DROP TABLE t; --' })).toBe(
      'GRANT SELECT ON ALL TABLES IN SCHEMA "Events" TO "x""; DROP TABLE t; --"',
    );
  });

  test("of a set are listed by their checksums, as ids are made", () => {
    // crc32: b = 1908338681, c = 112844655, a = 3904355907; compared as text
    expect(setOrder(["a", "b", "c", "a"])).toEqual(["c", "b", "a"]);
  });
});

describe("grants", () => {
  test.each([
    [
      tables,
      'GRANT SELECT ON ALL TABLES IN SCHEMA "Events" TO "app-reader"',
      'REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA "Events" FROM "app-reader"',
    ],
    [
      { ...tables, objects: ["Log"], withGrantOption: true },
      'GRANT SELECT ON TABLE "Events"."Log" TO "app-reader" WITH GRANT OPTION',
      'REVOKE SELECT ON TABLE "Events"."Log" FROM "app-reader"',
    ],
    [
      { ...tables, objectType: "database", privileges: ["CONNECT"] },
      'GRANT CONNECT ON DATABASE "shop" TO "app-reader"',
      'REVOKE ALL PRIVILEGES ON DATABASE "shop" FROM "app-reader"',
    ],
    [
      { ...tables, objectType: "schema", privileges: ["USAGE"] },
      'GRANT USAGE ON SCHEMA "Events" TO "app-reader"',
      'REVOKE ALL PRIVILEGES ON SCHEMA "Events" FROM "app-reader"',
    ],
    [
      { ...tables, objectType: "column", objects: ["Log"], columns: ["id"] },
      'GRANT SELECT ("id") ON TABLE "Events"."Log" TO "app-reader"',
      'REVOKE SELECT ("id") ON TABLE "Events"."Log" FROM "app-reader"',
    ],
    [
      { ...tables, objectType: "function", privileges: ["EXECUTE"], objects: ["total(int)"] },
      'GRANT EXECUTE ON FUNCTION "Events"."total"(int) TO "app-reader"',
      'REVOKE EXECUTE ON FUNCTION "Events"."total"(int) FROM "app-reader"',
    ],
    [
      { ...tables, objectType: "foreign_server", privileges: ["USAGE"], objects: ["lake"] },
      'GRANT USAGE ON FOREIGN SERVER "lake" TO "app-reader"',
      'REVOKE ALL PRIVILEGES ON FOREIGN SERVER "lake" FROM "app-reader"',
    ],
  ])("%j", (props, grant, revoke) => {
    expect([grantSql(props), revokeSql(props)]).toEqual([grant, revoke]);
  });

  test("of nothing take everything away", () => {
    expect(grantSql({ ...tables, privileges: [] })).toBeUndefined();
    expect(revokeSql({ ...tables, privileges: [], objects: ["Log"] })).toBe(
      'REVOKE ALL PRIVILEGES ON TABLE "Events"."Log" FROM "app-reader"',
    );
  });

  test("have ids of what they are about", () => {
    expect(grantId(tables)).toBe("app-reader_shop_Events_table");
    expect(grantId({ ...tables, objectType: "database" })).toBe("app-reader_shop_database");
    expect(grantId({ ...tables, objects: ["a", "b"] })).toBe("app-reader_shop_Events_table_b_a");
    expect(grantRoleId({ role: "a", grantRole: "b", withAdminOption: true })).toBe("a_b_true");
  });

  test.each([
    [{ ...tables, schema: "" }, "parameter 'schema' is mandatory for postgresql_grant resource"],
    [
      { ...tables, objectType: "schema", objects: ["x"] },
      "cannot specify `objects` when `object_type` is `database` or `schema`",
    ],
    [{ ...tables, columns: ["x"] }, "cannot specify `columns` when `object_type` is not `column`"],
    [{ ...tables, objectType: "column" }, "must specify `columns` when `object_type` is `column`"],
    [
      { ...tables, objectType: "column", columns: ["x"], privileges: ["SELECT", "INSERT"] },
      "must specify exactly 1 `privileges` when `object_type` is `column`",
    ],
    [tables, undefined],
  ])("of %j: %s", (props, problem) => {
    expect(grantProblem(props)).toBe(problem);
  });
});

describe("privileges", () => {
  test("ALL means each privilege that the server's version has", () => {
    const old = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"];
    expect(samePrivileges("table", old, ["ALL"], 16)).toBe(true);
    expect(samePrivileges("table", old, ["ALL"], 18)).toBe(false);
    expect(samePrivileges("table", [...old, "MAINTAIN"], ["ALL"], 18)).toBe(true);
    expect(samePrivileges("schema", ["USAGE", "CREATE"], ["ALL"], 18)).toBe(true);
  });

  test("are the same in any order", () => {
    expect(samePrivileges("table", ["INSERT", "SELECT"], ["SELECT", "INSERT"], 18)).toBe(true);
    expect(samePrivileges("table", ["SELECT"], ["SELECT", "INSERT"], 18)).toBe(false);
  });

  test("that a kind doesn't have are refused by name", () => {
    expect(() => validatePrivileges("sequence", ["DELETE"], 18)).toThrow(
      "DELETE is not an allowed privilege for object type sequence",
    );
    expect(() => validatePrivileges("table", ["MAINTAIN"], 16)).toThrow(
      "MAINTAIN is not an allowed privilege for object type table",
    );
  });
});

describe("default privileges", () => {
  const later = { ...tables, owner: "writer" };

  test("are changed for the role that will create the objects", () => {
    expect(grantDefaultSql(later)).toBe(
      'ALTER DEFAULT PRIVILEGES FOR ROLE "writer" IN SCHEMA "Events" GRANT SELECT ON TABLES TO "app-reader"',
    );
    expect(revokeDefaultSql({ ...later, schema: "" })).toBe(
      'ALTER DEFAULT PRIVILEGES FOR ROLE "writer" REVOKE ALL ON TABLES FROM "app-reader"',
    );
    expect(grantDefaultSql({ ...later, privileges: [] })).toBeUndefined();
  });

  test("say noschema in their id where they are for all schemas", () => {
    expect(defaultPrivilegesId(later)).toBe("app-reader_shop_Events_writer_table");
    expect(defaultPrivilegesId({ ...later, schema: "" })).toBe("app-reader_shop_noschema_writer_table");
  });

  test("can't be passed on by everyone", () => {
    expect(defaultPrivilegesProblem({ ...later, role: "public", withGrantOption: true })).toBe(
      "with_grant_option cannot be true for role 'public'",
    );
  });
});

describe("roles and databases", () => {
  const flags = {
    superuser: false,
    createDatabase: true,
    createRole: false,
    inherit: true,
    login: true,
    replication: false,
    bypassRowLevelSecurity: false,
  };

  test("a role is made with all its attributes, and its password as a literal", () => {
    expect(
      roleOptions({
        ...flags,
        password: "it's \\",
        encryptedPassword: true,
        validUntil: "infinity",
        connectionLimit: -1,
      }),
    ).toBe(
      "ENCRYPTED PASSWORD  E'it''s \\\\' VALID UNTIL 'infinity' CONNECTION LIMIT -1 NOSUPERUSER CREATEDB NOCREATEROLE INHERIT LOGIN NOBYPASSRLS NOREPLICATION",
    );
    expect(roleOptions({ ...flags, password: "null", connectionLimit: 3 })).toMatch(
      /^PASSWORD NULL CONNECTION LIMIT 3 /,
    );
  });

  test("a database comes from template0 in UTF8 unless told otherwise", () => {
    expect(createSql({ name: "shop", allowConnections: true, connectionLimit: -1 }, "admin")).toBe(
      `CREATE DATABASE "shop" OWNER "admin" TEMPLATE "template0" ENCODING 'UTF8' ALLOW_CONNECTIONS true CONNECTION LIMIT -1 IS_TEMPLATE false`,
    );
    expect(
      createSql({ name: "shop", owner: "app", template: "DEFAULT", lcCollate: "C", connectionLimit: 2 }, "admin"),
    ).toContain(`OWNER "app" TEMPLATE DEFAULT ENCODING 'UTF8' LC_COLLATE 'C'`);
  });

  test("an extension may bring others along", () => {
    expect(createExtensionSql({ name: "uuid-ossp", schema: "extras", version: "1.1", createCascade: true })).toBe(
      'CREATE EXTENSION IF NOT EXISTS "uuid-ossp" SCHEMA "extras" VERSION "1.1" CASCADE',
    );
  });

  test("ids to import by are database.name", () => {
    expect(parseSchemaId("shop.events")).toEqual({ database: "shop", schemaName: "events" });
    expect(parseExtensionId("shop.hstore")).toEqual({ database: "shop", extension: "hstore" });
    expect(() => parseSchemaId("events")).toThrow(
      "schema ID events has not the expected format 'database.schema': [events]",
    );
  });
});
