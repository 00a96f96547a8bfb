/** One configured provider: its cluster and its rules. */
import type { Props } from "../kind";
import type { KubeClient } from "./api/client";
import { NoKindError } from "./api/errors";
import { kindOf, textAt, withoutAt } from "./objects";
import type { Settings } from "./settings";
import { fromServer, toServer } from "./wire-names";

export interface Cluster {
  readonly client: KubeClient;
  readonly settings: Settings;
  /** For objects that name none. */
  readonly namespace: string;
  /** Why the cluster can't be reached; undefined where it can. */
  readonly unreachable: string | undefined;
}

const bookkeeping = { fieldManager: "__fieldManager", apiVersion: "__initialApiVersion" } as const;

/** A live object as a resource's outputs. */
export function outputsOf(live: Props, fieldManager: string): Props {
  return {
    ...fromServer(withoutAt(live, ["metadata", "managedFields"])),
    [bookkeeping.apiVersion]: textAt(live, "apiVersion"),
    [bookkeeping.fieldManager]: fieldManager,
  };
}

/** The live object that a resource's outputs recorded. */
export function recordedLive(outputs: Props): Props {
  return toServer(Object.fromEntries(Object.entries(outputs).filter(([key]) => !key.startsWith("__"))));
}

export const recordedFieldManager = (outputs: Props | undefined): string => textAt(outputs, bookkeeping.fieldManager);

/** Whether objects of the kind live in namespaces; as most do, where its definition isn't there yet. */
export async function isNamespaced({ client, unreachable }: Cluster, object: Props): Promise<boolean> {
  if (unreachable !== undefined) return true;
  try {
    return (await client.discovery.resolve(textAt(object, "apiVersion"), kindOf(object))).namespaced;
  } catch (error) {
    if (error instanceof NoKindError) return true;
    throw error;
  }
}
