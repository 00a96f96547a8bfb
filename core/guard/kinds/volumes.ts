import { parseSize } from "../../units";
import type { Loss, Plain, PlainObject, Verdict } from "../change";
import { at, textAt } from "../diff";
import { type GuardedKind, type Judge, METADATA, inPlace, kubernetesName, replaces } from "../kind";
import { inGiB } from "../loss";

/** Bytes of a quantity; plain numbers are bytes [Kubernetes docs, Quantity]. */
export function bytesOf(value: Plain): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  return parseSize(value) ?? (/^\d+$/.test(value) ? Number(value) : undefined);
}

/** Volumes grow while they are used, where their class allows it; nothing shrinks one. */
export const volumeSize: Judge = ({ from, to }) => {
  const [old, next] = [bytesOf(from), bytesOf(to)];
  if (old !== undefined && next !== undefined && next < old)
    return { class: "impossible", why: "a volume can't shrink: keep its size, or move the data to new ones" };
  return { class: "in place", why: "the volume grows while it is used, if its storage class allows it" };
};

export const volumeClass: Judge = () => ({
  class: "impossible",
  why: "a volume can't move to another storage class: make new volumes and move the data",
});

const sizeOf = (props: PlainObject): Loss => {
  const bytes = bytesOf(at(props, "spec", "resources", "requests", "storage"));
  return bytes === undefined ? {} : { GiB: inGiB(bytes) };
};

const removed = (before: PlainObject): Verdict => ({
  class: "data loss",
  why: "the volume is deleted with what is on it",
  loss: sizeOf(before),
});

export const claim: GuardedKind = {
  type: /^kubernetes:core\/v1:PersistentVolumeClaim$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/resources/requests/storage", volumeSize],
    ["spec/resources/**", inPlace("only the size counts")],
    ["spec/volumeAttributesClassName", inPlace("the volume's speed changes while it is used")],
    ["spec/**", replaces({ removed }, "a claim's volume, class and access")],
  ],
  removed,
};

/** A patch of a claim that something else made: leaving it out deletes nothing. */
export const claimPatch: GuardedKind = {
  type: /^kubernetes:core\/v1:PersistentVolumeClaimPatch$/,
  nameOf: kubernetesName,
  fields: [...METADATA, ["spec/resources/requests/storage", volumeSize], ["spec/**", volumeClass]],
  removed: () => ({ class: "in place", why: "the claim stays as it is" }),
};

const classRemoved = (before: PlainObject): Verdict => ({
  class: "replace",
  why: `volumes stay; no new ones can be made of the class ${textAt(before, "metadata", "name") ?? ""}`,
});

/** The API server changes nothing else of a class, and the provider replaces it for these two alone [pulumi-kubernetes, force-new fields]. */
const fixed: Judge = () => ({ class: "impossible", why: "the API server refuses it: make a class of another name" });

export const storageClass: GuardedKind = {
  type: /^kubernetes:storage\.k8s\.io\/v1:StorageClass$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    [
      "allowVolumeExpansion",
      ({ to }) =>
        to === true
          ? { class: "in place", why: "volumes can grow" }
          : { class: "in place", why: "volumes can't grow any more", guarded: true },
    ],
    ["parameters/**", replaces({ removed: classRemoved }, "what a class makes")],
    ["provisioner", replaces({ removed: classRemoved }, "who makes a class's volumes")],
    ["mountOptions", inPlace("new volumes are mounted otherwise")],
    ["allowedTopologies", inPlace("new volumes are made elsewhere")],
    ["**", fixed],
  ],
  removed: classRemoved,
};
