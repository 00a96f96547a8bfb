import type { CnpgCluster, CnpgClusterSpec } from "../../../sandbox/operators/cloudnativepg/cluster";

export function clusterWith(spec: Partial<CnpgClusterSpec> = {}, metadata: object = {}): CnpgCluster {
  return {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: { name: "db", namespace: "ns", uid: "u", generation: 1, ...metadata },
    spec: { instances: 1, storage: { size: "5Gi" }, ...spec },
  };
}
