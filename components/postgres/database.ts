import * as postgresql from "@pulumi/postgresql";
import type * as pulumi from "@pulumi/pulumi";
import type { PostgresAccess } from "../../core/config/access";
import type { TargetConfig } from "../../core/config/target";
import { PlatformComponent } from "../component";
import { stateful } from "../stateful";
import { SUPERUSER } from "./names";
import type { DatabasePlan } from "./plan";

export interface PostgresDatabaseArgs {
  readonly plan: DatabasePlan & {
    readonly access: PostgresAccess;
    readonly target: TargetConfig["kind"];
  };
  readonly deps: {
    readonly cluster: pulumi.Resource;
    readonly superuserPassword: pulumi.Output<string>;
    readonly rolePassword: pulumi.Output<string>;
  };
}

/** A database for one application: its role may connect, and do as it likes inside its own schema, and nothing else. Stateful. */
export class PostgresDatabase extends PlatformComponent {
  static readonly token = "streaming:postgres:PostgresDatabase";

  constructor(name: string, { plan, deps }: PostgresDatabaseArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { access, database, role, schema } = plan;
    super(PostgresDatabase.token, name, { database, role, schema }, opts, [deps.cluster]);
    const provider = this.add(postgresql.Provider, "provider", {
      host: access.host,
      port: access.port,
      sslmode: access.sslmode,
      username: SUPERUSER,
      password: deps.superuserPassword,
      database: SUPERUSER,
    });
    const login = this.add(
      postgresql.Role,
      "role",
      { name: role, login: true, password: deps.rolePassword, searchPaths: [schema] },
      { provider },
    );
    // After the role, so that it goes before the role: a role that still owns tables somewhere can't be dropped.
    const made = this.add(
      postgresql.Database,
      "database",
      { name: database, owner: SUPERUSER },
      { provider, after: [login], ...stateful(plan.target) },
    );
    const inside = this.add(
      postgresql.Schema,
      "schema",
      // On a single node, switching the platform off takes the application's tables along.
      { name: schema, database, owner: SUPERUSER, dropCascade: plan.target === "single-node" },
      { provider, after: [made], ...stateful(plan.target) },
    );
    // One after the other: two grants on one object at the same time disturb each other in PostgreSQL's catalogue.
    grants(plan).reduce<readonly pulumi.Resource[]>(
      (after, grant) => [this.add(postgresql.Grant, grant.name, { ...grant.args, database }, { provider, after })],
      [inside],
    );
    this.registerOutputs({});
  }
}

/** Everyone loses what PostgreSQL gives to everyone; the role gets what it needs. */
function grants({ role, schema }: DatabasePlan) {
  return [
    { name: "public-database", args: { role: "public", objectType: "database", privileges: [] } },
    { name: "public-schema", args: { role: "public", objectType: "schema", schema: "public", privileges: [] } },
    { name: "role-database", args: { role, objectType: "database", privileges: ["CONNECT"] } },
    { name: "role-schema", args: { role, objectType: "schema", schema, privileges: ["CREATE", "USAGE"] } },
  ];
}
