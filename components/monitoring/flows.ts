/** Flows of Prometheus, Alertmanager and Grafana, besides the scraping of the platforms. */
import { ANYWHERE, apiServerFlow, httpsFlow, tcp, udp, type Flow, type Pods } from "../namespace/flows";
import { MONITORING_PORTS as PORTS, monitoringPodLabels } from "./names";

type Part = keyof typeof monitoringPodLabels;

export function monitoringFlows(namespace: string, alertmanagers: number): readonly Flow[] {
  const part = (name: Part): Pods => ({ namespace, pods: monitoringPodLabels[name] });
  const prometheus = part("prometheus");
  const scrape = (name: Part, ...ports: readonly number[]): Flow => ({
    name: `prometheus-${name.toLowerCase()}`,
    from: prometheus,
    to: part(name),
    ports: tcp(...ports),
    why: name === "alertmanager" ? "alerts are handed over, and Alertmanager is watched" : "monitoring watches itself",
  });
  const api = (name: Part, why: string): Flow => apiServerFlow(`${name.toLowerCase()}-api`, part(name), why);
  return [
    scrape("alertmanager", PORTS.alertmanager, PORTS.reloader),
    scrape("prometheus", PORTS.prometheus, PORTS.reloader),
    scrape("grafana", PORTS.grafana),
    scrape("operator", PORTS.operator),
    scrape("kubeStateMetrics", PORTS.kubeStateMetrics),
    {
      name: "prometheus-nodes",
      from: prometheus,
      to: ANYWHERE,
      ports: tcp(PORTS.kubelet, PORTS.nodeExporter),
      why: "kubelets and node exporters answer at the nodes' addresses",
    },
    {
      name: "prometheus-dns",
      from: prometheus,
      to: { namespace: "kube-system", pods: { "k8s-app": "kube-dns" } },
      ports: tcp(PORTS.coreDns),
      why: "the cluster's DNS is watched",
    },
    api("prometheus", "targets are found there"),
    api("operator", "the operator watches rules and monitors"),
    api("kubeStateMetrics", "the state of objects is read there"),
    api("grafana", "the sidecar finds dashboards"),
    {
      name: "grafana-prometheus",
      from: part("grafana"),
      to: prometheus,
      ports: tcp(PORTS.prometheus),
      why: "dashboards ask Prometheus",
    },
    {
      name: "grafana-alertmanager",
      from: part("grafana"),
      to: part("alertmanager"),
      ports: tcp(PORTS.alertmanager),
      why: "firing alerts are shown",
    },
    httpsFlow("alertmanager-receivers", part("alertmanager"), "Slack, PagerDuty and tickets are told"),
    ...(alertmanagers > 1
      ? [
          {
            name: "alertmanager-mesh",
            from: part("alertmanager"),
            to: part("alertmanager"),
            ports: [...tcp(PORTS.alertmanagerMesh), ...udp(PORTS.alertmanagerMesh)],
            why: "Alertmanagers tell each other what they have sent, so that it is sent once",
          },
        ]
      : []),
  ];
}
