import type { KubeClient, KubeObject } from "../../kube";
import type { World } from "../kind";
import type { Claim } from "./objects";
import { CLAIMS, collectionPath } from "./resources";
import type { Reader } from "./store";

/** A claim as an operator asks for it. */
export interface WantedClaim extends KubeObject {
  readonly metadata: KubeObject["metadata"] & { readonly namespace: string };
  readonly spec: Claim["spec"] & { readonly accessModes: readonly string[] };
}

/** What is looked at. */
export interface Seeing {
  readonly store: Reader;
}

interface Surroundings extends Seeing, Pick<World, "log"> {
  readonly client: Pick<KubeClient, "request">;
}

/** Claims with the sizes that they can have: one whose class can't grow volumes keeps its own, as Strimzi leaves it, and what came of it is told. */
export async function growable(world: Surroundings, claims: readonly WantedClaim[]): Promise<readonly WantedClaim[]> {
  const bigger = claims.filter(
    (claim) => ownSize(world, claim) !== undefined && ownSize(world, claim) !== sizeOf(claim),
  );
  const classes = [...new Set(bigger.map(({ spec }) => spec.storageClassName ?? ""))];
  const fixed = new Set<string>();
  for (const name of classes) if (!(await canGrow(world, name))) fixed.add(name);
  return claims.map((claim) => {
    if (!bigger.includes(claim) || !fixed.has(claim.spec.storageClassName ?? "")) return claim;
    const { namespace, name } = claim.metadata;
    world.log.complain(
      `claim ${namespace}/${name} keeps ${ownSize(world, claim)}: its storage class can't grow volumes`,
    );
    return keeping(world, claim);
  });
}

/** The same claim with the size that it has by now. */
export function keeping(world: Seeing, claim: WantedClaim): WantedClaim {
  const storage = ownSize(world, claim);
  return storage === undefined ? claim : { ...claim, spec: { ...claim.spec, resources: { requests: { storage } } } };
}

const sizeOf = ({ spec }: Pick<Claim, "spec">): string | undefined => spec.resources?.requests?.storage;

function ownSize({ store }: Seeing, { metadata }: WantedClaim): string | undefined {
  const own = store.get(CLAIMS, metadata.namespace, metadata.name);
  return own && sizeOf(own);
}

async function canGrow({ client }: Surroundings, storageClass: string): Promise<boolean> {
  const { items } = (await client.request("GET", collectionPath(STORAGE_CLASSES))) as {
    readonly items: readonly (KubeObject & { readonly allowVolumeExpansion?: boolean })[];
  };
  return items.find(({ metadata }) => metadata.name === storageClass)?.allowVolumeExpansion === true;
}

const STORAGE_CLASSES = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  plural: "storageclasses",
  namespaced: false,
};
