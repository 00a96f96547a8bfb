/** Names that CloudNativePG derives, and ours beside them. */
export const postgresNames = {
  /** The Service that always leads to the primary. */
  readWrite: (cluster: string) => `${cluster}-rw`,
  external: (cluster: string) => `${cluster}-external`,
  superuserSecret: (cluster: string) => `${cluster}-superuser`,
  /** The Pooler, its Deployment and its Service. */
  pooler: (cluster: string) => `${cluster}-pooler`,
  /** Where backups go, and the schedule by which they are made. */
  backups: (cluster: string) => `${cluster}-backups`,
  queries: (cluster: string) => `${cluster}-queries`,
} as const;

export const POSTGRES_PORT = 5432;
export const SUPERUSER = "postgres";
/** Where the ConfigMap of custom queries has them. */
export const QUERIES_KEY = "queries.yaml";
/** The plugin that archives and backs up; the servers' images hold no tools for it [CloudNativePG docs, backup]. */
export const BARMAN_PLUGIN = "barman-cloud.cloudnative-pg.io";
/** Reads all statistics; the exporter's queries run with it. */
export const MONITOR_ROLE = "pg_monitor";

/** Labels that the operator gives to the primary's pod, to all instances' pods, and to a pooler's. */
export const primarySelector = (cluster: string) => ({ "cnpg.io/cluster": cluster, "cnpg.io/instanceRole": "primary" });
export const instanceSelector = (cluster: string) => ({ "cnpg.io/cluster": cluster, "cnpg.io/podRole": "instance" });
export const poolerSelector = (pooler: string) => ({ "cnpg.io/poolerName": pooler });
