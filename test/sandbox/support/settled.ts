import type { Sandbox } from "../../../sandbox/lifecycle";
import { conditionOf, type Condition, type Live } from "../../../sandbox/operators/kubernetes/objects";
import { isObserved } from "../../../sandbox/operators/strimzi/status";
import { waitFor } from "../../../sandbox/wait";
import { objectsIn } from "./objects";

/**
 * Waits until the operators have done all that their objects say. `pulumi up` needn't have: for an object that it has changed it takes what the operator
 * said of the generation before, and node pools say nothing.
 */
export async function settled({ layout }: Sandbox): Promise<void> {
  await waitFor(layout, { what: "what the operators are told to do", deadlineMs: DEADLINE_MS }, async () => {
    // In this order: who has seen a node pool has said so of the Kafka before.
    for (const { path, isDone } of KINDS) if (!(await objectsIn<Told>({ layout }, path)).every(isDone)) return false;
    return true;
  });
}

const DEADLINE_MS = 180_000;

interface Told extends Live {
  readonly status?: {
    readonly lifecycleState?: string;
    readonly conditions?: readonly Condition[];
  };
}

const ready = ({ status }: Told): Condition | undefined => conditionOf(status?.conditions, "Ready");

const KINDS: readonly { readonly path: string; readonly isDone: (object: Told) => boolean }[] = [
  { path: "/apis/kafka.strimzi.io/v1/kafkanodepools", isDone: isObserved },
  {
    path: "/apis/kafka.strimzi.io/v1/kafkas",
    isDone: (kafka) => isObserved(kafka) && ready(kafka)?.status === "True",
  },
  {
    path: "/apis/postgresql.cnpg.io/v1/clusters",
    isDone: (cluster) =>
      ready(cluster)?.status === "True" && ready(cluster)?.observedGeneration === cluster.metadata.generation,
  },
  {
    path: "/apis/flink.apache.org/v1beta1/flinkdeployments",
    isDone: (flink) => isObserved(flink) && ["STABLE", "SUSPENDED"].includes(flink.status?.lifecycleState ?? ""),
  },
];
