import { operatorsDemand } from "../../components/operators/plan";
import { planMonitoring } from "../../components/monitoring/plan";
import { assess, type Assessment } from "../../core/capacity/assess";
import { addUp, nothing, type Demand } from "../../core/capacity/demand";
import type { Cluster } from "../../core/capacity/nodes/cluster";
import { shapeOf } from "../../core/capacity/nodes/shape";
import { systemDemand } from "../../core/capacity/nodes/system";
import { clusterOf } from "../../core/capacity/nodes/target";
import { quotaSizes } from "../../core/capacity/pods/quota";
import { sizeAppHub } from "../../stacks/apphub-capacity";
import { planStreamflow } from "../../stacks/streamflow-plan";
import type { CapacityConfig } from "./config";

export interface Capacity {
  readonly cluster: Cluster;
  readonly demand: Demand;
  readonly assessment: Assessment;
}

/** Everything that a stack puts on its cluster, in the order in which it is created. */
export function demandOf(config: CapacityConfig, cluster: Cluster): Demand {
  const shape = shapeOf(cluster);
  const { apphub, streamflow, monitoring } = config;
  const operators = operatorsDemand({
    cloudNativePg: apphub !== undefined || streamflow !== undefined,
    strimzi: streamflow !== undefined,
    flink: streamflow !== undefined,
  });
  const all = addUp([
    systemDemand(cluster, shape),
    operators,
    monitoring ? planMonitoring(monitoring, shape).demand : nothing,
    apphub ? sizeAppHub(apphub, shape).demand : nothing,
    streamflow ? planStreamflow(streamflow, shape).demand : nothing,
  ]);
  return { ...all, sizes: [...all.sizes, ...quotaSizes(all)] };
}

export function capacityOf(config: CapacityConfig): Capacity {
  const cluster = clusterOf(config.target);
  const demand = demandOf(config, cluster);
  return { cluster, demand, assessment: assess(cluster, demand) };
}
