import type { Live } from "../kubernetes/objects";
import { given } from "../kubernetes/merge";
import type { ResourceType } from "../kubernetes/resources";
import type { Reader } from "../kubernetes/store";
import type { CnpgCluster } from "./cluster";
import { CONTAINER_SECURITY } from "./security";

/** The Barman Cloud plugin: beside each instance a container that takes its WAL files away. */

export const PLUGIN = "barman-cloud.cloudnative-pg.io";

interface ObjectStore extends Live {
  readonly spec: { readonly instanceSidecarConfiguration?: { readonly resources?: object } };
}

export const OBJECT_STORES: ResourceType<ObjectStore> = {
  apiVersion: "barmancloud.cnpg.io/v1",
  kind: "ObjectStore",
  plural: "objectstores",
  namespaced: true,
};

/** Name of the `ObjectStore` that a cluster archives to, if the plugin is what archives. */
export function storeOf({ spec }: CnpgCluster): string | undefined {
  const plugin = spec.plugins?.find(({ name, enabled = true }) => enabled && name === PLUGIN);
  return plugin && (plugin.parameters?.barmanObjectName ?? "");
}

/** What the plugin adds to an instance's pod; `missing` where its store isn't there, and then the plugin lets no pod be made. */
export function archiver(store: Reader, cluster: CnpgCluster): readonly object[] | { readonly missing: string } {
  const name = storeOf(cluster);
  if (name === undefined) return [];
  const found = store.get(OBJECT_STORES, cluster.metadata.namespace, name);
  if (!found) return { missing: name };
  return [
    {
      name: "plugin-barman-cloud",
      image: "ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar",
      args: ["instance"],
      // Runs as long as the pod does.
      restartPolicy: "Always",
      securityContext: CONTAINER_SECURITY,
      ...given({ resources: found.spec.instanceSidecarConfiguration?.resources }),
      volumeMounts: [{ name: "scratch-data", mountPath: "/controller" }],
    },
  ];
}
