/** Who may do what in StreamFlow's database: one role per layer's user, and one that makes the tables. */
import {
  type DatabasePlan,
  type SchemaAccess,
  type TablePrivilege,
  applicationDatabase,
  monitorRole,
} from "../components/postgres/database-plan";
import { STREAMFLOW } from "./streamflow-names";

/** Roles that log in, named as what logs in with them. */
export const STREAMFLOW_ROLES = {
  /** Makes and changes tables: the migration's. */
  owner: "streamflow_owner",
  /** The job's sinks. */
  flink: "flink",
  /** The tasks of Airflow's pipelines. */
  pipelines: "pipelines",
  analytics: "analytics",
  /** Airflow itself: its own database and nothing else. */
  airflow: "airflow",
} as const;

/** Those that the pooler serves: tasks in transactions of their own. Sinks keep their statements prepared, and go to the server. */
export const POOLED_ROLES: readonly string[] = [
  STREAMFLOW_ROLES.airflow,
  STREAMFLOW_ROLES.pipelines,
  STREAMFLOW_ROLES.analytics,
];

const { owner, flink, pipelines, analytics } = STREAMFLOW_ROLES;

const makes = (role: string): SchemaAccess => ({ role, creates: true });
const uses = (role: string, ...privileges: readonly TablePrivilege[]): SchemaAccess => ({
  role,
  tables: { madeBy: owner, privileges },
});
const watches = uses(monitorRole.name, "SELECT");
/** Writing a layer, and keeping it: the nightly maintenance deletes, vacuums and refreshes. */
const keeps = uses(pipelines, "DELETE", "INSERT", "MAINTAIN", "SELECT", "UPDATE");

export const STREAMFLOW_DATABASE: DatabasePlan = {
  name: STREAMFLOW.database,
  roles: [
    { child: "role-owner", name: owner, searchPath: [] },
    { child: "role-flink", name: flink, searchPath: ["bronze"] },
    { child: "role-pipelines", name: pipelines, searchPath: ["bronze", "silver", "gold"] },
    { child: "role-analytics", name: analytics, searchPath: ["gold"] },
    monitorRole,
  ],
  schemas: [
    {
      child: "schema-bronze",
      name: "bronze",
      access: [
        makes(owner),
        // An upsert reads what it would overwrite.
        uses(flink, "INSERT", "SELECT", "UPDATE"),
        uses(pipelines, "DELETE", "MAINTAIN", "SELECT"),
        watches,
      ],
    },
    { child: "schema-silver", name: "silver", access: [makes(owner), keeps, watches] },
    { child: "schema-gold", name: "gold", access: [makes(owner), keeps, uses(analytics, "SELECT"), watches] },
  ],
  // Tells how much of a table is dead without reading the statistics' guess.
  extensions: ["pgstattuple"],
};

/** Airflow's own tables. */
export const AIRFLOW_DATABASE: DatabasePlan = applicationDatabase({
  database: "airflow",
  role: STREAMFLOW_ROLES.airflow,
  schema: "airflow",
});
