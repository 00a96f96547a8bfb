import { serviceHost } from "../../core/names";

/** Names that the kube-prometheus-stack chart and the Prometheus operator give to their pods. */
export const RELEASE = "kube-prometheus-stack";
export const monitoringNames = {
  prometheus: (index: number) => `prometheus-${RELEASE}-prometheus-${index}`,
  alertmanager: (index: number) => `alertmanager-${RELEASE}-alertmanager-${index}`,
  grafana: `${RELEASE}-grafana`,
  operator: `${RELEASE}-operator`,
  kubeStateMetrics: `${RELEASE}-kube-state-metrics`,
  nodeExporter: `${RELEASE}-prometheus-node-exporter`,
  /** The Service behind `http://prometheus:9090`. */
  prometheusAlias: "prometheus",
  receivers: "alertmanager-receivers",
  grafanaAdmin: "grafana-admin",
} as const;

export const MONITORING_PORTS = {
  prometheus: 9090,
  alertmanager: 9093,
  /** Alertmanagers tell each other what they have sent. */
  alertmanagerMesh: 9094,
  grafana: 3000,
  kubeStateMetrics: 8080,
  nodeExporter: 9100,
  kubelet: 10250,
  operator: 8080,
  /** The reloader beside Prometheus and Alertmanager. */
  reloader: 8080,
  coreDns: 9153,
} as const;

/** What rules and monitors carry so that Prometheus takes them: the chart's own do, too, but for Grafana's. */
export const SELECTED = { release: RELEASE } as const;

/** ConfigMaps with this label are dashboards; Grafana's sidecar finds them in every namespace and puts them into the folder that the annotation names. */
export const DASHBOARD = { label: { grafana_dashboard: "1" }, folder: "grafana_folder" } as const;

/** Labels of the pods, by the operator and the chart. */
export const monitoringPodLabels = {
  prometheus: { "app.kubernetes.io/name": "prometheus" },
  alertmanager: { "app.kubernetes.io/name": "alertmanager" },
  grafana: { "app.kubernetes.io/name": "grafana" },
  operator: { app: `${RELEASE}-operator` },
  kubeStateMetrics: { "app.kubernetes.io/name": "kube-state-metrics" },
} as const;

export const prometheusUrl = (namespace: string): string =>
  `http://${serviceHost(monitoringNames.prometheusAlias, namespace)}:${MONITORING_PORTS.prometheus}`;
