/** What Kubernetes' own exporters say about pods, claims and nodes. Their labels speak of other objects, so they win over the target's. */
import { counters, gauges, type Exporter } from "../../../core/alerts/exporter";

const CONTAINER = ["namespace", "pod", "uid", "container"];

/** [kube-state-metrics docs, metrics]. */
export const kubeStateMetrics: Exporter = {
  name: "kube-state-metrics",
  metrics: {
    ...gauges(["namespace", "pod", "uid", "condition"], "kube_pod_status_ready"),
    ...gauges(
      [...CONTAINER, "reason"],
      "kube_pod_container_status_waiting_reason",
      "kube_pod_container_status_terminated_reason",
      "kube_pod_container_status_last_terminated_reason",
    ),
    ...counters(CONTAINER, "kube_pod_container_status_restarts_total"),
    ...gauges(["namespace", "deployment"], "kube_deployment_status_replicas_available"),
    ...gauges(["namespace", "statefulset"], "kube_statefulset_replicas", "kube_statefulset_status_replicas_ready"),
    ...gauges(["namespace", "cronjob"], "kube_cronjob_status_last_successful_time"),
  },
};

/** [Kubernetes docs, metrics reference, kubelet]. Volumes of `local-path` have none. */
export const kubelet: Exporter = {
  name: "kubelet",
  metrics: gauges(
    ["namespace", "persistentvolumeclaim"],
    "kubelet_volume_stats_used_bytes",
    "kubelet_volume_stats_available_bytes",
    "kubelet_volume_stats_capacity_bytes",
  ),
};

export const cadvisor: Exporter = {
  name: "cAdvisor",
  metrics: {
    ...counters(["namespace", "pod", "container", "id", "image", "name"], "container_cpu_usage_seconds_total"),
    ...gauges(["namespace", "pod", "container", "id", "image", "name"], "container_memory_working_set_bytes"),
  },
};

export const nodeExporter: Exporter = {
  name: "node exporter",
  metrics: gauges(
    ["device", "fstype", "mountpoint"],
    "node_filesystem_avail_bytes",
    "node_filesystem_size_bytes",
    "node_filesystem_readonly",
  ),
};

/** Made by Prometheus itself for each target and each alert. */
export const prometheusItself: Exporter = {
  name: "Prometheus",
  metrics: {
    ...gauges([], "up"),
    ...gauges(["alertname", "alertstate", "severity", "team", "platform"], "ALERTS"),
    ...gauges([], "prometheus_tsdb_head_series"),
    ...counters(["rule_group"], "prometheus_rule_evaluation_failures_total"),
  },
};

export const alertmanagerItself: Exporter = {
  name: "Alertmanager",
  metrics: {
    ...counters(["integration"], "alertmanager_notifications_total"),
    ...counters(["integration", "reason"], "alertmanager_notifications_failed_total"),
  },
};
