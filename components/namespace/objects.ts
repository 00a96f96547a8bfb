/** What stands in every namespace before its first pod. */
import type * as k8s from "@pulumi/kubernetes";
import type { Resources } from "../../core/capacity/pods/pod";
import { formatCpu, formatSize } from "../../core/units";
import type { NamespacePlan } from "./plan";

const labels = ({ partOf }: Pick<NamespacePlan, "partOf">) => ({
  "app.kubernetes.io/part-of": partOf,
  "app.kubernetes.io/managed-by": "pulumi",
});

const metadata = (plan: NamespacePlan, name: string) => ({ name, namespace: plan.name, labels: labels(plan) });

/** Pods that don't keep to the standard are refused, and whoever makes their owner is warned. */
export const namespaceObject = (
  plan: Pick<NamespacePlan, "name" | "partOf" | "podSecurity">,
): k8s.types.input.core.v1.Namespace => ({
  metadata: {
    name: plan.name,
    labels: {
      ...labels(plan),
      "pod-security.kubernetes.io/enforce": plan.podSecurity,
      "pod-security.kubernetes.io/warn": plan.podSecurity,
      "pod-security.kubernetes.io/audit": plan.podSecurity,
    },
  },
});

export const resourceQuota = (plan: NamespacePlan): k8s.types.input.core.v1.ResourceQuota => ({
  metadata: metadata(plan, "compute"),
  spec: { hard: { ...amounts("requests", plan.quota.requests), ...amounts("limits", plan.quota.limits) } },
});

const amounts = (kind: "requests" | "limits", { cpu, memory }: Resources) => ({
  [`${kind}.cpu`]: formatCpu(cpu),
  [`${kind}.memory`]: formatSize(memory),
});

/**
 * With a quota, a container that says nothing about its resources is refused. These stand in for what it doesn't say: little, since the plan
 * gives every container of ours its own, and only a helper that an operator adds is without. Kubernetes puts a limit under a request that
 * is larger than it, and refuses the pod: whoever asks for more than this must say both.
 */
export const DEFAULTS = {
  requests: { cpu: "20m", memory: "64Mi" },
  limits: { cpu: "500m", memory: "256Mi" },
} as const;

export const limitRange = (plan: NamespacePlan): k8s.types.input.core.v1.LimitRange => ({
  metadata: metadata(plan, "defaults"),
  spec: {
    limits: [{ type: "Container", defaultRequest: { ...DEFAULTS.requests }, default: { ...DEFAULTS.limits } }],
  },
});
