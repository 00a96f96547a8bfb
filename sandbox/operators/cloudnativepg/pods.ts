import { createHash } from "node:crypto";
import type { KubeObject } from "../../kube";
import { given } from "../kubernetes/merge";
import { REAL_POD_LABEL } from "../../control-plane/stages";
import { affinity } from "./affinity";
import { cnpgNames, type CnpgCluster } from "./cluster";
import { LABELS, owner, SERIAL } from "./labels";
import { bootstrapContainer, CONTAINER_SECURITY, podSecurity } from "./security";

/** The pod of an instance, as the operator makes it. */

export type InstanceRole = "primary" | "replica";

/** Hash of the pod's specification: another one means that the pod is to be made anew. */
export const SPEC_HASH = "streaming.sandbox/pod-spec-hash";

const DEFAULT_IMAGE = "ghcr.io/cloudnative-pg/postgresql:18";
const DEFAULT_STOP_DELAY = 1800;
const POSTGRES_ID = 26;

export const imageOf = ({ spec }: CnpgCluster): string => spec.imageName ?? DEFAULT_IMAGE;

/** `sidecars` run as long as the instance. */
export function instancePod(
  cluster: CnpgCluster,
  serial: number,
  role: InstanceRole,
  sidecars: readonly object[] = [],
): KubeObject {
  const { name: clusterName, namespace } = cluster.metadata;
  const { inheritedMetadata } = cluster.spec;
  const name = cnpgNames.instance(clusterName, serial);
  const spec = podSpec(cluster, name, sidecars);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace,
      labels: {
        ...inheritedMetadata?.labels,
        [LABELS.cluster]: clusterName,
        [LABELS.instanceName]: name,
        [LABELS.podRole]: "instance",
        ...roleLabels(role),
        [REAL_POD_LABEL]: "postgres",
      },
      annotations: {
        ...inheritedMetadata?.annotations,
        [SERIAL]: String(serial),
        [SPEC_HASH]: createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 16),
      },
      ...owner(cluster),
    },
    spec,
  };
}

export function roleLabels(role: InstanceRole): Readonly<Record<string, string>> {
  return { [LABELS.instanceRole]: role, [LABELS.role]: role };
}

function podSpec(cluster: CnpgCluster, name: string, sidecars: readonly object[]): Record<string, unknown> {
  const { spec, metadata } = cluster;
  return {
    hostname: name,
    serviceAccountName: metadata.name,
    terminationGracePeriodSeconds: spec.stopDelay ?? DEFAULT_STOP_DELAY,
    securityContext: podSecurity({
      user: spec.postgresUID ?? POSTGRES_ID,
      group: spec.postgresGID ?? POSTGRES_ID,
    }),
    ...given({
      priorityClassName: spec.priorityClassName,
      schedulerName: spec.schedulerName,
      topologySpreadConstraints: spec.topologySpreadConstraints,
      nodeSelector: spec.affinity?.nodeSelector,
      tolerations: spec.affinity?.tolerations,
      affinity: affinity(cluster),
    }),
    initContainers: [bootstrapContainer(spec.resources), ...sidecars],
    containers: [postgresContainer(cluster, name)],
    volumes: [
      { name: "pgdata", persistentVolumeClaim: { claimName: name } },
      ...(spec.walStorage ? [{ name: "pg-wal", persistentVolumeClaim: { claimName: cnpgNames.walClaim(name) } }] : []),
      { name: "scratch-data", emptyDir: {} },
      { name: "shm", emptyDir: { medium: "Memory" } },
    ],
  };
}

function postgresContainer(cluster: CnpgCluster, name: string): Record<string, unknown> {
  const { spec, metadata } = cluster;
  const port = (portName: string, containerPort: number) => ({ name: portName, containerPort, protocol: "TCP" });
  return {
    name: "postgres",
    image: imageOf(cluster),
    command: ["/controller/manager", "instance", "run", "--status-port-tls"],
    env: [
      { name: "PGDATA", value: "/var/lib/postgresql/data/pgdata" },
      { name: "POD_NAME", value: name },
      { name: "NAMESPACE", value: metadata.namespace },
      { name: "CLUSTER_NAME", value: metadata.name },
      { name: "PGPORT", value: "5432" },
      { name: "PGHOST", value: "/controller/run" },
      ...(spec.env ?? []),
    ],
    ports: [port("postgresql", 5432), port("metrics", 9187), port("status", 8000)],
    securityContext: CONTAINER_SECURITY,
    ...given({ resources: spec.resources }),
    volumeMounts: [
      { name: "pgdata", mountPath: "/var/lib/postgresql/data" },
      ...(spec.walStorage ? [{ name: "pg-wal", mountPath: "/var/lib/postgresql/wal" }] : []),
      { name: "scratch-data", mountPath: "/run" },
      { name: "scratch-data", mountPath: "/controller" },
      { name: "shm", mountPath: "/dev/shm" },
    ],
  };
}
