import type { Kafka } from "../../../schemas/types/Kafka";
import { formatCpu, formatSize } from "../../../core/units";
import { SUPERUSER } from "../names";
import type { KafkaDeployment } from "./deployment";
import { authorization, listeners } from "./listeners";
import { METRICS_KEY, strimziNames } from "./names";
import { ENTITY_OPERATOR, EXPORTER, type ServantSize } from "./servants";
import { entityOperatorTemplate, exporterTemplate } from "./templates";

/** Labels of what belongs to the cluster and isn't made by the operator. */
export const clusterMeta = (plan: KafkaDeployment, name: string) => ({
  name,
  namespace: plan.namespace,
  labels: {
    "app.kubernetes.io/name": "kafka",
    "app.kubernetes.io/instance": plan.cluster,
    "app.kubernetes.io/part-of": plan.partOf,
  },
});

/** The cluster. Cruise Control stays off: a new broker takes new partitions, and existing ones are moved by hand. */
export function kafka(plan: KafkaDeployment, annotations: Readonly<Record<string, string>>): Kafka {
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "Kafka",
    metadata: { ...clusterMeta(plan, plan.cluster), annotations: { ...annotations } },
    spec: {
      kafka: {
        version: plan.version,
        listeners: listeners(plan),
        ...authorization(plan),
        config: brokerConfig(plan),
        ...(plan.rackAware ? { rack: { topologyKey: "topology.kubernetes.io/zone" } } : {}),
        metricsConfig: {
          type: "jmxPrometheusExporter",
          valueFrom: { configMapKeyRef: { name: strimziNames.metrics(plan.cluster), key: METRICS_KEY } },
        },
        // Of a single broker the budget must not stop the drain of its node.
        template: { podDisruptionBudget: { maxUnavailable: 1 } },
      },
      ...(plan.entityOperator
        ? {
            entityOperator: {
              topicOperator: { resources: resources(ENTITY_OPERATOR.topic) },
              userOperator: { resources: resources(ENTITY_OPERATOR.user) },
              template: entityOperatorTemplate(plan.managedBy === "pulumi" ? `^(?!${SUPERUSER}$).*` : undefined),
            },
          }
        : {}),
      ...(plan.exporter
        ? {
            kafkaExporter: {
              topicRegex: ".*",
              groupRegex: ".*",
              resources: resources(EXPORTER),
              template: exporterTemplate,
            },
          }
        : {}),
    },
  };
}

/** What Kafka's own topics and topics without settings of their own get. Nobody's typing mistake makes a topic. */
function brokerConfig({ replication, minInSync, segmentBytes, rackAwareFetch }: KafkaDeployment) {
  return {
    "auto.create.topics.enable": false,
    "default.replication.factor": replication,
    "min.insync.replicas": minInSync,
    "offsets.topic.replication.factor": replication,
    "transaction.state.log.replication.factor": replication,
    "transaction.state.log.min.isr": minInSync,
    "share.coordinator.state.topic.replication.factor": replication,
    "share.coordinator.state.topic.min.isr": minInSync,
    "log.segment.bytes": segmentBytes,
    ...(rackAwareFetch ? { "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector" } : {}),
  };
}

const resources = ({ cpu, cpuLimit, memory }: ServantSize) => ({
  requests: { cpu: formatCpu(cpu), memory: formatSize(memory) },
  limits: { cpu: formatCpu(cpuLimit), memory: formatSize(memory) },
});
