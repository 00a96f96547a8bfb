/** Pods that operators make from custom resources; none of them is a resource of the stack. */
import { MOST_COPIES } from "../framework/field";
import type { Item } from "../framework/resource";
import { ownEntry } from "../framework/value";
import { DEPLOYMENT, clusterOf, processMemory, taskManagersOf } from "../kinds/flink";
import { CLUSTER, POOLER } from "../kinds/postgres";
import { REDPANDA, redpandaChart } from "../kinds/redpanda";
import type { Scene } from "../framework/scene";
import { type Asked, askedBy, together } from "./containers";
import { type PodGroup, claim, plainGroup } from "./group";
import { limitRanges } from "./limit-range";
import { poolerGroup, postgresGroup } from "./postgres";
import { millicoresOf } from "./quantity";
import { apartOf } from "./spread";

/** JobManagers and TaskManagers; one core where nobody says [Flink docs, `kubernetes.jobmanager.cpu.amount`]. */
export function flinkGroups(item: Item): readonly PodGroup[] {
  const { settings } = clusterOf(item);
  const part = (who: "jobManager" | "taskManager", name: string, count: number): PodGroup => {
    const common = settings.get(`kubernetes.${name}.cpu.amount`, `kubernetes.${name}.cpu`);
    const cpu = millicoresOf(item.spec.at(who, "resource", "cpu")) ?? (common && millicoresOf(common)) ?? 1_000;
    const memory = processMemory(item, settings, who)?.bytes;
    const asked = { cpu, ...(memory === undefined ? {} : { memory }) };
    const own = item.spec.at(who, "podTemplate", "spec");
    return {
      ...plainGroup(item, `${item.name}-${name}`, count),
      size: together([{ requests: asked, limits: asked }]),
      apart: apartOf(own.isSet ? own : item.spec.at("podTemplate", "spec"), undefined),
    };
  };
  return [
    part("jobManager", "jobmanager", item.spec.at("jobManager", "replicas").count ?? 1),
    part("taskManager", "taskmanager", taskManagersOf(item, settings)),
  ].filter(({ count }) => count > 0);
}

/** Pods in each copy of a resource whose operator makes `replicas` equal ones from `spec.resources`. */
const PLAIN: Readonly<Record<string, (item: Item) => number>> = {
  "kafka.strimzi.io/KafkaConnect": () => 1,
  "kafka.strimzi.io/KafkaBridge": () => 1,
  "kafka.strimzi.io/KafkaMirrorMaker2": () => 1,
  "monitoring.coreos.com/Prometheus": (item) => item.spec.at("shards").count ?? 1,
  "monitoring.coreos.com/Alertmanager": () => 1,
};

function plainOperatorGroup(item: Item, defaults: Asked): PodGroup {
  const { spec } = item;
  const shards = ownEntry(PLAIN, item.kind)?.(item) ?? 1;
  const count = Math.min(MOST_COPIES, (spec.at("replicas").count ?? 1) * shards);
  const template = spec.at("storage", "volumeClaimTemplate", "spec");
  const isStrimzi = item.kind.startsWith("kafka.strimzi.io/");
  return {
    ...plainGroup(item, item.name, count),
    size: together([askedBy(spec.at("resources"), defaults)]),
    apart: apartOf(isStrimzi ? spec.at("template", "pod") : spec, undefined),
    claims: template.isSet
      ? [claim("data", template.at("resources", "requests", "storage"), template.at("storageClassName"))]
      : [],
  };
}

/** Brokers of Redpanda's operator, on volumes of their own; its chart keeps them apart by a hard rule unless it is told otherwise. */
function redpandaGroup(item: Item, defaults: Asked): PodGroup {
  const { brokers: count, resources, values } = redpandaChart(item);
  const volume = values.at("storage", "persistentVolume");
  const isKept = volume.at("enabled").flag !== false;
  const rule = values.at("statefulset", "podAntiAffinity", "type").text ?? "hard";
  return {
    ...plainGroup(item, item.name, count),
    size: together([askedBy(resources, defaults)]),
    apart: { ...apartOf(values.at("statefulset"), undefined), ownNode: rule === "hard" },
    pinned: isKept,
    claims: isKept ? [claim("datadir", volume.at("size"), volume.at("storageClass"))] : [],
    ...(count > 1 ? { needs: { count: Math.floor(count / 2) + 1, because: `a majority of ${count} brokers` } } : {}),
  };
}

export const OPERATED: readonly string[] = [CLUSTER, POOLER, DEPLOYMENT, REDPANDA, ...Object.keys(PLAIN)];

export function operatedGroups(item: Item, scene: Scene): readonly PodGroup[] {
  const defaults = scene.get(limitRanges)(item.namespace);
  switch (item.kind) {
    case CLUSTER:
      return [postgresGroup(item, defaults)];
    case POOLER:
      return [poolerGroup(item, defaults)];
    case DEPLOYMENT:
      return flinkGroups(item);
    case REDPANDA:
      return [redpandaGroup(item, defaults)];
    default:
      return [plainOperatorGroup(item, defaults)];
  }
}
