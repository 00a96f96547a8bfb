import type { Verdict } from "../change";
import { type GuardedKind, METADATA, inPlace, kubernetesName, replaces, rolling } from "../kind";

const removed = (): Verdict => ({ class: "replace", why: "its pods are deleted" });

export const deployment: GuardedKind = {
  type: /^kubernetes:apps\/v1:(Deployment|DaemonSet)$/,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ["spec/replicas", inPlace("pods are added or taken away")],
    ["spec/selector/**", replaces({ removed }, "its selector")],
    ["spec/template/**", rolling("pods are replaced step by step")],
    ["spec/**", inPlace("how pods are replaced changes")],
  ],
  removed,
};

const gone = (): Verdict => ({ class: "in place", why: "it is removed" });

/** Kinds that hold nothing, with the fields that the provider replaces them for [pulumi-kubernetes, force-new fields]. */
const holdsNothing = (type: RegExp, fixed: readonly string[]): GuardedKind => ({
  type,
  nameOf: kubernetesName,
  fields: [
    ...METADATA,
    ...fixed.map((field) => [field, replaces({ removed: gone }, "this field")] as const),
    ["**", inPlace("it is updated")],
  ],
  removed: gone,
});

export const HOLD_NOTHING: readonly GuardedKind[] = [
  holdsNothing(/^kubernetes:batch\/v1:Job$/, [
    "spec/completions",
    "spec/parallelism",
    "spec/selector/**",
    "spec/template/**",
  ]),
  holdsNothing(/^kubernetes:core\/v1:Service$/, ["spec/clusterIP"]),
  holdsNothing(/^kubernetes:core\/v1:Secret$/, ["type"]),
  holdsNothing(/^kubernetes:core\/v1:ResourceQuota$/, ["spec/scopes"]),
  holdsNothing(/^kubernetes:rbac\.authorization\.k8s\.io\/v1:(Cluster)?RoleBinding$/, ["roleRef/**"]),
  holdsNothing(/^kubernetes:/, []),
];

/** Anything that this guard has no rules for: it holds nothing that can't be made again. */
export const other: GuardedKind = {
  type: /^/,
  nameOf: ({ name }) => name,
  fields: [["**", inPlace("it is updated")]],
  removed: gone,
};
