import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../../checks/plan";
import { PostgresDatabase } from "../../../components/postgres/database";
import { type DatabasePlan, applicationDatabase, grantsOf } from "../../../components/postgres/database-plan";
import { APPHUB } from "../../../stacks/apphub-names";
import { AIRFLOW_DATABASE, STREAMFLOW_DATABASE, STREAMFLOW_ROLES } from "../../../stacks/streamflow-database";
import { declared } from "../declared";
import { comesAfter, countOf, find, kindOf } from "../planned";

const declare = (database: DatabasePlan, target: "single-node" | "multi-node" = "multi-node"): Promise<Plan> =>
  declared(() => {
    const cluster = new pulumi.ComponentResource("test:index:Cluster", "cluster");
    const access = { host: "127.0.0.1", port: 31432, sslmode: "disable" } as const;
    new PostgresDatabase("db", {
      plan: { database, access, target },
      deps: { cluster, superuserPassword: pulumi.secret("hidden"), passwordOf: (role) => pulumi.secret(role) },
    });
  });

/** `schema: kind: rights` of one role. */
const rightsOf = (role: string): readonly string[] =>
  grantsOf(STREAMFLOW_DATABASE)
    .filter((grant) => grant.role === role)
    .map(
      ({ schema = "", objectType, privileges, futureOf }) =>
        `${schema} ${futureOf === undefined ? "" : "future "}${objectType}: ${privileges.join(", ")}`,
    );

describe("a database of one application", () => {
  test("has the resources that it always had, by name", async () => {
    const { resources } = await declare(applicationDatabase(APPHUB.database));
    expect(resources.filter(({ custom }) => custom).map((r) => `${kindOf(r)} ${r.name}`)).toEqual([
      "Database db-database",
      "Grant db-public-database",
      "Grant db-public-schema",
      "Grant db-role-database",
      "Grant db-role-schema",
      "Role db-role",
      "Schema db-schema",
      "postgresql db-provider",
    ]);
  });

  test("may do as it likes inside its own schema only", () => {
    const grants = grantsOf(AIRFLOW_DATABASE).filter(({ role }) => role === STREAMFLOW_ROLES.airflow);
    expect(grants.map(({ objectType, schema, privileges }) => [objectType, schema, privileges])).toEqual([
      ["database", undefined, ["CONNECT"]],
      ["schema", "airflow", ["CREATE", "USAGE"]],
    ]);
  });
});

describe("StreamFlow's roles", () => {
  test("the job writes bronze", () =>
    expect(rightsOf("flink")).toEqual([
      " database: CONNECT",
      "bronze schema: USAGE",
      "bronze table: INSERT, SELECT, UPDATE",
      "bronze future table: INSERT, SELECT, UPDATE",
      "bronze sequence: SELECT, USAGE",
      "bronze future sequence: SELECT, USAGE",
    ]));

  test("the pipelines clear bronze up, and write silver and gold", () =>
    expect(rightsOf("pipelines").filter((right) => right.includes(" table"))).toEqual([
      "bronze table: DELETE, MAINTAIN, SELECT",
      "bronze future table: DELETE, MAINTAIN, SELECT",
      "silver table: DELETE, INSERT, MAINTAIN, SELECT, UPDATE",
      "silver future table: DELETE, INSERT, MAINTAIN, SELECT, UPDATE",
      "gold table: DELETE, INSERT, MAINTAIN, SELECT, UPDATE",
      "gold future table: DELETE, INSERT, MAINTAIN, SELECT, UPDATE",
    ]));

  test("analytics reads gold and nothing else", () =>
    expect(rightsOf("analytics")).toEqual([
      " database: CONNECT",
      "gold schema: USAGE",
      "gold table: SELECT",
      "gold future table: SELECT",
    ]));

  test("only the owner makes tables", () => {
    const makers = grantsOf(STREAMFLOW_DATABASE).filter(({ privileges }) => privileges.includes("CREATE"));
    expect(makers.map(({ role, schema }) => `${role} ${String(schema)}`)).toEqual([
      "streamflow_owner bronze",
      "streamflow_owner silver",
      "streamflow_owner gold",
    ]);
  });

  test("the exporter's queries may read every layer", () =>
    expect(rightsOf("pg_monitor").filter((right) => right.includes("future"))).toEqual([
      "bronze future table: SELECT",
      "silver future table: SELECT",
      "gold future table: SELECT",
    ]));

  test("Airflow itself can't enter the layers' database, nor the pipelines Airflow's", () => {
    expect(rightsOf("airflow")).toEqual([]);
    expect(grantsOf(AIRFLOW_DATABASE).map(({ role }) => role)).not.toContain("pipelines");
  });
});

describe("the component", () => {
  test("declares a role for everyone who logs in, but not those that PostgreSQL has", async () => {
    const plan = await declare(STREAMFLOW_DATABASE);
    expect(plan.resources.filter((r) => kindOf(r) === "Role").map(({ props }) => props["name"])).toEqual([
      "analytics",
      "flink",
      "streamflow_owner",
      "pipelines",
    ]);
    expect(countOf(plan, "Schema")).toBe(3);
    expect(find(plan, "Extension", "pgstattuple").props).toMatchObject({ database: "streamflow" });
  });

  test("gives one right after the other", async () => {
    const plan = await declare(STREAMFLOW_DATABASE);
    const byName = new Map(plan.resources.map((r) => [r.name, r]));
    const grants = grantsOf(STREAMFLOW_DATABASE).map(({ child }) => byName.get(`db-${child}`));
    for (const [i, grant] of grants.slice(1).entries()) {
      const before = grants[i];
      expect(grant && before && comesAfter(plan, grant, before)).toBe(true);
    }
  });

  test("rights to future tables are those that their maker gives", async () => {
    const plan = await declare(STREAMFLOW_DATABASE);
    const owners = plan.resources.filter((r) => kindOf(r) === "DefaultPrivileges").map(({ props }) => props["owner"]);
    expect(new Set(owners)).toEqual(new Set(["streamflow_owner"]));
  });

  test.each([
    ["multi-node", true, false],
    ["single-node", false, true],
  ] as const)(
    "on a %s target schemas are protected: %s, and dropped with their tables: %s",
    async (kind, protect, drop) => {
      const schema = find(await declare(STREAMFLOW_DATABASE, kind), "Schema", "gold");
      expect([schema.opts.protect ?? false, schema.props["dropCascade"]]).toEqual([protect, drop]);
    },
  );

  test("a right of a role that the database doesn't have is a mistake", () =>
    expect(() =>
      grantsOf({ ...AIRFLOW_DATABASE, schemas: [{ child: "s", name: "s", access: [{ role: "nobody" }] }] }),
    ).toThrow("nobody isn't a role of this database"));
});
