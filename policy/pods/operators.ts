/** Pods that operators make from custom resources; none of them is a resource of the stack. */
import type { Item } from "../framework/resource";
import { DEPLOYMENT, clusterOf, flinkBytes, processMemory, taskManagersOf } from "../kinds/flink";
import { CLUSTER, POOLER } from "../kinds/postgres";
import { askedBy, together } from "./containers";
import { type PodGroup, claim, plainGroup } from "./group";
import { poolerGroup, postgresGroup } from "./postgres";
import { millicoresOf } from "./quantity";
import { apartOf } from "./spread";

/** JobManagers and TaskManagers. */
export function flinkGroups(item: Item): readonly PodGroup[] {
  const { settings } = clusterOf(item);
  const part = (who: "jobManager" | "taskManager", name: string, count: number): PodGroup => {
    const cpu = millicoresOf(item.spec.at(who, "resource", "cpu"));
    const memory = flinkBytes(processMemory(item, settings, who)?.text);
    const asked = { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
    const own = item.spec.at(who, "podTemplate", "spec");
    return {
      ...plainGroup(item, `${item.name}-${name}`, count),
      size: together([{ requests: asked, limits: asked }]),
      apart: apartOf(own.isSet ? own : item.spec.at("podTemplate", "spec"), undefined),
    };
  };
  return [
    part("jobManager", "jobmanager", item.spec.at("jobManager", "replicas").number ?? 1),
    part("taskManager", "taskmanager", taskManagersOf(item, settings)),
  ].filter(({ count }) => count > 0);
}

/** Resources whose operator makes `replicas` equal pods from `spec.resources`. */
const PLAIN: Readonly<Record<string, (item: Item) => number>> = {
  "kafka.strimzi.io/KafkaConnect": (item) => item.spec.at("replicas").number ?? 1,
  "kafka.strimzi.io/KafkaBridge": (item) => item.spec.at("replicas").number ?? 1,
  "kafka.strimzi.io/KafkaMirrorMaker2": (item) => item.spec.at("replicas").number ?? 1,
  "monitoring.coreos.com/Prometheus": (item) =>
    (item.spec.at("replicas").number ?? 1) * (item.spec.at("shards").number ?? 1),
  "monitoring.coreos.com/Alertmanager": (item) => item.spec.at("replicas").number ?? 1,
  "cluster.redpanda.com/Redpanda": (item) => item.spec.at("clusterSpec", "statefulset", "replicas").number ?? 3,
};

function plainOperatorGroup(item: Item): PodGroup {
  const { spec } = item;
  const template = spec.at("storage", "volumeClaimTemplate", "spec");
  return {
    ...plainGroup(item, item.name, PLAIN[item.kind]?.(item) ?? 1),
    size: together([
      askedBy(
        item.kind === "cluster.redpanda.com/Redpanda" ? spec.at("clusterSpec", "resources") : spec.at("resources"),
      ),
    ]),
    apart: apartOf(spec, undefined),
    claims: template.isSet
      ? [claim("data", template.at("resources", "requests", "storage"), template.at("storageClassName"))]
      : [],
  };
}

export const OPERATED: readonly string[] = [CLUSTER, POOLER, DEPLOYMENT, ...Object.keys(PLAIN)];

export function operatedGroups(item: Item): readonly PodGroup[] {
  switch (item.kind) {
    case CLUSTER:
      return [postgresGroup(item)];
    case POOLER:
      return [poolerGroup(item)];
    case DEPLOYMENT:
      return flinkGroups(item);
    default:
      return [plainOperatorGroup(item)];
  }
}
