/** A stack of any size for measuring: some of everything that rules look at, in as many namespaces as it takes. */
import type { Resource } from "../../policy/framework/resource";
import { mapOf } from "../../policy/framework/value";

/** Large nodes, so that the pods of all sizes fit: their number decides, not the nodes'. */
export const TARGET = {
  kind: "multi-node",
  distribution: "eks",
  zones: ["a", "b", "c"],
  nodes: [{ count: 12, cpu: "192", memory: "768Gi", disk: "1000Gi" }],
  storageClass: "gp3",
};

const object = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string,
  rest: object,
  labels: Readonly<Record<string, string>> = {},
): Resource => ({
  urn: `${kind}/${namespace}/${name}`,
  type: `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`,
  name,
  props: mapOf({ apiVersion, kind, metadata: { name, namespace, labels }, ...rest }),
  opts: { protect: true },
});
const aws = (type: string, name: string, props: object): Resource => ({
  urn: `${type}/${name}`,
  type: `aws:s3/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
  name,
  props: mapOf(props),
  opts: { protect: true },
});

const KAFKA = "kafka.strimzi.io/v1";
const OF_EVENTS = { "strimzi.io/cluster": "events" };
const CNPG = "postgresql.cnpg.io/v1";
const FLINK = "flink.apache.org/v1beta1";
const MONITORING = "monitoring.coreos.com/v1";

/** So many resources. */
export function stackOf(count: number): readonly Resource[] {
  const all: Resource[] = [];
  for (let team = 0; all.length < count; team += 1) {
    const namespace = `team-${team}`;
    all.push(...platformOf(namespace));
    for (let i = 0; i < 10; i += 1) all.push(...appOf(namespace, `app-${i}`));
  }
  return all.slice(0, count);
}

/** Brokers, a database, jobs, a bucket, and what watches them. */
function platformOf(namespace: string): readonly Resource[] {
  const bucket = `acme-${namespace}`;
  const job = { jarURI: "local:///opt/job.jar", parallelism: 1, upgradeMode: "savepoint" };
  return [
    object(KAFKA, "Kafka", "events", namespace, { spec: { kafka: { config: { "min.insync.replicas": 2 } } } }),
    object(KAFKA, "KafkaNodePool", "broker", namespace, { spec: { replicas: 3, roles: ["broker"] } }, OF_EVENTS),
    object(CNPG, "Cluster", "db", namespace, { spec: { instances: 3, storage: { size: "10Gi" } } }),
    object(CNPG, "Pooler", "db-pooler", namespace, { spec: { cluster: { name: "db" }, instances: 2 } }),
    object(CNPG, "ScheduledBackup", "db", namespace, { spec: { cluster: { name: "db" }, schedule: "0 0 2 * * *" } }),
    object(FLINK, "FlinkDeployment", "session", namespace, { spec: { taskManager: { replicas: 2 } } }),
    object(FLINK, "FlinkSessionJob", "one", namespace, { spec: { deploymentName: "session", job } }),
    object(FLINK, "FlinkSessionJob", "two", namespace, { spec: { deploymentName: "session", job } }),
    object(MONITORING, "PodMonitor", "all", namespace, { spec: { selector: { matchLabels: { app: namespace } } } }),
    object(MONITORING, "PrometheusRule", "all", namespace, {
      spec: {
        groups: [{ rules: [{ alert: "A", expr: "rate(kafka_server_brokertopicmetrics_bytesin_total[5m]) > 1" }] }],
      },
    }),
    aws("Bucket", namespace, { bucket }),
    aws("BucketVersioning", namespace, { bucket, versioningConfiguration: { status: "Enabled" } }),
    aws("BucketPublicAccessBlock", namespace, { bucket }),
  ];
}

/** A workload with what belongs to it. */
function appOf(namespace: string, name: string): readonly Resource[] {
  const labels = { app: name };
  const container = {
    name: "app",
    image: "registry.example.org/app:1.4.2",
    env: [{ name: "LOG_LEVEL", value: "info" }],
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
  };
  const template = {
    metadata: { labels },
    spec: { securityContext: { runAsNonRoot: true }, containers: [container] },
  };
  return [
    object("apps/v1", "Deployment", name, namespace, {
      spec: { replicas: 2, selector: { matchLabels: labels }, template },
    }),
    object("policy/v1", "PodDisruptionBudget", name, namespace, {
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    }),
    object("v1", "Service", name, namespace, { spec: { selector: labels } }),
    object("v1", "ConfigMap", name, namespace, { data: { "app.properties": "log.level=info\nport=8080\n" } }),
    object("v1", "ServiceAccount", name, namespace, {}),
    object("networking.k8s.io/v1", "NetworkPolicy", name, namespace, {
      spec: { podSelector: { matchLabels: labels } },
    }),
    object(
      KAFKA,
      "KafkaTopic",
      name,
      namespace,
      { spec: { partitions: 6, replicas: 3, config: { "retention.ms": 86_400_000 } } },
      OF_EVENTS,
    ),
  ];
}
