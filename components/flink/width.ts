import { slotsFor, taskManagersFor } from "../../core/capacity/flink/slots";
import { replicasFor, type Shape } from "../../core/capacity/nodes/shape";
import type { FlinkConfig } from "./config";

/** How many TaskManagers and slots, before anything is known about their size. */
export interface FlinkWidth {
  readonly parallelism: number;
  readonly taskManagers: number;
  readonly slots: number;
}

/** Parallelism decides the partitions of the sources, so it is known before Kafka is planned. */
export function flinkWidth(config: FlinkConfig, shape: Shape, peakRate: number): FlinkWidth {
  const needed = slotsFor(peakRate, config.ratePerCore.perSecond);
  const least = replicasFor(shape, 2);
  const taskManagers = config.taskManagers ?? Math.max(least, taskManagersFor(needed, config.slots));
  return { parallelism: taskManagers * config.slots, taskManagers, slots: config.slots };
}
