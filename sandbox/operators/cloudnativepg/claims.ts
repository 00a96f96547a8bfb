import { keeping, type Seeing, type WantedClaim } from "../kubernetes/claim-sizes";
import { cnpgNames, type CnpgCluster, type StorageSpec } from "./cluster";
import { LABELS, owner, SERIAL } from "./labels";

/** The claims of an instance: data, and the write-ahead log's where it has a volume of its own. */
export function instanceClaims(world: Seeing, cluster: CnpgCluster, serial: number): readonly WantedClaim[] {
  const name = cnpgNames.instance(cluster.metadata.name, serial);
  const { storage = {}, walStorage } = cluster.spec;
  return [
    { storage, made: claim(cluster, serial, name, "PG_DATA", storage) },
    ...(walStorage
      ? [{ storage: walStorage, made: claim(cluster, serial, cnpgNames.walClaim(name), "PG_WAL", walStorage) }]
      : []),
  ].map(({ storage: { resizeInUseVolumes = true }, made }) => (resizeInUseVolumes ? made : keeping(world, made)));
}

function claim(
  cluster: CnpgCluster,
  serial: number,
  name: string,
  role: "PG_DATA" | "PG_WAL",
  storage: StorageSpec,
): WantedClaim {
  const { name: clusterName, namespace } = cluster.metadata;
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name,
      namespace,
      labels: {
        ...cluster.spec.inheritedMetadata?.labels,
        [LABELS.cluster]: clusterName,
        [LABELS.instanceName]: cnpgNames.instance(clusterName, serial),
        [LABELS.claimRole]: role,
      },
      annotations: {
        ...cluster.spec.inheritedMetadata?.annotations,
        [SERIAL]: String(serial),
        "cnpg.io/pvcStatus": "ready",
      },
      ...owner(cluster),
    },
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...storage.pvcTemplate,
      ...(storage.storageClass === undefined ? {} : { storageClassName: storage.storageClass }),
      ...(storage.size === undefined ? {} : { resources: { requests: { storage: storage.size } } }),
    },
  };
}
