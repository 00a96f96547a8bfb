import { createHash } from "node:crypto";
import { REAL_POD_LABEL } from "../../control-plane/stages";
import type { KubeObject } from "../../kube";
import { given } from "../kubernetes/merge";
import { ownedBy, type Live } from "../kubernetes/objects";
import { isBroker, type Node } from "./nodes";
import { STRIMZI, strimziNames, type Kafka } from "./resources";
import type { ContainerTemplate, PodTemplate, Templates } from "./templates";
import { dataVolumes } from "./volumes";

/** Pods of Kafka nodes, as the cluster operator makes them. */

export const CONTAINER = "kafka";
/** Hash of the pod and of the broker's configuration: another one means that the pod is to be made anew. */
export const REVISION = "strimzi.io/revision";

const DEFAULT_IMAGE = "quay.io/strimzi/kafka";
export const OPERATOR_IMAGE = "quay.io/strimzi/operator";
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
  const { listeners, config, authorization, version, jvmOptions, metricsConfig } = kafka.spec.kafka;
  const jvm = node.pool.spec.jvmOptions ?? jvmOptions;
  const revision = createHash("sha256")
    .update(JSON.stringify([spec, listeners, config, authorization, version, jvm, metricsConfig]))
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
export function templatesOf(kafka: Kafka, { pool }: Node): { readonly template: Templates } {
  return { template: { ...kafka.spec.kafka.template, ...pool.spec.template } };
}

function podSpec(kafka: Kafka, node: Node): Record<string, unknown> {
  const { template } = templatesOf(kafka, node);
  const pod = podFields(template.pod);
  const { rack, image = DEFAULT_IMAGE, metricsConfig } = kafka.spec.kafka;
  const { resources } = node.pool.spec;
  const volumes = dataVolumes(node);
  return {
    hostname: node.pod,
    subdomain: strimziNames.brokers(kafka.metadata.name),
    serviceAccountName: strimziNames.kafka(kafka.metadata.name),
    terminationGracePeriodSeconds: GRACE_SECONDS,
    ...pod,
    ...(rack ? { affinity: withRack(pod.affinity, rack.topologyKey) } : {}),
    ...(needsInit(kafka, node) ? { initContainers: [initContainer(kafka, node, template.initContainer)] } : {}),
    containers: [
      {
        name: CONTAINER,
        image,
        command: ["/opt/kafka/kafka_run.sh"],
        env: template.kafkaContainer?.env ?? [],
        ports: [
          { name: "tcp-ctrlplane", containerPort: 9090, protocol: "TCP" },
          { name: "tcp-replication", containerPort: 9091, protocol: "TCP" },
          ...(metricsConfig ? [{ name: "tcp-prometheus", containerPort: 9404, protocol: "TCP" }] : []),
          ...kafka.spec.kafka.listeners.map(({ name, port }) => ({
            name: portName(name),
            containerPort: port,
            protocol: "TCP",
          })),
        ],
        ...given({ resources, securityContext: template.kafkaContainer?.securityContext }),
        volumeMounts: [
          ...volumes.map(({ name, mountPath }) => ({ name, mountPath })),
          ...(template.kafkaContainer?.volumeMounts ?? []),
        ],
      },
    ],
    volumes: [
      ...volumes.map(({ name, claim }) =>
        claim === undefined ? { name, emptyDir: {} } : { name, persistentVolumeClaim: { claimName: claim } },
      ),
      ...(template.pod?.volumes ?? []),
    ],
  };
}

/** What a template says of the pod's specification. */
export const podFields = (template: PodTemplate = {}): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(template).filter(([field]) => !NOT_OF_THE_POD.includes(field)));

const NOT_OF_THE_POD: readonly string[] = ["metadata", "tmpDirSizeLimit"];

/** Fifteen characters are all that a port's name may have. */
export const portName = (listener: string): string => `tcp-${listener}`.slice(0, 15);

/** Asks the API server for the zone or the address of the broker's node, before the broker starts [Strimzi KafkaCluster.createInitContainer]. */
const needsInit = ({ spec }: Kafka, node: Node): boolean =>
  isBroker(node) && (spec.kafka.rack !== undefined || spec.kafka.listeners.some(({ type }) => type === "nodeport"));

function initContainer({ spec }: Kafka, { pool }: Node, template: ContainerTemplate = {}): object {
  return {
    name: "kafka-init",
    image: spec.kafka.brokerRackInitImage ?? OPERATOR_IMAGE,
    command: ["/opt/strimzi/bin/kafka_init_run.sh"],
    ...given({ resources: pool.spec.resources, ...template }),
  };
}

/** A node must be in a known rack. */
function withRack(affinity: unknown, topologyKey: string): object {
  const term = { matchExpressions: [{ key: topologyKey, operator: "Exists" }] };
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
  return { nodeAffinity, ...(affinity as object | undefined) };
}
