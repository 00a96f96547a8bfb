import * as postgresql from "@pulumi/postgresql";
import type * as pulumi from "@pulumi/pulumi";
import type { PostgresAccess } from "../../core/config/access";
import type { TargetConfig } from "../../core/config/target";
import { PlatformComponent } from "../component";
import { stateful } from "../stateful";
import { type DatabasePlan, type GrantPlan, grantsOf } from "./database-plan";
import { SUPERUSER } from "./names";

export interface PostgresDatabaseArgs {
  readonly plan: {
    readonly database: DatabasePlan;
    readonly access: PostgresAccess;
    readonly target: TargetConfig["kind"];
  };
  readonly deps: {
    readonly cluster: pulumi.Resource;
    readonly superuserPassword: pulumi.Output<string>;
    readonly passwordOf: (role: string) => pulumi.Output<string>;
  };
}

/** A database with its schemas, and roles that may do what the plan says, and nothing else. Stateful. */
export class PostgresDatabase extends PlatformComponent {
  static readonly token = "streaming:postgres:PostgresDatabase";

  constructor(name: string, { plan, deps }: PostgresDatabaseArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { access, database, target } = plan;
    super(PostgresDatabase.token, name, { database: database.name }, opts, [deps.cluster]);
    const provider = this.add(postgresql.Provider, "provider", {
      host: access.host,
      port: access.port,
      sslmode: access.sslmode,
      username: SUPERUSER,
      password: deps.superuserPassword,
      database: SUPERUSER,
    });
    const roles = database.roles
      .filter(({ builtIn }) => builtIn !== true)
      .map((role) =>
        this.add(
          postgresql.Role,
          role.child,
          { name: role.name, login: true, password: deps.passwordOf(role.name), searchPaths: [...role.searchPath] },
          { provider },
        ),
      );
    // After the roles, so that it goes before them: a role that still owns tables somewhere can't be dropped.
    const made = this.add(
      postgresql.Database,
      "database",
      { name: database.name, owner: SUPERUSER },
      { provider, after: roles, ...stateful(target) },
    );
    const inside = [made, ...this.declareSchemas(plan, provider, made)];
    for (const extension of database.extensions)
      inside.push(
        this.add(
          postgresql.Extension,
          `extension-${extension.replaceAll("_", "-")}`,
          { name: extension, database: database.name },
          { provider, after: [made] },
        ),
      );
    // One after the other: two grants on one object at the same time disturb each other in PostgreSQL's catalogue.
    grantsOf(database).reduce<readonly pulumi.Resource[]>(
      (after, grant) => [this.declareGrant(database.name, grant, provider, after)],
      inside,
    );
    this.registerOutputs({});
  }

  private declareSchemas(
    { database, target }: PostgresDatabaseArgs["plan"],
    provider: pulumi.ProviderResource,
    made: pulumi.Resource,
  ): readonly pulumi.Resource[] {
    return database.schemas.map((schema) =>
      this.add(
        postgresql.Schema,
        schema.child,
        // On a single node, switching the platform off takes the application's tables along.
        { name: schema.name, database: database.name, owner: SUPERUSER, dropCascade: target === "single-node" },
        { provider, after: [made], ...stateful(target) },
      ),
    );
  }

  private declareGrant(
    database: string,
    { child, futureOf, privileges, ...grant }: GrantPlan,
    provider: pulumi.ProviderResource,
    after: readonly pulumi.Resource[],
  ): pulumi.Resource {
    const args = { ...grant, database, privileges: [...privileges] };
    return futureOf === undefined
      ? this.add(postgresql.Grant, child, args, { provider, after })
      : this.add(postgresql.DefaultPrivileges, child, { ...args, owner: futureOf }, { provider, after });
  }
}
