import { operatorsDemand } from "../../components/operators/plan";
import { planMonitoring } from "../../components/monitoring/plan";
import { assess, type Assessment } from "../../core/capacity/assess";
import { addUp, nothing, type Demand } from "../../core/capacity/demand";
import type { Cluster } from "../../core/capacity/nodes/cluster";
import { shapeOf, type Shape } from "../../core/capacity/nodes/shape";
import { systemDemand } from "../../core/capacity/nodes/system";
import { clusterOf } from "../../core/capacity/nodes/target";
import { quotaSizes } from "../../core/capacity/pods/quota";
import { sizeAppHub } from "../../stacks/apphub-capacity";
import { needsOf } from "../../stacks/operator-needs";
import { sizeStreamflow } from "../../stacks/streamflow-capacity";
import type { CapacityConfig } from "./config";

export interface Capacity {
  readonly cluster: Cluster;
  readonly demand: Demand;
  readonly assessment: Assessment;
}

type SharedConfig = Pick<CapacityConfig, "apphub" | "streamflow" | "monitoring" | "operators">;

/** What charts put on the cluster for all platforms together: operators and monitoring. */
export function sharedDemand(config: SharedConfig, shape: Shape): Demand {
  const { monitoring } = config;
  return addUp([operatorsDemand(needsOf(config)), monitoring ? planMonitoring(monitoring, shape).demand : nothing]);
}

/** Everything that a stack puts on its cluster, in the order in which it is created. */
export function demandOf(config: CapacityConfig, cluster: Cluster): Demand {
  const shape = shapeOf(cluster);
  const { apphub, streamflow } = config;
  const all = addUp([
    systemDemand(cluster, shape),
    sharedDemand(config, shape),
    apphub ? sizeAppHub(apphub, shape).demand : nothing,
    streamflow ? sizeStreamflow(streamflow, shape).demand : nothing,
  ]);
  return { ...all, sizes: [...all.sizes, ...quotaSizes(all)] };
}

export function capacityOf(config: CapacityConfig): Capacity {
  const cluster = clusterOf(config.target);
  const demand = demandOf(config, cluster);
  return { cluster, demand, assessment: assess(cluster, demand) };
}
