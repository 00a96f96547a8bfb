import { parseSize } from "../../../core/units";
import type { KubeObject } from "../../kube";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import type { Claim, Live } from "../kubernetes/objects";
import { CLAIMS, collectionPath, objectPath } from "../kubernetes/resources";
import { deleteIfThere, updateStatus } from "../kubernetes/writes";
import type { Outcome } from "../queue";
import {
  SNAPSHOT_CLASSES,
  SNAPSHOT_CONTENTS,
  SNAPSHOTS,
  type VolumeSnapshot,
  type VolumeSnapshotClass,
} from "../snapshots";

const DRIVER = "sandbox.local";

/** Plays snapshot controller and CSI driver: a snapshot of a bound claim is ready at once, and holds nothing. */
export const volumeSnapshot: Kind = {
  name: "volume-snapshot",
  reality: "snapshots of volumes are objects only: they hold no data",
  play,
};

function play(world: World): Player {
  const ofClaim = ({ metadata }: Live): readonly Name[] =>
    world.store
      .list(SNAPSHOTS, metadata.namespace)
      .filter(({ spec }) => spec.source.persistentVolumeClaimName === metadata.name)
      .map(nameOf);
  const ofClass = ({ metadata }: Live): readonly Name[] =>
    world.store
      .list(SNAPSHOTS)
      .filter(({ spec }) => spec.volumeSnapshotClassName === metadata.name)
      .map(nameOf);
  const ofContent = (content: Live): readonly Name[] => {
    const { namespace, name } = (content.spec as ContentSpec).volumeSnapshotRef;
    return [{ namespace, name }];
  };
  return {
    watches: [
      { type: SNAPSHOTS },
      { type: CLAIMS, concerns: ofClaim },
      { type: SNAPSHOT_CONTENTS, concerns: ofContent },
      { type: SNAPSHOT_CLASSES, concerns: ofClass },
    ],
    reconcile: (name) => reconcile(world, name),
  };
}

interface ContentSpec {
  readonly volumeSnapshotRef: { readonly namespace: string; readonly name: string; readonly uid?: string };
  readonly deletionPolicy: "Delete" | "Retain";
}

async function reconcile(world: World, name: Name): Promise<Outcome> {
  const { store, client } = world;
  const snapshot = store.get(SNAPSHOTS, name.namespace, name.name);
  if (!snapshot) {
    await removeContents(world, name);
    return DONE;
  }
  if (snapshot.status?.readyToUse === true || snapshot.metadata.deletionTimestamp !== undefined) return DONE;
  const path = objectPath(SNAPSHOTS, name.namespace, name.name);
  const source = sourceOf(world, snapshot);
  if ("fault" in source) {
    const before = (snapshot.status as { readonly error?: { readonly message?: string } } | undefined)?.error;
    if (before?.message !== source.fault) {
      await updateStatus(client, path, snapshot, {
        readyToUse: false,
        error: { message: source.fault, time: new Date().toISOString() },
      });
    }
    return DONE;
  }
  const content = contentOf(snapshot, source.claim, source.class);
  const { name: contentName } = content.metadata;
  if (!store.get(SNAPSHOT_CONTENTS, undefined, contentName)) {
    await client.request("POST", collectionPath(SNAPSHOT_CONTENTS), { body: content });
    return { againInMs: 100 };
  }
  await updateStatus(client, path, snapshot, {
    readyToUse: true,
    boundVolumeSnapshotContentName: contentName,
    creationTime: new Date().toISOString(),
    restoreSize: source.claim.status?.capacity?.storage ?? "0",
  });
  const made = store.get(SNAPSHOT_CONTENTS, undefined, contentName);
  if (made) {
    const restoreSize = parseSize(source.claim.status?.capacity?.storage ?? "") ?? 0;
    await updateStatus(client, objectPath(SNAPSHOT_CONTENTS, undefined, contentName), made, {
      readyToUse: true,
      restoreSize,
      snapshotHandle: contentName,
    });
  }
  return DONE;
}

/** What is snapshotted and how, or why that can't be done. */
function sourceOf(
  { store }: World,
  { metadata, spec }: VolumeSnapshot,
): { readonly claim: Claim; readonly class: VolumeSnapshotClass | undefined } | { readonly fault: string } {
  const name = spec.source.persistentVolumeClaimName;
  const claim = name === undefined ? undefined : store.get(CLAIMS, metadata.namespace, name);
  if (!claim) return { fault: `failed to get PVC ${metadata.namespace}/${name ?? ""}: not found` };
  if (claim.status?.phase !== "Bound") return { fault: `the PVC ${claim.metadata.name} is not yet bound to a PV` };
  const className = spec.volumeSnapshotClassName;
  const found = className === undefined ? undefined : store.get(SNAPSHOT_CLASSES, undefined, className);
  if (className !== undefined && !found) return { fault: `failed to retrieve snapshot class ${className}: not found` };
  return { claim, class: found };
}

function contentOf(
  { metadata, kind, apiVersion, spec }: VolumeSnapshot,
  claim: Claim,
  found: VolumeSnapshotClass | undefined,
): KubeObject {
  const { name, namespace, uid } = metadata;
  return {
    apiVersion: SNAPSHOT_CONTENTS.apiVersion,
    kind: SNAPSHOT_CONTENTS.kind,
    metadata: { name: `snapcontent-${uid}` },
    spec: {
      deletionPolicy: found?.deletionPolicy ?? "Delete",
      driver: found?.driver ?? DRIVER,
      source: { volumeHandle: claim.metadata.uid },
      volumeSnapshotRef: { apiVersion, kind, name, namespace, uid },
      ...(spec.volumeSnapshotClassName === undefined ? {} : { volumeSnapshotClassName: spec.volumeSnapshotClassName }),
    },
  };
}

/** A snapshot takes its content with it, unless that is to be kept. */
async function removeContents({ store, client }: World, { namespace, name }: Name): Promise<void> {
  for (const content of store.list(SNAPSHOT_CONTENTS)) {
    const { volumeSnapshotRef: ref, deletionPolicy } = content.spec as ContentSpec;
    if (ref.namespace !== namespace || ref.name !== name || deletionPolicy !== "Delete") continue;
    await deleteIfThere(client, objectPath(SNAPSHOT_CONTENTS, undefined, content.metadata.name));
  }
}
