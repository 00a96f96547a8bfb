import { base64 } from "../../core/base64";
import type { Cluster } from "../../schemas/types/Cluster";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  BARMAN_PLUGIN,
  POSTGRES_PORT,
  QUERIES_KEY,
  SUPERUSER,
  instanceSelector,
  postgresNames,
  primarySelector,
} from "./names";
import type { PostgresPlan } from "./plan";
import { queriesYaml } from "./queries";

export const CLUSTER_API = { apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster" } as const;

export const labelsOf = (plan: PostgresPlan) => ({
  "app.kubernetes.io/name": "postgresql",
  "app.kubernetes.io/instance": plan.cluster,
  "app.kubernetes.io/part-of": plan.partOf,
});

export function cluster(plan: PostgresPlan, annotations: Readonly<Record<string, string>>): Cluster {
  const standbys = plan.instances > 1;
  const { data, wal, storageClass, canGrow } = plan.volumes;
  return {
    ...CLUSTER_API,
    metadata: {
      name: plan.cluster,
      namespace: plan.namespace,
      labels: labelsOf(plan),
      annotations: { ...annotations },
    },
    spec: {
      instances: plan.instances,
      imageName: plan.image,
      // The budget of a single instance would stop every drain of its node.
      enablePDB: standbys,
      enableSuperuserAccess: true,
      superuserSecret: { name: postgresNames.superuserSecret(plan.cluster) },
      primaryUpdateStrategy: "unsupervised",
      // Read once, when the data folder is made: from then on the server notices pages that the disk has changed.
      bootstrap: { initdb: { dataChecksums: true } },
      storage: { size: data, storageClass, resizeInUseVolumes: canGrow },
      // A volume of its own: an archive that is away then doesn't fill the one with the data.
      walStorage: { size: wal, storageClass, resizeInUseVolumes: canGrow },
      resources: { requests: plan.resources, limits: plan.resources },
      postgresql: {
        parameters: { ...plan.parameters },
        ...(plan.synchronous > 0
          ? { synchronous: { method: "any", number: plan.synchronous, dataDurability: "required" } }
          : {}),
      },
      affinity: standbys
        ? { enablePodAntiAffinity: true, podAntiAffinityType: "required", topologyKey: "kubernetes.io/hostname" }
        : { enablePodAntiAffinity: false },
      ...(standbys && plan.zones > 1 ? { topologySpreadConstraints: [zoneSpread(plan)] } : {}),
      ...archive(plan),
      ...(hasQueries(plan)
        ? {
            monitoring: {
              customQueriesConfigMap: [{ name: postgresNames.queries(plan.cluster), key: QUERIES_KEY }],
            },
          }
        : {}),
    },
  };
}

const zoneSpread = (plan: PostgresPlan) => ({
  maxSkew: 1,
  topologyKey: "topology.kubernetes.io/zone",
  whenUnsatisfiable: "DoNotSchedule",
  labelSelector: { matchLabels: instanceSelector(plan.cluster) },
});

/** The plugin takes each finished WAL file, by the service account's role where that is how the store knows who asks. */
function archive({ cluster, backup }: PostgresPlan) {
  if (backup === undefined) return {};
  const { login } = backup.store;
  return {
    plugins: [
      {
        name: BARMAN_PLUGIN,
        isWALArchiver: true,
        parameters: { barmanObjectName: postgresNames.backups(cluster), serverName: backup.serverName },
      },
    ],
    ...(login.kind === "role"
      ? { serviceAccountTemplate: { metadata: { annotations: { ...login.annotations } } } }
      : {}),
  };
}

export const hasQueries = (plan: PostgresPlan): boolean => Object.keys(plan.queries).length > 0;

/** The operator reads it again as soon as it changes. */
export const queries = (plan: PostgresPlan): k8s.types.input.core.v1.ConfigMap => ({
  metadata: {
    name: postgresNames.queries(plan.cluster),
    namespace: plan.namespace,
    labels: { ...labelsOf(plan), "cnpg.io/reload": "true" },
  },
  data: { [QUERIES_KEY]: queriesYaml(plan.queries) },
});

/** The superuser's credentials are ours, so that the provider knows them before the database exists; the operator sets what this says. */
export const superuserSecret = (
  plan: PostgresPlan,
  password: pulumi.Output<string>,
): k8s.types.input.core.v1.Secret => ({
  metadata: {
    name: postgresNames.superuserSecret(plan.cluster),
    namespace: plan.namespace,
    labels: { ...labelsOf(plan), "cnpg.io/reload": "true" },
  },
  type: "kubernetes.io/basic-auth",
  data: { username: base64(SUPERUSER), password: password.apply(base64) },
});

/** A port of the node itself that leads to the primary. */
export const externalService = (plan: PostgresPlan, nodePort: number): k8s.types.input.core.v1.Service => ({
  metadata: { name: postgresNames.external(plan.cluster), namespace: plan.namespace, labels: labelsOf(plan) },
  spec: {
    type: "NodePort",
    selector: primarySelector(plan.cluster),
    ports: [{ name: "postgres", port: POSTGRES_PORT, targetPort: POSTGRES_PORT, protocol: "TCP", nodePort }],
  },
});
