import type { ScrapeTarget } from "../monitoring/monitors";
import { FLINK_PORTS } from "./names";

/** JobManager and TaskManagers, each with metrics of its own. */
export const flinkTarget = (namespace: string, deployment: string, partOf: string): ScrapeTarget => ({
  name: "flink",
  namespace,
  partOf,
  pods: { app: deployment },
  endpoints: [{ port: "metrics", number: FLINK_PORTS.metrics }],
});
