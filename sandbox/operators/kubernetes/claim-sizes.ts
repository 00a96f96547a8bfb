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
  const resized = claims.filter((claim) => ![undefined, sizeOf(claim)].includes(ownSize(world, claim)));
  if (resized.length === 0) return claims;
  const growing = await growingClasses(world);
  return claims.map((claim) => {
    if (!resized.includes(claim) || growing.has(claim.spec.storageClassName ?? "")) return claim;
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

async function growingClasses({ client }: Surroundings): Promise<ReadonlySet<string>> {
  const { items } = (await client.request("GET", collectionPath(STORAGE_CLASSES))) as {
    readonly items: readonly (KubeObject & { readonly allowVolumeExpansion?: boolean })[];
  };
  return new Set(
    items.filter(({ allowVolumeExpansion }) => allowVolumeExpansion === true).map(({ metadata }) => metadata.name),
  );
}

const STORAGE_CLASSES = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  plural: "storageclasses",
  namespaced: false,
};
