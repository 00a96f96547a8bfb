import { z } from "zod";
import { formatBytes, formatCores, formatNumber } from "../../core/capacity/format";
import { sum, sumOf } from "../../core/capacity/numbers";
import { QUOTA_OVERCOMMIT } from "../../core/capacity/pods/quota";
import { totalRequests } from "../../core/capacity/pods/pod";
import { factor } from "../../core/config/fields";
import { type Complaints, complain, eachItem, require } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import type { PodGroup } from "../pods/group";
import { podGroups } from "../pods/model";
import { bytesOf, millicoresOf } from "../pods/quantity";

const QUOTA = "core/ResourceQuota";
type What = "cpu" | "memory";
type Side = "requests" | "limits";

/** Keys of `spec.hard` for one amount: `cpu` is short for `requests.cpu`. */
const keysOf = (side: Side, what: What): readonly string[] =>
  side === "requests" ? [`requests.${what}`, what] : [`limits.${what}`];

export const quotaConsistent = stackRule<{ overcommit: number }>({
  id: "CAP-04",
  slug: "quota-consistent",
  severity: "high",
  level: both("mandatory"),
  description:
    "A namespace's quota takes its pods with what a rollout and Jobs add, and all quotas together are backed by nodes.",
  why: "A pod over the quota is refused at its creation: a rollout stops halfway, and nobody sees a Pending pod.",
  remedy: "Raise the quota to what the pods ask for, rollouts and Jobs included, or lower their requests and limits.",
  args: z.strictObject({
    overcommit: factor(0.1, 10).describe("Σ of the quotas' requests ÷ what the nodes have to give, at most."),
  }),
  defaults: per({ overcommit: QUOTA_OVERCOMMIT["single-node"] }, { overcommit: QUOTA_OVERCOMMIT["multi-node"] }),
  example: {
    target: "single-node",
    bad: `
apiVersion: v1
kind: ResourceQuota
metadata: { name: quota, namespace: apps }
spec: { hard: { requests.cpu: "1", requests.memory: 1Gi, limits.memory: 1Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reports, namespace: apps }
spec:
  replicas: 2
  selector: { matchLabels: { app: reports } }
  template:
    metadata: { labels: { app: reports } }
    spec:
      containers:
        - name: app
          image: registry.example.org/reports:1.4.2
          resources: { requests: { cpu: 500m, memory: 512Mi }, limits: { memory: 512Mi } }`,
    good: `
apiVersion: v1
kind: ResourceQuota
metadata: { name: quota, namespace: apps }
spec: { hard: { requests.cpu: 1500m, requests.memory: 1536Mi, limits.memory: 1536Mi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reports, namespace: apps }
spec:
  replicas: 2
  selector: { matchLabels: { app: reports } }
  template:
    metadata: { labels: { app: reports } }
    spec:
      containers:
        - name: app
          image: registry.example.org/reports:1.4.2
          resources: { requests: { cpu: 500m, memory: 512Mi }, limits: { memory: 512Mi } }`,
  },
  check: (scene, { overcommit }) => [
    ...eachItem(quotasOf(scene), (quota) => quotaComplaints(quota, scene)),
    ...backing(scene, overcommit),
  ],
});

/** A quota for some pods only (by priority, or best effort) says nothing of the namespace. */
const isUnscoped = ({ spec }: Item): boolean => !spec.at("scopes").isSet && !spec.at("scopeSelector").isSet;

const quotasOf = (scene: Scene): readonly Item[] =>
  scene.of(QUOTA).flatMap((quota) => scene.attempt(quota, () => (isUnscoped(quota) ? [quota] : [])));

function quotaComplaints(quota: Item, scene: Scene): Complaints {
  const hard = quota.spec.at("hard");
  const groups = scene.get(podGroups).filter(({ namespace }) => namespace === quota.namespace);
  const sides: readonly (readonly [Side, What])[] = [
    ["requests", "cpu"],
    ["requests", "memory"],
    ["limits", "cpu"],
    ["limits", "memory"],
  ];
  return [
    ...sides.flatMap(([side, what]) => {
      const at = keysOf(side, what)
        .map((key) => hard.at(key))
        .find((field) => field.isSet);
      if (at === undefined) return [];
      const given = (what === "cpu" ? millicoresOf(at) : bytesOf(at)) ?? 0;
      const without = groups.find(
        ({ size, count }) =>
          count > 0 && (side === "limits" ? size.limits[what] : size.requests[what] || undefined) === undefined,
      );
      if (without !== undefined)
        return [
          complain(
            without.item,
            "",
            `has containers without ${what} ${side}: the quota ${quota.name} refuses them, as it has ${side}.${what}`,
          ),
        ];
      const need = needOf(groups, side, what);
      const shown = what === "cpu" ? formatCores : formatBytes;
      return require(need <= given, quota, at, () =>
        `is ${shown(given)}, must be at least ${shown(need)}: what the pods of ${quota.namespace} ask for, with rollouts and Jobs`);
    }),
    ...podCount(quota, groups),
  ];
}

/** Every running pod, the largest surge of one rollout, and every Job at once. */
function needOf(groups: readonly PodGroup[], side: Side, what: What): number {
  const each = (group: PodGroup): number => group.size[side][what] ?? group.size.requests[what];
  return (
    sumOf(groups, (group) => each(group) * group.count) +
    Math.max(0, ...groups.map((group) => each(group) * group.surge))
  );
}

function podCount(quota: Item, groups: readonly PodGroup[]): Complaints {
  const hard = quota.spec.at("hard");
  const at = hard.at("pods").isSet ? hard.at("pods") : hard.at("count/pods");
  if (!at.isSet) return [];
  const need = sumOf(groups, ({ count }) => count) + Math.max(0, ...groups.map(({ surge }) => surge));
  return require(need <= (at.number ?? 0), quota, at, () =>
    `is ${formatNumber(at.number ?? 0)}, must be at least ${need}: the pods of ${quota.namespace}, with a rollout`);
}

/** Quotas promise what only nodes can give. */
function backing(scene: Scene, overcommit: number): Complaints {
  const quotas = quotasOf(scene);
  const have = totalRequests(scene.nodes.map(({ allocatable }) => ({ requests: allocatable })));
  return (["cpu", "memory"] as const).flatMap((what) => {
    const amounts = quotas.flatMap((quota) =>
      scene.attempt(quota, () => {
        const at = keysOf("requests", what)
          .map((key) => quota.spec.at("hard", key))
          .find((field) => field.isSet);
        return at === undefined ? [] : [(what === "cpu" ? millicoresOf(at) : bytesOf(at)) ?? 0];
      }),
    );
    const promised = sum(amounts);
    const shown = what === "cpu" ? formatCores : formatBytes;
    return require(promised <= have[what] * overcommit, scene.whole, "streaming:target.nodes", () =>
      `quotas promise ${shown(promised)} of ${what}, must be at most ${shown(have[what] * overcommit)}: ${formatNumber(overcommit)} × what the nodes have to give`);
  });
}
