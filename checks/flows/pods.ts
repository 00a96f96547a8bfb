/** Which pods there will be, by the labels that policies tell them apart with: of workloads, and of custom resources by their operators. */
import { monitoringPodLabels, RELEASE } from "../../components/monitoring/names";
import { isMap } from "../../core/config/lenient";
import { redact, type Plan } from "../plan";
import { isKubernetesObject } from "../schema/objects";
import type { Labels, PodActor } from "./semantics";

type Fields = Readonly<Record<string, unknown>>;

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Labels };
  readonly spec: Fields;
}

/** One actor for each group of equal pods. Of a chart's pods only those of kube-prometheus-stack are known. */
export function podsOf({ resources }: Plan): readonly PodActor[] {
  const manifests = resources.filter(isKubernetesObject).flatMap(({ props }): readonly Manifest[] => {
    const object = redact(props);
    return isMap(object) && isMap(object["metadata"]) ? [manifest(object)] : [];
  });
  const watchers = resources.filter(({ props }) => props["chart"] === RELEASE);
  return [
    ...manifests.flatMap(pods),
    ...watchers.flatMap(({ props }) =>
      Object.entries(monitoringPodLabels).map(([name, labels]): PodActor => ({
        name,
        namespace: text(redact(props["namespace"] ?? "")),
        labels,
      })),
    ),
  ];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const labelsIn = (value: unknown): Labels =>
  isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, label]) => [key, text(label)])) : {};
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isMap(inner) ? inner[key] : undefined), value);

function manifest(object: Fields): Manifest {
  const metadata = object["metadata"];
  return {
    kind: text(object["kind"]),
    metadata: {
      name: text(at(metadata, "name")),
      namespace: text(at(metadata, "namespace")),
      labels: labelsIn(at(metadata, "labels")),
    },
    spec: isMap(object["spec"]) ? object["spec"] : {},
  };
}

function pods({ kind, metadata, spec }: Manifest): readonly PodActor[] {
  const { name, namespace } = metadata;
  const actor = (what: string, labels: Labels): PodActor => ({ name: what, namespace, labels });
  const template = (...path: readonly string[]): PodActor =>
    actor(name, labelsIn(at(spec, ...path, "template", "metadata", "labels")));
  switch (kind) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
      return [template()];
    case "Job": {
      // A Job's own name may hold a checksum.
      const job = template();
      return [{ ...job, name: job.labels["app.kubernetes.io/name"] ?? name }];
    }
    case "CronJob":
      return [template("jobTemplate", "spec")];
    case "KafkaNodePool": {
      const cluster = metadata.labels["strimzi.io/cluster"] ?? "";
      return [actor(`${cluster}-${name}`, { ...strimzi(cluster, "kafka"), "strimzi.io/pool-name": name })];
    }
    case "Kafka":
      return [
        ...(at(spec, "entityOperator") === undefined
          ? []
          : [actor(`${name}-entity-operator`, strimzi(name, "entity-operator"))]),
        ...(at(spec, "kafkaExporter") === undefined
          ? []
          : [actor(`${name}-kafka-exporter`, strimzi(name, "kafka-exporter"))]),
      ];
    case "Cluster":
      return [
        actor(name, { "cnpg.io/cluster": name, "cnpg.io/podRole": "instance" }),
        actor(`${name}-join`, { "cnpg.io/cluster": name, "cnpg.io/jobRole": "join" }),
      ];
    case "Pooler":
      return [
        actor(name, {
          "cnpg.io/cluster": text(at(spec, "cluster", "name")),
          "cnpg.io/poolerName": name,
          "cnpg.io/podRole": "pooler",
        }),
      ];
    case "FlinkDeployment":
      return ["jobmanager", "taskmanager"].map((component) =>
        actor(`${name} ${component}`, { app: name, component, type: "flink-native-kubernetes" }),
      );
    default:
      return [];
  }
}

const strimzi = (cluster: string, role: string): Labels => ({
  "strimzi.io/cluster": cluster,
  "strimzi.io/kind": "Kafka",
  "strimzi.io/name": `${cluster}-${role}`,
});
