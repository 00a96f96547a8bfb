import { sharedDemand } from "../../../checks/capacity/model";
import { shapeOf } from "../../../core/capacity/nodes/shape";
import { clusterOf } from "../../../core/capacity/nodes/target";
import type { StackConfig } from "../../../stacks/config";
import type { KubeObject } from "../../kube";
import type { ConfigMap } from "../kubernetes/objects";
import { releasedObjects } from "./objects";

/** The cluster itself keeps what is to be there in place of charts, so that the operators see at once when it changes. */
export const WANTED = { namespace: "kube-system", name: "sandbox-released" } as const;
const KEY = "objects.json";

/** What charts would release for this config. */
export function wantedFor(config: StackConfig): KubeObject {
  const objects = releasedObjects(sharedDemand(config, shapeOf(clusterOf(config.target))));
  return { apiVersion: "v1", kind: "ConfigMap", metadata: WANTED, data: { [KEY]: JSON.stringify(objects) } };
}

/** Where what the stack doesn't install itself runs already. */
export const namespacesFor = ({ monitoring }: StackConfig): readonly KubeObject[] =>
  monitoring === undefined ? [] : [{ apiVersion: "v1", kind: "Namespace", metadata: { name: monitoring.namespace } }];

export const wantedIn = (map: ConfigMap | undefined): readonly KubeObject[] =>
  JSON.parse(map?.data?.[KEY] ?? "[]") as readonly KubeObject[];
