import { sumOf } from "../numbers";
import type { Cluster } from "./cluster";

/** What plans need to know of the cluster: how many of everything make sense. */
export interface Shape {
  readonly kind: Cluster["kind"];
  readonly zones: number;
  readonly nodes: number;
  readonly storage: Cluster["storage"];
}

export const shapeOf = (cluster: Cluster): Shape => ({
  kind: cluster.kind,
  zones: cluster.zones.length,
  nodes: sumOf(cluster.pools, (p) => p.count),
  storage: cluster.storage,
});

/** One on a single node, else `many`. */
export const replicasFor = (shape: Shape, many: number): number => (shape.kind === "single-node" ? 1 : many);

/** Copies keep to nodes of their own, evenly over the zones, where there is more than one node; a single node takes them all. */
export const spread = (shape: Shape, copies: number): { readonly ownNode: boolean; readonly zoneSkew?: number } =>
  shape.kind === "single-node" || copies < 2
    ? { ownNode: false }
    : { ownNode: true, ...(shape.zones > 1 ? { zoneSkew: 1 } : {}) };
