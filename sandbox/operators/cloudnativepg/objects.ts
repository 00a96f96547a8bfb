import type { KubeObject } from "../../kube";
import { merge } from "../kubernetes/merge";
import { cnpgNames, type CnpgCluster, type Selector, type ServiceTemplate } from "./cluster";
import { LABELS, owner } from "./labels";

/** What the operator makes once for a cluster: identity, Services, budgets. */
export function clusterObjects(cluster: CnpgCluster): readonly KubeObject[] {
  return [...identity(cluster), ...services(cluster), ...budgets(cluster)];
}

/** Names of everything of a kind that the specification no longer asks for but may have asked for before. */
export function obsoleteBudgets(cluster: CnpgCluster): readonly string[] {
  const { name } = cluster.metadata;
  const wanted = budgets(cluster).map((budget) => budget.metadata.name);
  return [name, cnpgNames.primaryBudget(name)].filter((budget) => !wanted.includes(budget));
}

/** The pods' own account, by which an instance reads and reports the cluster's state. */
function identity(cluster: CnpgCluster): readonly KubeObject[] {
  const metadata = metadataOf(cluster, cluster.metadata.name);
  const { name, namespace } = cluster.metadata;
  return [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: merge(cluster.spec.serviceAccountTemplate?.metadata ?? {}, metadata) as KubeObject["metadata"],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [
        { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["get", "watch"] },
        {
          apiGroups: ["postgresql.cnpg.io"],
          resources: ["clusters"],
          resourceNames: [name],
          verbs: ["get", "list", "watch"],
        },
        {
          apiGroups: ["postgresql.cnpg.io"],
          resources: ["clusters/status"],
          resourceNames: [name],
          verbs: ["get", "patch", "update", "watch"],
        },
        { apiGroups: ["postgresql.cnpg.io"], resources: ["backups"], verbs: ["list", "get", "delete"] },
        { apiGroups: ["postgresql.cnpg.io"], resources: ["backups/status"], verbs: ["get", "patch", "update"] },
        { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      subjects: [{ kind: "ServiceAccount", name, namespace }],
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    },
  ];
}

const SELECTORS: readonly Selector[] = ["rw", "ro", "r"];
const PORT = { name: "postgres", port: 5432, protocol: "TCP", targetPort: 5432 } as const;

function services(cluster: CnpgCluster): readonly KubeObject[] {
  const { disabledDefaultServices = [], additional = [] } = cluster.spec.managed?.services ?? {};
  const standard = SELECTORS.filter((selector) => !disabledDefaultServices.includes(selector)).map((selector) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(cluster, cnpgNames.service(cluster.metadata.name, selector)),
    spec: { type: "ClusterIP", selector: podsOf(cluster, selector), ports: [PORT] },
  }));
  return [...standard, ...additional.map((template) => additionalService(cluster, template))];
}

function additionalService(cluster: CnpgCluster, { selectorType, serviceTemplate }: ServiceTemplate): KubeObject {
  const { metadata = {}, spec } = serviceTemplate;
  const name = metadata.name ?? `${cluster.metadata.name}-${selectorType}-additional`;
  const base = metadataOf(cluster, name);
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      ...base,
      labels: { ...base.labels, ...metadata.labels, "cnpg.io/isManaged": "true" },
      ...(metadata.annotations ? { annotations: metadata.annotations } : {}),
    },
    spec: { ...spec, selector: podsOf(cluster, selectorType), ports: spec?.ports ?? [PORT] },
  };
}

function podsOf({ metadata }: CnpgCluster, selector: Selector): Readonly<Record<string, string>> {
  const cluster = { [LABELS.cluster]: metadata.name };
  switch (selector) {
    case "rw":
      return { ...cluster, [LABELS.instanceRole]: "primary" };
    case "ro":
      return { ...cluster, [LABELS.instanceRole]: "replica" };
    case "r":
      return { ...cluster, [LABELS.podRole]: "instance" };
    default:
      return selector satisfies never;
  }
}

/** The primary is never evicted; of three instances or more, one replica at a time is. */
function budgets(cluster: CnpgCluster): readonly KubeObject[] {
  const { spec, metadata } = cluster;
  if (spec.enablePDB === false) return [];
  const budget = (name: string, role: "primary" | "replica", minAvailable: number): KubeObject => ({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: metadataOf(cluster, name),
    spec: { minAvailable, selector: { matchLabels: { [LABELS.cluster]: metadata.name, [LABELS.instanceRole]: role } } },
  });
  return [
    budget(cnpgNames.primaryBudget(metadata.name), "primary", 1),
    ...(spec.instances >= 3 ? [budget(metadata.name, "replica", spec.instances - 2)] : []),
  ];
}

export function metadataOf(cluster: CnpgCluster, name: string) {
  const { inheritedMetadata } = cluster.spec;
  return {
    name,
    namespace: cluster.metadata.namespace,
    labels: { ...inheritedMetadata?.labels, [LABELS.cluster]: cluster.metadata.name },
    ...(inheritedMetadata?.annotations ? { annotations: inheritedMetadata.annotations } : {}),
    ...owner(cluster),
  };
}
