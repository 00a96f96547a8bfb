import type { Verdict } from "../change";
import { type GuardedKind, METADATA, inPlace, kubernetesName, replaces } from "../kind";

const removed = (): Verdict => ({
  class: "data loss",
  why: "everything in the namespace is deleted, volumes too",
  loss: {},
});

export const namespace: GuardedKind = {
  type: /^kubernetes:core\/v1:Namespace$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["metadata/name", replaces({ removed }, "a namespace's name")],
    ["**", inPlace("a setting of the namespace changes")],
  ],
  removed,
};

/** Definitions of kinds: all objects of a kind go with its definition. */
export const definition: GuardedKind = {
  type: /^kubernetes:apiextensions\.k8s\.io\/v1:CustomResourceDefinition$/,
  nameOf: kubernetesName,
  fields: [["**", inPlace("the kind's schema changes")]],
  removed: () => ({ class: "data loss", why: "every object of the kind is deleted with it", loss: {} }),
};

/** A release brings its own definitions and may take them along. */
export const release: GuardedKind = {
  type: /^kubernetes:helm\.sh\/v3:Release$/,
  nameOf: ({ props, name }) => (typeof props["name"] === "string" ? props["name"] : name),
  fields: [
    ["namespace", replaces({ removed: releaseRemoved }, "a release's namespace")],
    ["**", inPlace("the release is upgraded")],
  ],
  removed: releaseRemoved,
};

function releaseRemoved(): Verdict {
  return { class: "replace", why: "what the chart installed is removed; nothing looks after what it managed" };
}
