/** What pods have in common, whoever makes them: rights, quantities, and where they may run. */
import type { Resources } from "../core/capacity/pods/pod";
import { formatCpu, formatSize } from "../core/units";

/** What a container may do under the Pod Security Standard "restricted". */
export const UNPRIVILEGED = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };

/** Whom an image's files belong to. */
export interface UserIds {
  readonly user: number;
  readonly group: number;
}

/** What a pod may do under the Pod Security Standard "restricted". */
export const podSecurity = ({ user, group }: UserIds) => ({
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: group,
  fsGroup: group,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
});

/** As Kubernetes writes them. */
export const quantities = ({ cpu, memory }: Resources) => ({ cpu: formatCpu(cpu), memory: formatSize(memory) });

/** As the sizing model counts with it (`spread`): hard rules, which decide whether a pod stays Pending. */
export interface Placement {
  readonly ownNode: boolean;
  readonly zoneSkew?: number;
}

/** Copies with these labels: each on a node of its own, evenly over the zones, as far as the placement asks for it. */
export function placementOf({ ownNode, zoneSkew }: Placement, matchLabels: Readonly<Record<string, string>>) {
  const labelSelector = { matchLabels: { ...matchLabels } };
  return {
    ...(ownNode
      ? {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { topologyKey: "kubernetes.io/hostname", labelSelector },
              ],
            },
          },
        }
      : {}),
    ...(zoneSkew === undefined
      ? {}
      : {
          topologySpreadConstraints: [
            {
              maxSkew: zoneSkew,
              topologyKey: "topology.kubernetes.io/zone",
              whenUnsatisfiable: "DoNotSchedule",
              labelSelector,
            },
          ],
        }),
  };
}

/** Copies that must not share a node, nor a zone more than they have to. */
export const apart = (zones: number): Placement => ({ ownNode: true, ...(zones > 1 ? { zoneSkew: 1 } : {}) });
