/** Names that the kube-prometheus-stack chart and the Prometheus operator give to their pods. */
const RELEASE = "kube-prometheus-stack";
export const monitoringNames = {
  prometheus: (index: number) => `prometheus-${RELEASE}-prometheus-${index}`,
  alertmanager: (index: number) => `alertmanager-${RELEASE}-alertmanager-${index}`,
  grafana: `${RELEASE}-grafana`,
  operator: `${RELEASE}-operator`,
  kubeStateMetrics: `${RELEASE}-kube-state-metrics`,
  nodeExporter: `${RELEASE}-prometheus-node-exporter`,
} as const;
