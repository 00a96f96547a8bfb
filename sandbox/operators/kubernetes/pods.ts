import type { KubeClient, KubeObject } from "../../kube";
import { conditionOf, type ContainerStatus, type Pod } from "./objects";
import { collectionPath, objectPath, PODS } from "./resources";
import { deleteIfThere } from "./writes";

/** What a kubelet says about a pod whose containers a real process stands for. */

export function isReady(pod: Pod): boolean {
  return conditionOf(pod.status?.conditions, "Ready")?.status === "True";
}

/** Bound to a node and set up there: its process may run. */
export function isRunning(pod: Pod): boolean {
  return pod.spec.nodeName !== undefined && pod.status?.phase === "Running" && !isTerminating(pod);
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/**
 * Makes a pod; false where it is there already. Asked of the server itself, as a watch may lag behind: a second creation is refused, but a quota is
 * charged for it all the same until it is counted anew.
 */
export async function createMissing(client: KubeClient, pod: KubeObject): Promise<boolean> {
  const { namespace = "default", name } = pod.metadata;
  if ((await client.get(objectPath(PODS, namespace, name))) !== undefined) return false;
  await client.request("POST", collectionPath(PODS, namespace), { body: pod });
  return true;
}

/** Each of these returns the pod as it is afterwards. */
export async function markReady(client: KubeClient, pod: Pod): Promise<Pod> {
  return isReady(pod) ? pod : patchStatus(client, pod, readiness(pod, true));
}

export async function markUnready(client: KubeClient, pod: Pod, message: string): Promise<Pod> {
  const condition = conditionOf(pod.status?.conditions, "Ready");
  const isSaid = condition?.status === "False" && condition.message === message;
  return isSaid ? pod : patchStatus(client, pod, readiness(pod, false, message));
}

/** The process ended by itself and is about to be started again. */
export async function markRestarting(client: KubeClient, pod: Pod, container: string, message: string): Promise<Pod> {
  const now = new Date().toISOString();
  const containerStatuses = (pod.status?.containerStatuses ?? []).map((status) =>
    status.name !== container
      ? status
      : {
          ...status,
          ready: false,
          restartCount: status.restartCount + 1,
          lastState: { terminated: { exitCode: 137, reason: "Error", message, startedAt: now, finishedAt: now } },
        },
  );
  return patchStatus(client, pod, { ...readiness(pod, false, message), containerStatuses });
}

/** Removes a terminating pod at once: its process has ended. */
export async function finishTermination(client: KubeClient, pod: Pod): Promise<void> {
  const { namespace, name, uid } = pod.metadata;
  await deleteIfThere(client, objectPath(PODS, namespace, name), { gracePeriodSeconds: 0, preconditions: { uid } });
}

interface StatusPatch {
  readonly conditions: readonly object[];
  readonly containerStatuses: readonly ContainerStatus[];
}

function readiness(pod: Pod, ready: boolean, message?: string): StatusPatch {
  const lastTransitionTime = new Date().toISOString();
  const status = ready ? "True" : "False";
  // A null removes what an earlier state said.
  const why = ready ? { reason: null, message: null } : { reason: "ContainersNotReady", message: message ?? null };
  return {
    conditions: ["Ready", "ContainersReady"].map((type) => ({ type, status, lastTransitionTime, ...why })),
    containerStatuses: (pod.status?.containerStatuses ?? []).map((c) => ({ ...c, ready })),
  };
}

/** Only if it is still the same pod and nobody wrote to it since: lists are replaced as a whole. */
async function patchStatus(client: KubeClient, pod: Pod, status: StatusPatch): Promise<Pod> {
  const { namespace, name, uid, resourceVersion } = pod.metadata;
  const answer = await client.request("PATCH", `${objectPath(PODS, namespace, name)}/status`, {
    body: { metadata: { uid, resourceVersion }, status },
    contentType: "application/strategic-merge-patch+json",
  });
  return answer as Pod;
}
