import { images } from "../../core/images";
import type { PostgresAccess } from "../../core/config/access";
import type { AppInputs } from "../workload/inputs";
import type { AirflowConfig } from "./config";
import type { AirflowPlan } from "./plan";

/** Sized parts, and what they connect to. */
export interface AirflowDeployment extends AirflowPlan {
  readonly namespace: string;
  readonly partOf: string;
  readonly image: string;
  readonly config: AirflowConfig;
  /** Airflow's own. */
  readonly database: DatabaseLogin;
  /** Databases that DAGs work on, by the id under which they ask for them. */
  readonly databases: Readonly<Record<string, DatabaseLogin>>;
  /** For what runs DAGs' code; files and Secrets are in the folders of `AIRFLOW_FOLDERS`. */
  readonly inputs: AppInputs;
}

/** Where a database is found and as whom; the password is a secret. */
export interface DatabaseLogin {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly role: string;
  readonly sslmode: PostgresAccess["sslmode"];
}

export interface AirflowScope {
  readonly namespace: string;
  readonly partOf: string;
  readonly config: AirflowConfig;
  readonly database: DatabaseLogin;
  readonly databases: AirflowDeployment["databases"];
  readonly inputs: AppInputs;
}

export const planAirflowDeployment = (scope: AirflowScope, sizes: AirflowPlan): AirflowDeployment => ({
  ...sizes,
  ...scope,
  image: scope.config.image ?? images.airflow,
});
