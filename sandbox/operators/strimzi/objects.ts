import type { KubeObject } from "../../kube";
import { isBroker, type Node } from "./nodes";
import { kafkaSelector, metadataOf, portName } from "./pods";
import { STRIMZI, strimziNames, type Kafka, type Listener } from "./resources";

/** What the cluster operator makes beside the nodes: identity, Services and budget. */

export function clusterObjects(kafka: Kafka, nodes: readonly Node[]): readonly KubeObject[] {
  const { name } = kafka.metadata;
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: metadataOf(kafka, strimziNames.kafka(name), "kafka") },
    bootstrapService(kafka),
    brokersService(kafka),
    ...kafka.spec.kafka.listeners
      .filter(isExternal)
      .flatMap((listener) => externalServices(kafka, listener, nodes.filter(isBroker))),
    budget(kafka, nodes.length),
  ];
}

const isExternal = ({ type }: Listener): boolean =>
  type === "nodeport" || type === "loadbalancer" || type === "cluster-ip";

const portOf = ({ name, port }: Listener) => ({ name: portName(name), port, targetPort: port, protocol: "TCP" });
const PRIVATE_PORTS = [
  { name: "tcp-ctrlplane", port: 9090, targetPort: 9090, protocol: "TCP" },
  { name: "tcp-replication", port: 9091, targetPort: 9091, protocol: "TCP" },
] as const;

function bootstrapService(kafka: Kafka): KubeObject {
  const listeners = kafka.spec.kafka.listeners.filter(({ type }) => type === "internal");
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(kafka, strimziNames.bootstrap(kafka.metadata.name), "kafka"),
    spec: { type: "ClusterIP", selector: brokerSelector(kafka), ports: [PRIVATE_PORTS[1], ...listeners.map(portOf)] },
  };
}

/** Gives every node a name of its own. */
function brokersService(kafka: Kafka): KubeObject {
  const listeners = kafka.spec.kafka.listeners.filter(({ type }) => type === "internal");
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(kafka, strimziNames.brokers(kafka.metadata.name), "kafka"),
    spec: {
      type: "ClusterIP",
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: kafkaSelector(kafka),
      ports: [...PRIVATE_PORTS, ...listeners.map(portOf)],
    },
  };
}

const SERVICE_TYPES: Partial<Record<Listener["type"], string>> = {
  nodeport: "NodePort",
  loadbalancer: "LoadBalancer",
  "cluster-ip": "ClusterIP",
};

/** One for the first contact and one for each broker, as clients must reach every one of them. */
function externalServices(kafka: Kafka, listener: Listener, brokers: readonly Node[]): readonly KubeObject[] {
  const { name } = kafka.metadata;
  const { bootstrap, brokers: wanted = [] } = listener.configuration ?? {};
  const service = (serviceName: string, selector: object, nodePort: number | undefined): KubeObject => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(kafka, serviceName, "kafka"),
    spec: {
      type: SERVICE_TYPES[listener.type],
      selector,
      ports: [{ ...portOf(listener), ...(nodePort === undefined ? {} : { nodePort }) }],
    },
  });
  return [
    service(strimziNames.externalBootstrap(name, listener.name), brokerSelector(kafka), bootstrap?.nodePort),
    ...brokers.map(({ id, pod, pool }) =>
      service(
        strimziNames.externalBroker(name, pool.metadata.name, listener.name, id),
        { ...brokerSelector(kafka), "statefulset.kubernetes.io/pod-name": pod },
        wanted.find(({ broker }) => broker === id)?.nodePort,
      ),
    ),
  ];
}

const brokerSelector = (kafka: Kafka): Readonly<Record<string, string>> => ({
  ...kafkaSelector(kafka),
  [STRIMZI.brokerRole]: "true",
});

/** For pods without a scalable owner a budget must say how many stay, not how many may go. */
function budget(kafka: Kafka, nodes: number): KubeObject {
  const { maxUnavailable = 1 } = kafka.spec.kafka.template?.podDisruptionBudget ?? {};
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: metadataOf(kafka, strimziNames.kafka(kafka.metadata.name), "kafka"),
    spec: { minAvailable: Math.max(0, nodes - maxUnavailable), selector: { matchLabels: kafkaSelector(kafka) } },
  };
}
