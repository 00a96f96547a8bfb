import type { WantedClaim } from "../kubernetes/claim-sizes";
import type { Node } from "./nodes";
import { metadataOf, templatesOf } from "./pods";
import { STRIMZI, type Kafka } from "./resources";
import { dataVolumes } from "./volumes";

/** Claims outlive cluster and pool, unless the storage says that they go with it. */
export function nodeClaims(kafka: Kafka, node: Node): readonly WantedClaim[] {
  const { template } = templatesOf(kafka, node);
  return dataVolumes(node).flatMap(({ claim, storage }) => {
    if (claim === undefined) return [];
    const { ownerReferences, ...metadata } = metadataOf(kafka, claim, "kafka", node.pool);
    return [
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: {
          ...metadata,
          labels: {
            ...template.persistentVolumeClaim?.metadata?.labels,
            ...metadata.labels,
            [STRIMZI.pool]: node.pool.metadata.name,
          },
          ...(storage.deleteClaim === true ? { ownerReferences } : {}),
        },
        spec: {
          accessModes: ["ReadWriteOnce"],
          ...(storage.class === undefined ? {} : { storageClassName: storage.class }),
          resources: { requests: { storage: storage.size ?? "1Gi" } },
        },
      },
    ];
  });
}
