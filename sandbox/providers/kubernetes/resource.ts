/** Any Kubernetes object as a resource. */
import type { ResourceKind } from "../kind";
import type { Cluster } from "./cluster";
import { check } from "./lifecycle/check";
import { create } from "./lifecycle/create";
import { remove } from "./lifecycle/delete";
import { diff } from "./lifecycle/diff";
import { read } from "./lifecycle/read";
import { update } from "./lifecycle/update";

/** Every type of the provider; Secrets apart, since their content is secret whatever the program says. */
export function resourceKinds(cluster: Cluster): readonly ResourceKind[] {
  const any: ResourceKind = {
    token: "kubernetes:*",
    check: (args) => check(cluster, args),
    diff: (args) => diff(cluster, args),
    create: (args, context) => create(cluster, args, context),
    update: (args, context) => update(cluster, args, context),
    read: (args, context) => read(cluster, args, context),
    delete: (args, context) => remove(cluster, args, context),
  };
  const content = ["data", "stringData"];
  const secret = { ...any, secretInputs: content, secretOutputs: content };
  return [
    any,
    { ...secret, token: "kubernetes:core/v1:Secret" },
    { ...secret, token: "kubernetes:core/v1:SecretPatch" },
  ];
}
