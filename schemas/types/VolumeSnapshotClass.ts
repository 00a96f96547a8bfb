/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of snapshot.storage.k8s.io/v1 takes it, without `status`. */
export type VolumeSnapshotClass = DeepReadonly<MutableVolumeSnapshotClass>;

export interface MutableVolumeSnapshotClass {
  apiVersion: "snapshot.storage.k8s.io/v1";
  deletionPolicy: "Delete" | "Retain";
  driver: string;
  kind: "VolumeSnapshotClass";
  metadata: ObjectMeta;
  parameters?: {
    [k: string]: string;
  };
}
