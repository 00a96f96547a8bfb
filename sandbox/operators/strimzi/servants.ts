import type { KubeObject } from "../../kube";
import { given } from "../kubernetes/merge";
import { metadataOf, OPERATOR_IMAGE, podFields } from "./pods";
import { STRIMZI, strimziNames, type Kafka } from "./resources";
import type { ComponentSpec, ContainerTemplate, PodTemplate } from "./templates";

/** Deployments that need running brokers; they come last. */
export function servants(kafka: Kafka): readonly KubeObject[] {
  const { name } = kafka.metadata;
  const { entityOperator, kafkaExporter, cruiseControl } = kafka.spec;
  const operators = [
    ...(entityOperator?.topicOperator
      ? [container("topic-operator", entityOperator.topicOperator, entityOperator.template?.topicOperatorContainer)]
      : []),
    ...(entityOperator?.userOperator
      ? [container("user-operator", entityOperator.userOperator, entityOperator.template?.userOperatorContainer)]
      : []),
  ];
  return [
    ...(operators.length > 0
      ? deployment(
          kafka,
          strimziNames.entityOperator(name),
          "entity-operator",
          operators,
          entityOperator?.template?.pod,
        )
      : []),
    ...(kafkaExporter
      ? deployment(
          kafka,
          strimziNames.exporter(name),
          "kafka-exporter",
          [exporterContainer(strimziNames.exporter(name), kafkaExporter)],
          kafkaExporter.template?.pod,
        )
      : []),
    ...(cruiseControl
      ? deployment(
          kafka,
          strimziNames.cruiseControl(name),
          "cruise-control",
          [container("cruise-control", cruiseControl, cruiseControl.template?.cruiseControlContainer)],
          cruiseControl.template?.pod,
        )
      : []),
  ];
}

/** Deployments of these names are removed where the specification doesn't ask for them any more. */
export function obsoleteServants(kafka: Kafka): readonly string[] {
  const { name } = kafka.metadata;
  const wanted = servants(kafka).map((object) => object.metadata.name);
  return [strimziNames.entityOperator(name), strimziNames.exporter(name), strimziNames.cruiseControl(name)].filter(
    (n) => !wanted.includes(n),
  );
}

const container = (name: string, { image, resources }: ComponentSpec, template: ContainerTemplate = {}): object => ({
  name,
  image: image ?? OPERATOR_IMAGE,
  ...given({ resources, ...template }),
});

const exporterContainer = (name: string, exporter: NonNullable<Kafka["spec"]["kafkaExporter"]>): object => ({
  ...container(name, exporter, exporter.template?.container),
  ports: [{ name: "tcp-prometheus", containerPort: 9404, protocol: "TCP" }],
});

function deployment(
  kafka: Kafka,
  name: string,
  component: string,
  containers: readonly object[],
  template: PodTemplate = {},
): readonly KubeObject[] {
  const metadata = metadataOf(kafka, name, component);
  const selector = { [STRIMZI.cluster]: kafka.metadata.name, [STRIMZI.kind]: "Kafka", [STRIMZI.name]: name };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: selector },
        template: {
          metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...metadata.labels, ...selector } },
          spec: { ...podFields(template), serviceAccountName: name, containers },
        },
      },
    },
  ];
}
