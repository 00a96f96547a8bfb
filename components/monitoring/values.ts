/** Values of kube-prometheus-stack, as far as they differ from the chart's own. */
import type { Resources } from "../../core/capacity/pods/pod";
import { MiB, formatDuration, formatSize } from "../../core/units";
import { quantities } from "../pods";
import type { MonitoringDeployment } from "./deployment";
import { DASHBOARD, monitoringNames, SELECTED } from "./names";
import { ALERTMANAGER_VOLUME, BASELINE, RELOADER } from "./pods";
import { resourceMetrics } from "./resource-metrics";

const sized = (requests: Resources, limits: Resources = requests) => ({
  resources: { requests: quantities(requests), limits: quantities(limits) },
});
/** Within the shortest interval that the config takes. */
const SCRAPE_TIMEOUT_MS = 5_000;

const twice = ({ cpu, memory }: Resources): Resources => ({ cpu: 2 * cpu, memory: 2 * memory });

/** Parts of Kubernetes that managed clusters and K3s don't show to Prometheus: watched, they would be reported missing for ever. */
const HIDDEN = ["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"] as const;
const HIDDEN_RULES = ["etcd", "kubeControllerManager", "kubeProxy", "kubeSchedulerAlerting", "kubeSchedulerRecording"];

export const chartValues = (plan: MonitoringDeployment) => ({
  crds: { enabled: true },
  ...Object.fromEntries(HIDDEN.map((part) => [part, { enabled: false }])),
  defaultRules: { create: true, rules: Object.fromEntries(HIDDEN_RULES.map((rules) => [rules, false])) },
  // The chart would take containers' samples three times as often as all others; sizes follow from one interval.
  kubelet: { serviceMonitor: { cAdvisorInterval: formatDuration(plan.scrapeIntervalMs) } },
  prometheus: { prometheusSpec: prometheusSpec(plan) },
  alertmanager: {
    // No secret among it: addresses are read from files.
    ...(plan.alertmanager === undefined ? {} : { config: plan.alertmanager }),
    alertmanagerSpec: alertmanagerSpec(plan),
  },
  grafana: plan.grafana ? grafana() : { enabled: false },
  prometheusOperator: {
    ...sized(BASELINE.operator, twice(BASELINE.operator)),
    prometheusConfigReloader: sized(RELOADER),
    // Rules are tried before they are deployed; a webhook that isn't there can't stop a deployment.
    admissionWebhooks: { enabled: false },
    tls: { enabled: false },
  },
  "kube-state-metrics": {
    ...sized(BASELINE.kubeStateMetrics, twice(BASELINE.kubeStateMetrics)),
    ...resourceMetrics(),
  },
  "prometheus-node-exporter": sized(BASELINE.nodeExporter, { ...BASELINE.nodeExporter, cpu: 250 }),
});

function prometheusSpec(plan: MonitoringDeployment) {
  const selected = { matchLabels: { ...SELECTED } };
  return {
    replicas: plan.replicas,
    retention: formatDuration(plan.retentionMs),
    retentionSize: `${Math.floor(plan.retentionBytes / MiB)}MiB`,
    scrapeInterval: formatDuration(plan.scrapeIntervalMs),
    walCompression: true,
    ...sized(plan, { cpu: 2 * plan.cpu, memory: plan.memory }),
    ruleSelector: selected,
    serviceMonitorSelector: selected,
    podMonitorSelector: selected,
    probeSelector: selected,
    // Of every namespace.
    ruleNamespaceSelector: {},
    serviceMonitorNamespaceSelector: {},
    podMonitorNamespaceSelector: {},
    probeNamespaceSelector: {},
    ...placement(plan, plan.replicas, "prometheus"),
    storageSpec: storage(plan, plan.volume),
  };
}

const alertmanagerSpec = (plan: MonitoringDeployment) => ({
  replicas: plan.alertmanagers,
  ...sized(BASELINE.alertmanager, { ...BASELINE.alertmanager, cpu: 100 }),
  ...placement(plan, plan.alertmanagers, "alertmanager"),
  storage: storage(plan, ALERTMANAGER_VOLUME),
  ...(plan.receiverSecrets.length === 0 ? {} : { secrets: [monitoringNames.receivers] }),
});

const grafana = () => ({
  enabled: true,
  ...sized(BASELINE.grafana, twice(BASELINE.grafana)),
  // The chart has a default password.
  admin: { existingSecret: monitoringNames.grafanaAdmin, userKey: "username", passwordKey: "password" },
  defaultDashboardsTimezone: "utc",
  // The chart's own lacks the label, and waits longer than a short interval lasts, which the operator refuses.
  serviceMonitor: { labels: { ...SELECTED }, scrapeTimeout: formatDuration(SCRAPE_TIMEOUT_MS) },
  sidecar: {
    ...sized(RELOADER),
    dashboards: {
      enabled: true,
      label: Object.keys(DASHBOARD.label)[0],
      labelValue: Object.values(DASHBOARD.label)[0],
      searchNamespace: "ALL",
      folderAnnotation: DASHBOARD.folder,
      provider: { foldersFromFilesStructure: true },
    },
  },
});

const storage = ({ storageClass }: MonitoringDeployment, bytes: number) => ({
  volumeClaimTemplate: {
    spec: {
      storageClassName: storageClass,
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: formatSize(bytes) } },
    },
  },
});

/** Hard rules, as the capacity model has them. */
function placement({ redundant, zones }: MonitoringDeployment, copies: number, name: string) {
  if (!redundant || copies < 2) return {};
  return {
    podAntiAffinity: "hard",
    ...(zones > 1
      ? {
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "topology.kubernetes.io/zone",
              whenUnsatisfiable: "DoNotSchedule",
              labelSelector: { matchLabels: { "app.kubernetes.io/name": name } },
            },
          ],
        }
      : {}),
  };
}
