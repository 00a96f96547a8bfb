/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of snapshot.storage.k8s.io/v1 takes it, without `status`. */
export type VolumeSnapshot = DeepReadonly<MutableVolumeSnapshot>;

export interface MutableVolumeSnapshot {
  apiVersion: "snapshot.storage.k8s.io/v1";
  kind: "VolumeSnapshot";
  metadata: ObjectMeta;
  spec: {
    source: {
      persistentVolumeClaimName?: string;
      volumeSnapshotContentName?: string;
    };
    volumeSnapshotClassName?: string;
  };
}
