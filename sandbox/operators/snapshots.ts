import type { Live } from "./kubernetes/objects";
import type { ResourceType } from "./kubernetes/resources";

/** Kinds of the CSI snapshot controller. */

export interface VolumeSnapshot extends Live {
  readonly spec: {
    readonly source: { readonly persistentVolumeClaimName?: string; readonly volumeSnapshotContentName?: string };
    readonly volumeSnapshotClassName?: string;
  };
  readonly status?: { readonly readyToUse?: boolean; readonly boundVolumeSnapshotContentName?: string };
}

export interface VolumeSnapshotClass extends Live {
  readonly driver: string;
  readonly deletionPolicy: "Delete" | "Retain";
}

const API = "snapshot.storage.k8s.io/v1";

export const SNAPSHOTS: ResourceType<VolumeSnapshot> = {
  apiVersion: API,
  kind: "VolumeSnapshot",
  plural: "volumesnapshots",
  namespaced: true,
};
export const SNAPSHOT_CONTENTS: ResourceType = {
  apiVersion: API,
  kind: "VolumeSnapshotContent",
  plural: "volumesnapshotcontents",
  namespaced: false,
};
export const SNAPSHOT_CLASSES: ResourceType<VolumeSnapshotClass> = {
  apiVersion: API,
  kind: "VolumeSnapshotClass",
  plural: "volumesnapshotclasses",
  namespaced: false,
};
