/** What `kubectl top` asks. */
import { formatCpu, formatSize } from "../../core/units";
import { charts } from "../../core/charts";
import type { TargetConfig } from "../../core/config/target";
import type { Release } from "../release";
import { BASELINE } from "./pods";

/** Distributions that come without it, and whose kubelets have certificates that it trusts. Others are asked about, not guessed. */
const WITHOUT: readonly TargetConfig["distribution"][] = ["eks"];
export const needsMetricsServer = (distribution: TargetConfig["distribution"]): boolean =>
  WITHOUT.includes(distribution);

/** In the namespace where every tool looks for it. */
export function metricsServer(): Release {
  const { cpu, memory } = BASELINE.metricsServer;
  return {
    name: "metrics-server",
    namespace: "kube-system",
    chart: charts.metricsServer,
    values: {
      resources: {
        requests: { cpu: formatCpu(cpu), memory: formatSize(memory) },
        limits: { cpu: formatCpu(2 * cpu), memory: formatSize(2 * memory) },
      },
    },
  };
}
