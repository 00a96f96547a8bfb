/** Prometheus and its companions: what an operator decides. Sizes that are left out are derived. */
import type { z } from "zod";
import { QuotaConfig } from "../../core/config/quota";
import { count, cpu, duration, flag, kubernetesName, settings, size } from "../../core/config/fields";

export const MonitoringConfig = settings({
  install: flag()
    .default(true)
    .describe(
      "The stack installs them. false: they run in `namespace` already; rules and monitors are declared all the same.",
    ),
  namespace: kubernetesName().describe("Where Prometheus, Alertmanager and Grafana run."),
  series: count(1_000, 50_000_000).describe("Active series: `prometheus_tsdb_head_series` of a running one."),
  scrapeInterval: duration({ min: "5s", max: "5m" }).prefault("30s").describe("Time between two samples of a series."),
  retention: duration({ min: "2h" }).prefault("10d").describe("How long samples are kept."),
  replicas: count(1, 3).optional().describe("Prometheus pods; each scrapes everything and keeps its own copy."),
  cpu: cpu().optional().describe("Cores of each Prometheus."),
  memory: size({ min: "256Mi" }).optional().describe("Memory of each Prometheus."),
  volume: size({ min: "1Gi" }).optional().describe("Volume of each Prometheus."),
  alertmanagers: count(1, 3).optional().describe("Alertmanager pods."),
  quota: QuotaConfig.optional().describe("ResourceQuota of the namespace, instead of the derived one."),
  metricsServer: flag()
    .optional()
    .describe(
      "The stack installs what `kubectl top` asks. Default: on eks, which brings none. It must trust the kubelets' certificates.",
    ),
  grafana: flag().default(true).describe("Grafana runs beside Prometheus."),
});
export type MonitoringConfig = z.output<typeof MonitoringConfig>;
