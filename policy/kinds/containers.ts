/** Every container that a resource describes, wherever it stands in it. */
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { podTemplate } from "../pods/workloads";
import { DEPLOYMENT } from "./flink";
import { CLUSTER, POOLER } from "./postgres";

export interface Container {
  readonly at: Field;
  readonly name: string;
  /** Joined to a running pod by somebody who looks for a fault: it can ask for no resources. */
  readonly isEphemeral: boolean;
}

/** A pod, or what an operator merges into one. */
export interface PodPart {
  /** Where the pod's `securityContext`, `hostNetwork` and volumes are. */
  readonly spec: Field;
  readonly containers: readonly Container[];
  /** What it doesn't say, the operator does. */
  readonly isOperated: boolean;
}

export function podParts(item: Item): readonly PodPart[] {
  const own = podTemplate(item);
  if (own !== undefined) {
    const spec = own.at("spec");
    return [{ spec, containers: containersOf(spec), isOperated: false }];
  }
  return operatedParts(item);
}

const STRIMZI = /^kafka\.strimzi\.io\/(Kafka|KafkaNodePool|KafkaConnect|KafkaBridge|KafkaMirrorMaker2)$/;
const PROMETHEUS = /^monitoring\.coreos\.com\/(Prometheus|PrometheusAgent|Alertmanager|ThanosRuler)$/;

/** Templates of the Flink operator and of poolers are whole pods; so is the specification of Prometheus and its like. */
function operatedParts(item: Item): readonly PodPart[] {
  const whole = (spec: Field): readonly PodPart[] =>
    spec.isSet ? [{ spec, containers: containersOf(spec), isOperated: true }] : [];
  const { spec } = item;
  if (item.kind === POOLER) return whole(spec.at("template", "spec"));
  if (item.kind === DEPLOYMENT)
    return [["podTemplate"], ["jobManager", "podTemplate"], ["taskManager", "podTemplate"]].flatMap((keys) =>
      whole(spec.at(...keys, "spec")),
    );
  if (item.kind === CLUSTER)
    return [{ spec, containers: [{ at: spec, name: "postgres", isEphemeral: false }], isOperated: true }];
  if (PROMETHEUS.test(item.kind)) return whole(spec);
  return STRIMZI.test(item.kind) ? STRIMZI_PARTS.map((keys) => strimziPart(spec.at(...keys, "template"))) : [];
}

const STRIMZI_PARTS: readonly (readonly string[])[] = [
  [],
  ["kafka"],
  ["entityOperator"],
  ["kafkaExporter"],
  ["cruiseControl"],
];

/** `template.pod` for the pod, `template.kafkaContainer` and the like for each container [Strimzi docs, Customizing Kubernetes resources]. */
const strimziPart = (template: Field): PodPart => ({
  spec: template.at("pod"),
  containers: template.entries
    .filter(([key]) => /container$/i.test(key))
    .map(([key, at]) => ({ at, name: key.replace(/Container$/, ""), isEphemeral: false })),
  isOperated: true,
});

const EPHEMERAL = "ephemeralContainers";

const containersOf = (spec: Field): readonly Container[] =>
  ["containers", "initContainers", EPHEMERAL].flatMap((key) =>
    spec.at(key).list.map((at) => ({ at, name: at.at("name").text ?? "", isEphemeral: key === EPHEMERAL })),
  );
