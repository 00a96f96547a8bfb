import { type Flow, type Pods, tcp } from "../namespace/flows";
import { POSTGRES_PORT } from "../postgres/names";
import { migrationName } from "./plan";

/** From the migration of a platform to its database's servers, in the same namespace. */
export const migrationFlow = (platform: string, database: Pods): Flow => ({
  name: migrationName(platform),
  from: { namespace: database.namespace, pods: { "app.kubernetes.io/name": migrationName(platform) } },
  to: database,
  ports: tcp(POSTGRES_PORT),
  why: "the migration makes and changes the tables",
});
