/** Flows of a Kafka cluster that Strimzi runs. */
import { apiServerFlow, tcp, type Flow, type Pods } from "../../namespace/flows";

/** [Strimzi docs, NetworkPolicy of the Kafka cluster.] */
const PORTS = { control: 9090, replication: 9091, agent: 8443 } as const;
const CLUSTER_OPERATOR: Pods = { namespace: "strimzi-system", pods: { "strimzi.io/kind": "cluster-operator" } };

const named = (namespace: string, cluster: string, role: string): Pods => ({
  namespace,
  pods: { "strimzi.io/cluster": cluster, "strimzi.io/name": `${cluster}-${role}` },
});

/** Those that clients speak to: the nodes of one pool. */
export const strimziBrokers = (namespace: string, cluster: string, pool: string): Pods => ({
  namespace,
  pods: { "strimzi.io/cluster": cluster, "strimzi.io/kind": "Kafka", "strimzi.io/pool-name": pool },
});
/** Brokers and controllers alike. */
const strimziNodes = (namespace: string, cluster: string): Pods => named(namespace, cluster, "kafka");
const entityOperatorPods = (namespace: string, cluster: string): Pods => named(namespace, cluster, "entity-operator");
const exporterPods = (namespace: string, cluster: string): Pods => named(namespace, cluster, "kafka-exporter");

export function strimziFlows(namespace: string, cluster: string): readonly Flow[] {
  const nodes = strimziNodes(namespace, cluster);
  const entityOperator = entityOperatorPods(namespace, cluster);
  return [
    {
      name: "kafka-nodes",
      from: nodes,
      to: nodes,
      ports: tcp(PORTS.control, PORTS.replication),
      why: "brokers copy from each other and follow the controllers",
    },
    {
      name: "kafka-cluster-operator",
      from: CLUSTER_OPERATOR,
      to: nodes,
      ports: tcp(PORTS.control, PORTS.replication, PORTS.agent),
      why: "the operator restarts a node only when no partition would be short of copies",
    },
    {
      name: "kafka-entity-operator",
      from: entityOperator,
      to: nodes,
      ports: tcp(PORTS.replication),
      why: "topics, users and access rules are made through the brokers' own port",
    },
    {
      name: "kafka-exporter",
      from: exporterPods(namespace, cluster),
      to: nodes,
      ports: tcp(PORTS.replication),
      why: "the exporter asks the brokers for the groups' lag",
    },
    apiServerFlow("kafka-nodes-api", nodes, "the init container asks for its node's zone"),
    apiServerFlow("entity-operator-api", entityOperator, "the topic and user operators watch their objects"),
  ];
}
