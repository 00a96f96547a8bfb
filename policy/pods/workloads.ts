/** Kubernetes' own kinds that make pods. */
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { ownEntry } from "../framework/value";
import type { Scene } from "../framework/scene";
import { limitRanges } from "./limit-range";
import { podSize } from "./containers";
import type { Claim, PodGroup } from "./group";
import { bytesOf } from "./quantity";
import { type Labels, apartOf, labelsOf } from "./spread";

interface Shape {
  readonly life: PodGroup["life"];
  /** Where the pod's metadata and spec are. */
  readonly template: (item: Item) => Field;
  readonly count: (spec: Field) => number;
}

const template = (item: Item): Field => item.spec.at("template");
const replicas = (spec: Field): number => spec.at("replicas").count ?? 1;
const jobPods = (spec: Field): number =>
  Math.min(spec.at("parallelism").count ?? 1, spec.at("completions").count ?? Infinity);

const SHAPES: Readonly<Record<string, Shape>> = {
  "apps/Deployment": { life: "running", template, count: replicas },
  "apps/StatefulSet": { life: "running", template, count: replicas },
  "apps/ReplicaSet": { life: "running", template, count: replicas },
  "core/ReplicationController": { life: "running", template, count: replicas },
  "core/Pod": { life: "running", template: (item) => item.props, count: () => 1 },
  "apps/DaemonSet": { life: "everywhere", template, count: () => 1 },
  "batch/Job": { life: "passing", template, count: jobPods },
  "batch/CronJob": {
    life: "passing",
    template: (item) => item.spec.at("jobTemplate", "spec", "template"),
    count: (spec) => jobPods(spec.at("jobTemplate", "spec")),
  },
};
export const WORKLOADS: readonly string[] = Object.keys(SHAPES);

/** Where a workload's pod is described: `metadata` and `spec` are below it. */
export const podTemplate = (item: Item): Field | undefined => ownEntry(SHAPES, item.kind)?.template(item);

/** How many copies a workload has; one that an autoscaler rules has at least its `minReplicas`. */
export function copiesOf(item: Item, scene: Scene): number {
  const least = scene
    .in(item.namespace, "autoscaling/HorizontalPodAutoscaler")
    .filter(({ spec }) => spec.at("scaleTargetRef", "name").text === item.name)
    .map(({ spec }) => spec.at("minReplicas").count ?? 1);
  return Math.max(ownEntry(SHAPES, item.kind)?.count(item.spec) ?? 0, ...least);
}

export function workloadGroup(item: Item, scene: Scene): PodGroup {
  const shape = ownEntry(SHAPES, item.kind);
  const pod = shape?.template(item) ?? item.props;
  const spec = pod.at("spec");
  const labels: Labels = labelsOf(pod.at("metadata", "labels"));
  const count = copiesOf(item, scene);
  const claims = claimsOf(item);
  const isSet = item.kind === "apps/StatefulSet";
  return {
    item,
    namespace: item.namespace,
    component: item.name,
    life: shape?.life ?? "running",
    count,
    size: podSize(spec, scene.get(limitRanges)(item.namespace)),
    apart: apartOf(spec, labels),
    // A lone pod is made again once its node is given up; copies of a set wait, as the others serve meanwhile.
    pinned: isSet && claims.length > 0 && (count > 1 || scene.cluster.storage === "node"),
    surge: item.kind === "apps/Deployment" ? surgeOf(item.spec, count) : 0,
    labels,
    claims,
    ...(isSet && claims.length > 0 && count > 1
      ? { needs: { count: Math.ceil(count / 2), because: `half of ${count}` } }
      : {}),
  };
}

/** `maxSurge`: 25 %, rounded up, unless it says otherwise [Kubernetes docs, Deployments]. */
function surgeOf(spec: Field, count: number): number {
  const strategy = spec.at("strategy");
  if (strategy.at("type").text === "Recreate") return 0;
  const surge = strategy.at("rollingUpdate", "maxSurge").text ?? "25%";
  const share = /^(\d+)%$/.exec(surge)?.[1];
  return share === undefined ? Number(surge) || 0 : Math.ceil((count * Number(share)) / 100);
}

const claimsOf = (item: Item): readonly Claim[] =>
  item.spec.at("volumeClaimTemplates").list.map((claim) => ({
    name: claim.at("metadata", "name").text ?? "data",
    bytes: bytesOf(claim.at("spec", "resources", "requests", "storage")) ?? 0,
    storageClass: claim.at("spec", "storageClassName").text,
  }));
