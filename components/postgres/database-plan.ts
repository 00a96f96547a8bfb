import { MONITOR_ROLE } from "./names";

/** What a role may do with tables; MAINTAIN is VACUUM, ANALYZE and REFRESH [PostgreSQL docs, GRANT]. */
export type TablePrivilege = "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "TRUNCATE" | "MAINTAIN";

export interface RolePlan {
  /** Name of its resource; the role's own may change its meaning, a resource's may not. */
  readonly child: string;
  readonly name: string;
  /** Where it looks for tables that are named without their schema. */
  readonly searchPath: readonly string[];
  /** Made by PostgreSQL itself: it only gets rights. */
  readonly builtIn?: boolean;
}

export interface SchemaPlan {
  readonly child: string;
  readonly name: string;
  readonly access: readonly SchemaAccess[];
}

/** What one role may do in a schema: make tables of its own, or use those that another makes, present and future ones. */
export interface SchemaAccess {
  readonly role: string;
  readonly creates?: boolean;
  readonly tables?: { readonly madeBy: string; readonly privileges: readonly TablePrivilege[] };
}

export interface DatabasePlan {
  readonly name: string;
  readonly roles: readonly RolePlan[];
  readonly schemas: readonly SchemaPlan[];
  readonly extensions: readonly string[];
}

/** One application's database: its role does as it likes inside its own schema, and nothing else. */
export const applicationDatabase = (names: {
  readonly database: string;
  readonly role: string;
  readonly schema: string;
}): DatabasePlan => ({
  name: names.database,
  roles: [{ child: "role", name: names.role, searchPath: [names.schema] }],
  schemas: [{ child: "schema", name: names.schema, access: [{ role: names.role, creates: true }] }],
  extensions: [],
});

/** PostgreSQL's role of those who watch, by which the exporter's queries may read tables. */
export const monitorRole: RolePlan = { child: "role-monitor", name: MONITOR_ROLE, searchPath: [], builtIn: true };

/** A right that is given, or with no privileges taken away, by the name of its resource. */
export interface GrantPlan {
  readonly child: string;
  readonly role: string;
  readonly objectType: "database" | "schema" | "table" | "sequence";
  readonly schema?: string;
  readonly privileges: readonly string[];
  /** Rights to objects that this role will make. */
  readonly futureOf?: string;
}

/** Everyone loses what PostgreSQL gives to everyone; each role gets what it needs. */
export function grantsOf({ roles, schemas }: DatabasePlan): readonly GrantPlan[] {
  const childOf = (name: string): string => {
    const role = roles.find((r) => r.name === name);
    if (role === undefined) throw new Error(`${name} isn't a role of this database`);
    return role.child;
  };
  return [
    { child: "public-database", role: "public", objectType: "database", privileges: [] },
    { child: "public-schema", role: "public", objectType: "schema", schema: "public", privileges: [] },
    ...roles.map(({ child, name }): GrantPlan => ({
      child: `${child}-database`,
      role: name,
      objectType: "database",
      privileges: ["CONNECT"],
    })),
    ...schemas.flatMap((schema) =>
      schema.access.flatMap((access) => schemaGrants(schema, access, `${childOf(access.role)}-${schema.child}`)),
    ),
  ];
}

/** Tables that are there, and those that will be; whoever inserts also draws numbers from the tables' sequences. */
function schemaGrants(
  schema: SchemaPlan,
  { role, creates, tables }: SchemaAccess,
  child: string,
): readonly GrantPlan[] {
  const inSchema = { role, schema: schema.name };
  const enter: GrantPlan = {
    child,
    ...inSchema,
    objectType: "schema",
    privileges: creates === true ? ["CREATE", "USAGE"] : ["USAGE"],
  };
  if (tables === undefined) return [enter];
  const { madeBy, privileges } = tables;
  const both = (objectType: "table" | "sequence", name: string, rights: readonly string[]): readonly GrantPlan[] => [
    { child: `${child}-${name}`, ...inSchema, objectType, privileges: rights },
    { child: `${child}-future-${name}`, ...inSchema, objectType, privileges: rights, futureOf: madeBy },
  ];
  return [
    enter,
    ...both("table", "tables", privileges),
    ...(privileges.includes("INSERT") ? both("sequence", "sequences", ["SELECT", "USAGE"]) : []),
  ];
}
