import type { Node } from "./nodes";
import type { StorageSpec } from "./resources";

const DATA_DIR = "/var/lib/kafka";

export interface DataVolume {
  readonly name: string;
  readonly mountPath: string;
  /** Undefined where the data lies in the pod. */
  readonly claim: string | undefined;
  readonly storage: StorageSpec;
}

/** A node's volumes: one `data`, or with JBOD `data-0`, `data-1` and so on. */
export function dataVolumes({ pod, pool }: Node): readonly DataVolume[] {
  const { storage } = pool.spec;
  const volume = (name: string, spec: StorageSpec): DataVolume => ({
    name,
    mountPath: `${DATA_DIR}/${name}`,
    claim: spec.type === "ephemeral" ? undefined : `${name}-${pod}`,
    storage: spec,
  });
  if (storage.type !== "jbod") return [volume("data", storage)];
  return (storage.volumes ?? []).map((spec) => volume(`data-${spec.id ?? 0}`, spec));
}
