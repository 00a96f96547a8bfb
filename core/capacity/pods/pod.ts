/** What a container or pod asks for: millicores and bytes. */
export interface Resources {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * A pod as the scheduler and the quotas see it. Workloads, and custom resources whose operators make pods, are expanded into these.
 * Placement rules are hard ones (`required…`, `DoNotSchedule`): only they decide whether a pod stays Pending.
 */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  /** Pods that are copies of each other: `streamflow-kafka/broker`. Placement rules and survival speak of these. */
  readonly component: string;
  readonly requests: Resources;
  /** Absent where the container has no such limit. */
  readonly limits: Partial<Resources>;
  /** Required anti-affinity by host name among the component's pods. */
  readonly ownNode: boolean;
  /** Topology spread over the zones with this maxSkew, `DoNotSchedule`. */
  readonly zoneSkew?: number;
  /** Stands on a volume that doesn't follow it in time: when its node is lost, the pod waits for the node. */
  readonly pinned: boolean;
  /** Zone that the pod must run in, for instance because its volume is there. */
  readonly zone?: string;
}

/** One pod on every node. */
export interface Daemon {
  readonly name: string;
  readonly namespace: string;
  readonly requests: Resources;
  readonly limits: Partial<Resources>;
}

/** How a component's copies are made from one template. */
export interface Replicas extends Omit<Pod, "name"> {
  readonly count: number;
  /** Pod name of copy `index`. */
  readonly podName: (index: number) => string;
}

export function podsOf({ count, podName, ...pod }: Replicas): readonly Pod[] {
  return Array.from({ length: count }, (_, index) => ({ ...pod, name: podName(index) }));
}

/** Sum of requests. */
export const totalRequests = (pods: Iterable<{ readonly requests: Resources }>): Resources => {
  let cpu = 0;
  let memory = 0;
  for (const { requests } of pods) {
    cpu += requests.cpu;
    memory += requests.memory;
  }
  return { cpu, memory };
};

/** Sum of limits; a container without one counts with its request, the least that it will use. */
export const totalLimits = (pods: Iterable<Pick<Pod, "requests" | "limits">>): Resources => {
  let cpu = 0;
  let memory = 0;
  for (const { requests, limits } of pods) {
    cpu += limits.cpu ?? requests.cpu;
    memory += limits.memory ?? requests.memory;
  }
  return { cpu, memory };
};
