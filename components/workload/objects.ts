import type * as k8s from "@pulumi/kubernetes";
import { workloadSelector, type WorkloadPlan } from "./plan";
import { podSpec } from "./pod";

type DeploymentArgs = k8s.types.input.apps.v1.Deployment;

/** Where a pod says what it was started with. */
export const CHECKSUM = "streaming/config-checksum";

const objectMeta = ({ name, namespace, partOf }: WorkloadPlan) => ({
  name,
  namespace,
  labels: { ...workloadSelector({ name, partOf }), "app.kubernetes.io/part-of": partOf },
});

export function deployment(plan: WorkloadPlan): DeploymentArgs {
  const metadata = objectMeta(plan);
  return {
    metadata,
    spec: {
      replicas: plan.replicas,
      strategy: strategyOf(plan),
      selector: { matchLabels: workloadSelector(plan) },
      template: {
        metadata: {
          labels: metadata.labels,
          annotations: { "kubectl.kubernetes.io/default-container": plan.name, [CHECKSUM]: plan.checksum },
        },
        spec: podSpec(plan),
      },
    },
  };
}

/** Copies with nodes of their own go before they come, as there may be no node left; a single pod comes before it goes. */
function strategyOf({ alone, replicas }: WorkloadPlan) {
  if (alone) return { type: "Recreate" };
  const rollingUpdate = replicas > 1 ? { maxSurge: 0, maxUnavailable: 1 } : { maxSurge: 1, maxUnavailable: 0 };
  return { type: "RollingUpdate", rollingUpdate };
}

export const serviceAccount = (plan: WorkloadPlan): k8s.types.input.core.v1.ServiceAccount => ({
  metadata: objectMeta(plan),
  automountServiceAccountToken: false,
});

export const service = (plan: WorkloadPlan): k8s.types.input.core.v1.Service => {
  const metadata = objectMeta(plan);
  return {
    metadata: plan.serviceAnnotations === undefined ? metadata : { ...metadata, annotations: plan.serviceAnnotations },
    spec: {
      type: "ClusterIP",
      selector: workloadSelector(plan),
      ports: plan.ports.map(({ name, port, protocol = "TCP" }) => ({ name, port, targetPort: name, protocol })),
    },
  };
};

/** A single pod has none: its budget would stop every drain of its node. */
export const disruptionBudget = (plan: WorkloadPlan): k8s.types.input.policy.v1.PodDisruptionBudget => ({
  metadata: objectMeta(plan),
  spec: { maxUnavailable: 1, selector: { matchLabels: workloadSelector(plan) } },
});
