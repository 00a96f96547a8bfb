import { conditionOf, type Condition, type Pod } from "../kubernetes/objects";
import { isReady } from "../kubernetes/pods";
import { cnpgNames, type CnpgCluster, type CnpgClusterStatus } from "./cluster";
import { imageOf } from "./pods";

/** Phases in the operator's own words. */
export const PHASES = {
  firstPrimary: "Setting up primary",
  newReplica: "Creating a new replica",
  waiting: "Waiting for the instances to become active",
  upgrade: "Upgrading cluster",
  configuration: "Applying configuration",
  failOver: "Failing over",
  waitingForUser: "Waiting for user action",
  cannotCreate: "Unable to create required cluster objects",
  healthy: "Cluster in healthy state",
} as const;

export type Phase = (typeof PHASES)[keyof typeof PHASES];

export interface Observed {
  readonly phase: Phase;
  readonly reason?: string;
  readonly primary?: string;
  readonly latestGeneratedNode: number;
  /** The instances' pods, in the order of their serials. */
  readonly pods: readonly Pod[];
  /** Names of the instances, which are those of their data claims. */
  readonly instances: readonly string[];
}

/** The whole status; times stay as they were where nothing changed. */
export function statusOf(cluster: CnpgCluster, observed: Observed, now: string): CnpgClusterStatus {
  const { name } = cluster.metadata;
  const before = cluster.status;
  const { primary, pods, instances } = observed;
  const ready = pods.filter(isReady);
  return {
    phase: observed.phase,
    phaseReason: observed.reason ?? "",
    instances: instances.length,
    readyInstances: ready.length,
    instanceNames: instances,
    instancesStatus: {
      healthy: ready.map((pod) => pod.metadata.name),
      ...(pods.length > ready.length
        ? { failed: pods.filter((pod) => !isReady(pod)).map((pod) => pod.metadata.name) }
        : {}),
    },
    ...(primary === undefined
      ? {}
      : {
          currentPrimary: primary,
          targetPrimary: primary,
          currentPrimaryTimestamp: before?.currentPrimary === primary ? (before.currentPrimaryTimestamp ?? now) : now,
        }),
    latestGeneratedNode: observed.latestGeneratedNode,
    healthyPVC: instances,
    pvcCount: instances.length * (cluster.spec.walStorage ? 2 : 1),
    writeService: cnpgNames.service(name, "rw"),
    readService: cnpgNames.service(name, "r"),
    image: imageOf(cluster),
    topology: {
      successfullyExtracted: true,
      nodesUsed: new Set(pods.flatMap((pod) => pod.spec.nodeName ?? [])).size,
    },
    conditions: [readyCondition(cluster, observed.phase === PHASES.healthy, now)],
  };
}

/** True for the generation that the status speaks of: with another one, the specification changed since. */
export function isObserved({ metadata, status }: CnpgCluster): boolean {
  return conditionOf(status?.conditions, "Ready")?.observedGeneration === metadata.generation;
}

function readyCondition({ metadata, status }: CnpgCluster, ready: boolean, now: string): Condition {
  const value = ready ? "True" : "False";
  const before = conditionOf(status?.conditions, "Ready");
  return {
    type: "Ready",
    status: value,
    reason: ready ? "ClusterIsReady" : "ClusterIsNotReady",
    message: ready ? "Cluster is Ready" : "Cluster Is Not Ready",
    lastTransitionTime: before?.status === value ? (before.lastTransitionTime ?? now) : now,
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
  };
}
