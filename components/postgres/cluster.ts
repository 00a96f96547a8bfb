import type { Cluster } from "../../schemas/types/Cluster";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { POSTGRES_PORT, SUPERUSER, postgresNames, primarySelector } from "./names";
import type { PostgresPlan } from "./plan";

export const CLUSTER_API = { apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster" } as const;

const labels = (plan: PostgresPlan) => ({
  "app.kubernetes.io/name": "postgresql",
  "app.kubernetes.io/instance": plan.cluster,
  "app.kubernetes.io/part-of": plan.partOf,
});

export function cluster(plan: PostgresPlan, annotations: Readonly<Record<string, string>>): Cluster {
  const standbys = plan.instances > 1;
  return {
    ...CLUSTER_API,
    metadata: { name: plan.cluster, namespace: plan.namespace, labels: labels(plan), annotations: { ...annotations } },
    spec: {
      instances: plan.instances,
      imageName: plan.image,
      // The budget of a single instance would stop every drain of its node.
      enablePDB: standbys,
      enableSuperuserAccess: true,
      superuserSecret: { name: postgresNames.superuserSecret(plan.cluster) },
      primaryUpdateStrategy: "unsupervised",
      storage: { size: plan.volume.size, storageClass: plan.volume.storageClass, resizeInUseVolumes: true },
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
    },
  };
}

const zoneSpread = (plan: PostgresPlan) => ({
  maxSkew: 1,
  topologyKey: "topology.kubernetes.io/zone",
  whenUnsatisfiable: "DoNotSchedule",
  labelSelector: { matchLabels: { "cnpg.io/cluster": plan.cluster, "cnpg.io/podRole": "instance" } },
});

/** The superuser's credentials are ours, so that the provider knows them before the database exists; the operator sets what this says. */
export const superuserSecret = (
  plan: PostgresPlan,
  password: pulumi.Output<string>,
): k8s.types.input.core.v1.Secret => ({
  metadata: {
    name: postgresNames.superuserSecret(plan.cluster),
    namespace: plan.namespace,
    labels: { ...labels(plan), "cnpg.io/reload": "true" },
  },
  type: "kubernetes.io/basic-auth",
  data: { username: base64(SUPERUSER), password: password.apply(base64) },
});

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

/** A port of the node itself that leads to the primary. */
export const externalService = (plan: PostgresPlan, nodePort: number): k8s.types.input.core.v1.Service => ({
  metadata: { name: postgresNames.external(plan.cluster), namespace: plan.namespace, labels: labels(plan) },
  spec: {
    type: "NodePort",
    selector: primarySelector(plan.cluster),
    ports: [{ name: "postgres", port: POSTGRES_PORT, targetPort: POSTGRES_PORT, protocol: "TCP", nodePort }],
  },
});
