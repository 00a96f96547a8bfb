import type { Deployment } from "./objects";

/** A Deployment's pods are as many as it wants, all of its latest template, all available, and none is left of an older one. */
export function isRolledOut(deployment: Deployment | undefined): boolean {
  if (!deployment) return false;
  const { metadata, spec, status = {} } = deployment;
  const { observedGeneration, replicas = 0, availableReplicas = 0, updatedReplicas = 0 } = status;
  const wanted = spec.replicas ?? 1;
  // While one pod is replaced, the old one is available and the new one updated: only their number tells.
  return (
    observedGeneration === metadata.generation &&
    [replicas, updatedReplicas, availableReplicas].every((count) => count === wanted)
  );
}
