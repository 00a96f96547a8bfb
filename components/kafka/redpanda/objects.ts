import type * as k8s from "@pulumi/kubernetes";
import { redpandaFiles } from "./files";
import { redpandaNames, redpandaSelector } from "./names";
import type { RedpandaPlan } from "./plan";

/** Name, namespace and labels of one of the cluster's objects. */
export const objectMeta = (plan: RedpandaPlan, name: string) => ({
  name,
  namespace: plan.namespace,
  labels: { ...redpandaSelector(plan.cluster), "app.kubernetes.io/part-of": plan.partOf },
});

export const configMap = (plan: RedpandaPlan): k8s.types.input.core.v1.ConfigMap => ({
  metadata: objectMeta(plan, redpandaNames.config(plan.cluster)),
  data: { ...redpandaFiles(plan) },
});

/** Brokers have nothing to say to the API server, so nothing is mounted. */
export const serviceAccount = (plan: RedpandaPlan): k8s.types.input.core.v1.ServiceAccount => ({
  metadata: objectMeta(plan, plan.cluster),
  automountServiceAccountToken: false,
});

export const disruptionBudget = (plan: RedpandaPlan): k8s.types.input.policy.v1.PodDisruptionBudget => ({
  metadata: objectMeta(plan, plan.cluster),
  spec: { maxUnavailable: 1, selector: { matchLabels: redpandaSelector(plan.cluster) } },
});

/** The claims that the StatefulSet controller makes, one per broker, as far as they can grow. */
export const growingClaims = (plan: RedpandaPlan): readonly string[] =>
  plan.volume.canGrow
    ? Array.from({ length: plan.brokers }, (_, ordinal) => redpandaNames.claim(plan.cluster, ordinal))
    : [];

/**
 * The size of one broker's claim. The StatefulSet's controller made the claim, with the size of that day, and owns the field: hence the
 * force. Nothing changes while the sizes agree, as after the first `up`.
 */
export const claimSize = (plan: RedpandaPlan, claim: string): k8s.types.input.core.v1.PersistentVolumeClaimPatch => ({
  metadata: { name: claim, namespace: plan.namespace, annotations: { "pulumi.com/patchForce": "true" } },
  spec: { resources: { requests: { storage: plan.volume.size } } },
});
