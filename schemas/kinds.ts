/** Kinds that the stacks declare. A new one is added here, then `npm run schemas` fetches its schema. */

/** Built into Kubernetes, by API version. */
export const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  v1: [
    "ConfigMap",
    "LimitRange",
    "Namespace",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Pod",
    "ResourceQuota",
    "Secret",
    "Service",
    "ServiceAccount",
  ],
  "apps/v1": ["DaemonSet", "Deployment", "StatefulSet"],
  "autoscaling/v2": ["HorizontalPodAutoscaler"],
  "batch/v1": ["CronJob", "Job"],
  "networking.k8s.io/v1": ["Ingress", "NetworkPolicy"],
  "policy/v1": ["PodDisruptionBudget"],
  "rbac.authorization.k8s.io/v1": ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
  "scheduling.k8s.io/v1": ["PriorityClass"],
  "storage.k8s.io/v1": ["StorageClass"],
};

/** Defined by operators, by API version. */
export const CUSTOM: Readonly<Record<string, readonly string[]>> = {
  "postgresql.cnpg.io/v1": ["Cluster", "Pooler", "ScheduledBackup"],
  "barmancloud.cnpg.io/v1": ["ObjectStore"],
  "kafka.strimzi.io/v1": ["Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser"],
  "flink.apache.org/v1beta1": ["FlinkDeployment", "FlinkSessionJob"],
  "monitoring.coreos.com/v1": ["PodMonitor", "PrometheusRule", "ServiceMonitor"],
  "snapshot.storage.k8s.io/v1": ["VolumeSnapshot", "VolumeSnapshotClass"],
};
