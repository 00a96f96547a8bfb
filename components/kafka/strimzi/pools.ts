import type { KafkaNodePool } from "../../../schemas/types/KafkaNodePool";
import { MiB, formatCpu, formatSize } from "../../../core/units";
import type { KafkaDeployment } from "./deployment";
import { CONTROLLER_POOL, FIRST_CONTROLLER_ID, STRIMZI_LABELS } from "./names";
import { poolTemplate } from "./templates";

interface NodeSize {
  readonly cpu: number;
  readonly memory: number;
  readonly volume: number;
}

/** The node pools by name: brokers, and on several nodes controllers of their own. */
export function nodePools(plan: KafkaDeployment): readonly KafkaNodePool[] {
  const { pool, brokers, broker, controllers, controller } = plan;
  const alone = controllers === 0;
  return [
    nodePool(plan, {
      name: pool,
      roles: alone ? ["controller", "broker"] : ["broker"],
      ids: [0, FIRST_CONTROLLER_ID - 1],
      replicas: brokers,
      size: broker,
      heap: broker.heap,
    }),
    ...(alone
      ? []
      : [
          nodePool(plan, {
            name: CONTROLLER_POOL,
            roles: ["controller"],
            ids: [FIRST_CONTROLLER_ID, FIRST_CONTROLLER_ID + 99],
            replicas: controllers,
            size: controller,
            heap: controller.memory / 2,
          }),
        ]),
  ];
}

interface PoolArgs {
  readonly name: string;
  readonly roles: readonly ("controller" | "broker")[];
  readonly ids: readonly [number, number];
  readonly replicas: number;
  readonly size: NodeSize;
  readonly heap: number;
}

function nodePool(plan: KafkaDeployment, { name, roles, ids, replicas, size, heap }: PoolArgs): KafkaNodePool {
  const megabytes = `${Math.floor(heap / MiB)}m`;
  const memory = formatSize(size.memory);
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaNodePool",
    metadata: {
      name,
      namespace: plan.namespace,
      labels: { [STRIMZI_LABELS.cluster]: plan.cluster, "app.kubernetes.io/part-of": plan.partOf },
      annotations: { "strimzi.io/next-node-ids": `[${ids.join("-")}]` },
    },
    spec: {
      replicas,
      roles: [...roles],
      storage: {
        type: "persistent-claim",
        size: formatSize(size.volume),
        class: plan.storageClass,
        // Where several nodes share the work, data outlives a deleted cluster.
        deleteClaim: plan.target === "single-node",
      },
      resources: {
        requests: { cpu: formatCpu(size.cpu), memory },
        limits: { cpu: formatCpu(size.cpu * 2), memory },
      },
      jvmOptions: { "-Xms": megabytes, "-Xmx": megabytes },
      template: poolTemplate(plan, name, replicas, roles.includes("broker")),
    },
  };
}
