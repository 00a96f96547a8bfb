import { createHash } from "node:crypto";
import { REAL_POD_LABEL } from "../../control-plane/stages";
import type { KubeObject } from "../../kube";
import { ownedBy, type Live } from "../kubernetes/objects";
import { isBroker, type Node } from "./nodes";
import { STRIMZI, strimziNames, type Kafka, type PodTemplate, type StorageSpec, type Templates } from "./resources";

/** Pods and claims of Kafka nodes, as the cluster operator makes them. */

export const CONTAINER = "kafka";
/** Hash of the pod and of the broker's configuration: another one means that the pod is to be made anew. */
export const REVISION = "strimzi.io/revision";

const DEFAULT_IMAGE = "quay.io/strimzi/kafka";
const DATA_DIR = "/var/lib/kafka";
const GRACE_SECONDS = 30;

/** Labels of everything that is made for a cluster. */
export function labelsOf(kafka: Kafka, component: string): Readonly<Record<string, string>> {
  const { name } = kafka.metadata;
  return {
    "app.kubernetes.io/name": component,
    "app.kubernetes.io/instance": name,
    "app.kubernetes.io/managed-by": "strimzi-cluster-operator",
    "app.kubernetes.io/part-of": `strimzi-${name}`,
    [STRIMZI.cluster]: name,
    [STRIMZI.kind]: "Kafka",
    [STRIMZI.component]: component,
  };
}

export function metadataOf(kafka: Kafka, name: string, component: string, owner: Live = kafka) {
  return {
    name,
    namespace: kafka.metadata.namespace,
    labels: labelsOf(kafka, component),
    ownerReferences: [ownedBy(owner)],
  };
}

/** By which Services and budgets find the nodes' pods. */
export function kafkaSelector({ metadata }: Kafka): Readonly<Record<string, string>> {
  return {
    [STRIMZI.cluster]: metadata.name,
    [STRIMZI.kind]: "Kafka",
    [STRIMZI.name]: strimziNames.kafka(metadata.name),
  };
}

export function nodePod(kafka: Kafka, node: Node): KubeObject {
  const { template } = templatesOf(kafka, node);
  const base = metadataOf(kafka, node.pod, "kafka");
  const spec = podSpec(kafka, node);
  const { listeners, config, authorization, version } = kafka.spec.kafka;
  const revision = createHash("sha256")
    .update(JSON.stringify([spec, listeners, config, authorization, version]))
    .digest("hex");
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...base,
      labels: {
        ...template.pod?.metadata?.labels,
        ...base.labels,
        ...kafkaSelector(kafka),
        [STRIMZI.pool]: node.pool.metadata.name,
        [STRIMZI.podName]: node.pod,
        "statefulset.kubernetes.io/pod-name": node.pod,
        [STRIMZI.brokerRole]: String(isBroker(node)),
        [STRIMZI.controllerRole]: String(node.roles.includes("controller")),
        ...(isBroker(node) ? { [REAL_POD_LABEL]: "kafka" } : {}),
      },
      annotations: { ...template.pod?.metadata?.annotations, [REVISION]: revision.slice(0, 16) },
    },
    spec,
  };
}

/** The pool's templates win over the cluster's. */
function templatesOf(kafka: Kafka, { pool }: Node): { readonly template: Templates } {
  return { template: { ...kafka.spec.kafka.template, ...pool.spec.template } };
}

function podSpec(kafka: Kafka, node: Node): Record<string, unknown> {
  const { template } = templatesOf(kafka, node);
  const pod = podFields(template.pod);
  const { rack, image = DEFAULT_IMAGE } = kafka.spec.kafka;
  const volumes = dataVolumes(node);
  return {
    hostname: node.pod,
    subdomain: strimziNames.brokers(kafka.metadata.name),
    serviceAccountName: strimziNames.kafka(kafka.metadata.name),
    terminationGracePeriodSeconds: GRACE_SECONDS,
    ...pod,
    ...(rack ? { affinity: withRack(pod.affinity, rack.topologyKey), initContainers: [rackInit(image)] } : {}),
    containers: [
      {
        name: CONTAINER,
        image,
        command: ["/opt/kafka/kafka_run.sh"],
        env: template.kafkaContainer?.env ?? [],
        ports: [
          { name: "tcp-ctrlplane", containerPort: 9090, protocol: "TCP" },
          { name: "tcp-replication", containerPort: 9091, protocol: "TCP" },
          ...kafka.spec.kafka.listeners.map(({ name, port }) => ({
            name: portName(name),
            containerPort: port,
            protocol: "TCP",
          })),
        ],
        ...(node.pool.spec.resources ? { resources: node.pool.spec.resources } : {}),
        ...(template.kafkaContainer?.securityContext
          ? { securityContext: template.kafkaContainer.securityContext }
          : {}),
        volumeMounts: volumes.map(({ name, mountPath }) => ({ name, mountPath })),
      },
    ],
    volumes: volumes.map(({ name, claim }) =>
      claim === undefined ? { name, emptyDir: {} } : { name, persistentVolumeClaim: { claimName: claim } },
    ),
  };
}

/** What a template says of the pod's specification. */
export const podFields = (template: PodTemplate = {}): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(template).filter(([field]) => field !== "metadata"));

/** Fifteen characters are all that a port's name may have. */
export const portName = (listener: string): string => `tcp-${listener}`.slice(0, 15);

function rackInit(image: string): object {
  return { name: "kafka-init", image, command: ["/opt/strimzi/bin/kafka_init_run.sh"] };
}

/** A node must be in a known rack. */
function withRack(affinity: unknown, topologyKey: string): object {
  const term = { matchExpressions: [{ key: topologyKey, operator: "Exists" }] };
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
  return { nodeAffinity, ...(affinity as object | undefined) };
}

interface DataVolume {
  readonly name: string;
  readonly mountPath: string;
  /** Undefined where the data lies in the pod. */
  readonly claim: string | undefined;
  readonly storage: StorageSpec;
}

/** A node's volumes: one `data`, or with JBOD `data-0`, `data-1` and so on. */
export function dataVolumes({ pod, pool }: Node): readonly DataVolume[] {
  const { storage } = pool.spec;
  const volume = (name: string, spec: StorageSpec): DataVolume => ({
    name,
    mountPath: `${DATA_DIR}/${name}`,
    claim: spec.type === "ephemeral" ? undefined : `${name}-${pod}`,
    storage: spec,
  });
  if (storage.type !== "jbod") return [volume("data", storage)];
  return (storage.volumes ?? []).map((spec) => volume(`data-${spec.id ?? 0}`, spec));
}

/** Claims outlive cluster and pool, unless the storage says that they go with it. */
export function nodeClaims(kafka: Kafka, node: Node): readonly KubeObject[] {
  const { template } = templatesOf(kafka, node);
  return dataVolumes(node).flatMap(({ claim, storage }) => {
    if (claim === undefined) return [];
    const { ownerReferences, ...metadata } = metadataOf(kafka, claim, "kafka", node.pool);
    return [
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: {
          ...metadata,
          labels: {
            ...template.persistentVolumeClaim?.metadata?.labels,
            ...metadata.labels,
            [STRIMZI.pool]: node.pool.metadata.name,
          },
          ...(storage.deleteClaim === true ? { ownerReferences } : {}),
        },
        spec: {
          accessModes: ["ReadWriteOnce"],
          ...(storage.class === undefined ? {} : { storageClassName: storage.class }),
          resources: { requests: { storage: storage.size ?? "1Gi" } },
        },
      },
    ];
  });
}
