import type { KubeObject } from "../../kube";
import { CNPG_CLUSTERS, cnpgNames } from "../cloudnativepg/cluster";
import { bootstrapContainer, CONTAINER_SECURITY, podSecurity } from "../cloudnativepg/security";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import { Applier } from "../kubernetes/applier";
import { merge } from "../kubernetes/merge";
import { ownedBy, type Live } from "../kubernetes/objects";
import { DEPLOYMENTS, objectPath, SECRETS, type ResourceType } from "../kubernetes/resources";
import { updateStatus } from "../kubernetes/writes";
import type { Outcome } from "../queue";

interface Pooler extends Live {
  readonly spec: {
    readonly cluster: { readonly name: string };
    readonly type?: "rw" | "ro" | "r";
    readonly instances?: number;
    readonly template?: { readonly metadata?: object; readonly spec?: object };
    readonly serviceTemplate?: { readonly metadata?: object; readonly spec?: object };
    readonly deploymentStrategy?: object;
  };
}

const POOLERS: ResourceType<Pooler> = {
  apiVersion: "postgresql.cnpg.io/v1",
  kind: "Pooler",
  plural: "poolers",
  namespaced: true,
};
const LABEL = "cnpg.io/poolerName";
/** Of PgBouncer's image. */
const USER = { user: 998, group: 996 };

/** Plays CloudNativePG for a `Pooler`: its Deployment of PgBouncers and its Service. Nobody pools connections here. */
export const cnpgPooler: Kind = {
  name: "cnpg-pooler",
  reality: "PgBouncers are pods only: connections go to the database itself",
  play,
};

function play(world: World): Player {
  const applier = new Applier(world.client);
  const byLabel = (object: Live): readonly Name[] => {
    const name = object.metadata.labels?.[LABEL];
    return name === undefined ? [] : [{ ...nameOf(object), name }];
  };
  const ofCluster = ({ metadata }: Live): readonly Name[] =>
    world.store
      .list(POOLERS, metadata.namespace)
      .filter(({ spec }) => spec.cluster.name === metadata.name)
      .map(nameOf);
  return {
    watches: [
      { type: POOLERS },
      { type: DEPLOYMENTS, concerns: byLabel },
      { type: CNPG_CLUSTERS, concerns: ofCluster },
    ],
    reconcile: (name) => reconcile(world, applier, name),
  };
}

async function reconcile({ store, client }: World, applier: Applier, { namespace, name }: Name): Promise<Outcome> {
  const pooler = store.get(POOLERS, namespace, name);
  if (!pooler || pooler.metadata.deletionTimestamp !== undefined) return DONE;
  // As the operator, it waits for the cluster that it stands before.
  if (!store.get(CNPG_CLUSTERS, namespace, pooler.spec.cluster.name)) return DONE;
  await applier.apply(poolerObjects(pooler));
  const deployment = store.get(DEPLOYMENTS, namespace, name);
  const version = (secret: string): object => ({
    name: secret,
    version: store.get(SECRETS, namespace, secret)?.metadata.resourceVersion ?? "",
  });
  const { cluster } = pooler.spec;
  await updateStatus(client, objectPath(POOLERS, namespace, name), pooler, {
    instances: deployment?.status?.replicas ?? 0,
    secrets: {
      serverCA: version(cnpgNames.secret(cluster.name, "ca")),
      clientCA: version(cnpgNames.secret(cluster.name, "ca")),
      serverTLS: version(cnpgNames.secret(cluster.name, "server")),
    },
  });
  return DONE;
}

export function poolerObjects(pooler: Pooler): readonly KubeObject[] {
  const { name, namespace } = pooler.metadata;
  const { cluster, instances = 1, template = {}, serviceTemplate = {}, deploymentStrategy, type = "rw" } = pooler.spec;
  const labels = { "cnpg.io/cluster": cluster.name, [LABEL]: name, "cnpg.io/podRole": "pooler" };
  const metadata = { name, namespace, labels, ownerReferences: [ownedBy(pooler)] };
  const container = {
    name: "pgbouncer",
    image: "ghcr.io/cloudnative-pg/pgbouncer",
    securityContext: CONTAINER_SECURITY,
    env: [
      { name: "NAMESPACE", value: namespace },
      { name: "POOLER_NAME", value: name },
      { name: "PGHOST", value: cnpgNames.service(cluster.name, type) },
    ],
    ports: [
      { name: "pgbouncer", containerPort: 5432, protocol: "TCP" },
      { name: "metrics", containerPort: 9127, protocol: "TCP" },
    ],
  };
  const base = {
    serviceAccountName: name,
    securityContext: podSecurity(USER),
    // Without resources of its own, as the operator makes it.
    initContainers: [bootstrapContainer()],
    containers: [container],
    volumes: [{ name: "scratch-data", emptyDir: {} }],
  };
  const port = { name: "pgbouncer", port: 5432, targetPort: "pgbouncer", protocol: "TCP" };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: instances,
        selector: { matchLabels: { [LABEL]: name } },
        ...(deploymentStrategy ? { strategy: deploymentStrategy } : {}),
        template: { metadata: merge(template.metadata ?? {}, { labels }), spec: merge(base, template.spec ?? {}) },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: merge(serviceTemplate.metadata ?? {}, metadata) as KubeObject["metadata"],
      spec: merge({ type: "ClusterIP", ports: [port] }, { ...serviceTemplate.spec, selector: { [LABEL]: name } }),
    },
  ];
}
