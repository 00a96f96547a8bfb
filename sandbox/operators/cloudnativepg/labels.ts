import { ownedBy } from "../kubernetes/objects";
import type { CnpgCluster } from "./cluster";

/** Labels and annotations by which the operator knows its own objects. */

export const LABELS = {
  cluster: "cnpg.io/cluster",
  instanceName: "cnpg.io/instanceName",
  instanceRole: "cnpg.io/instanceRole",
  /** The role's older label, which is still written. */
  role: "role",
  podRole: "cnpg.io/podRole",
  claimRole: "cnpg.io/pvcRole",
} as const;

export const SERIAL = "cnpg.io/nodeSerial";

/** Everything that is made for a cluster goes with it. */
export function owner(cluster: CnpgCluster): { readonly ownerReferences: readonly object[] } {
  return { ownerReferences: [ownedBy(cluster)] };
}
