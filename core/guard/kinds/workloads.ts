import type { Verdict } from "../change";
import { type GuardedKind, METADATA, inPlace, kubernetesName, replaces, rolling } from "../kind";

const removed = (): Verdict => ({ class: "replace", why: "its pods are deleted" });

export const deployment: GuardedKind = {
  type: /^kubernetes:apps\/v1:(Deployment|DaemonSet)$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["metadata/**", replaces({ removed }, "its name")],
    ["spec/replicas", inPlace("pods are added or taken away")],
    ["spec/selector/**", replaces({ removed }, "its selector")],
    ["spec/template/**", rolling("pods are replaced step by step")],
    ["spec/**", inPlace("how pods are replaced changes")],
  ],
  removed,
};

/** Anything that this guard has no rules for: it holds nothing that can't be made again. */
export const other: GuardedKind = {
  type: /^/,
  nameOf: ({ type, props, name }) =>
    type.startsWith("kubernetes:") ? kubernetesName({ urn: "", type, name, props, opts: {} }) : name,
  fields: [["**", inPlace("it is updated")]],
  removed: () => ({ class: "in place", why: "it is removed" }),
};
