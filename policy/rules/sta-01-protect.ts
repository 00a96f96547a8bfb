import { z } from "zod";
import { type Complaints, complain } from "../framework/finding";
import type { Item } from "../framework/resource";
import { per, resourceRule } from "../framework/rule";
import { isStateful } from "../kinds/stateful";

export const protect = resourceRule<object>({
  id: "STA-01",
  slug: "protect",
  severity: "critical",
  level: per("advisory", "mandatory"),
  description:
    "What holds data, and what takes data with it when it goes, is protected; storage classes retain their volumes.",
  why: "A removed line of config, a renamed component or a destroy deletes the cluster, its claims and their volumes.",
  remedy: "Set the resource option protect: true; on a StorageClass reclaimPolicy: Retain.",
  args: z.strictObject({}),
  defaults: per({}, {}),
  example: { target: "multi-node", bad: example("false"), good: example("true") },
  check: (item) => (item.kind === "storage.k8s.io/StorageClass" ? storageClass(item) : resource(item)),
});

/** Nothing to say where a resource doesn't come with Pulumi's options. */
const resource = (item: Item): Complaints =>
  item.opts === undefined || item.opts.protect === true || !isStateful(item)
    ? []
    : [complain(item, "opts.protect", "must be true: it holds data, which a config edit must not delete")];

function storageClass(item: Item): Complaints {
  const at = item.props.at("reclaimPolicy");
  return at.text === "Retain"
    ? []
    : [
        complain(
          item,
          at,
          `is ${at.text ?? "Delete by default"}, must be Retain: a deleted claim takes its volume with it`,
        ),
      ];
}

function example(value: string): string {
  return `
- type: kubernetes:postgresql.cnpg.io/v1:Cluster
  name: orders-db
  props: { apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: { name: orders-db, namespace: apps }, spec: { instances: 3 } }
  opts: { protect: ${value} }`;
}
