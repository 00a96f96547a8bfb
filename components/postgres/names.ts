/** Names that CloudNativePG derives, and ours beside them. */
export const postgresNames = {
  /** The Service that always leads to the primary. */
  readWrite: (cluster: string) => `${cluster}-rw`,
  external: (cluster: string) => `${cluster}-external`,
  superuserSecret: (cluster: string) => `${cluster}-superuser`,
} as const;

export const POSTGRES_PORT = 5432;
export const SUPERUSER = "postgres";

/** Labels that the operator gives to the primary's pod. */
export const primarySelector = (cluster: string) => ({ "cnpg.io/cluster": cluster, "cnpg.io/instanceRole": "primary" });
