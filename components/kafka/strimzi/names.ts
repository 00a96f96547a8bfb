import { serviceHost } from "../../../core/names";

/** Names that Strimzi derives from a Kafka cluster's [Strimzi KafkaResources.java], and ours beside them. */
export const strimziNames = {
  pod: (cluster: string, pool: string, id: number) => `${cluster}-${pool}-${id}`,
  /** One volume per broker, not JBOD. */
  claim: (cluster: string, pool: string, id: number) => `data-${cluster}-${pool}-${id}`,
  bootstrap: (cluster: string) => `${cluster}-kafka-bootstrap`,
  /** Headless: gives each broker a name. */
  brokers: (cluster: string) => `${cluster}-kafka-brokers`,
  entityOperator: (cluster: string) => `${cluster}-entity-operator`,
  exporter: (cluster: string) => `${cluster}-kafka-exporter`,
  metrics: (cluster: string) => `${cluster}-metrics`,
  superuserSecret: (cluster: string) => `${cluster}-admin`,
  tlsSecret: (cluster: string) => `${cluster}-tls`,
  /** What a broker tells clients to call it. */
  podHost: (cluster: string, namespace: string, pod: string) =>
    serviceHost(strimziNames.brokers(cluster), namespace, pod),
} as const;

/** Node ids of controllers start here, so that brokers keep theirs from 0 on every target (`strimzi.io/next-node-ids`). */
export const FIRST_CONTROLLER_ID = 100;
export const CONTROLLER_POOL = "controller";

export const KAFKA_PORTS = { clients: 9092, external: 9094, replication: 9091, control: 9090, metrics: 9404 } as const;

/** Where the ConfigMap of metrics has the rules. */
export const METRICS_KEY = "kafka-metrics-config.yml";

/** Labels that Strimzi puts on what belongs to a cluster, and on pods. */
export const STRIMZI_LABELS = {
  cluster: "strimzi.io/cluster",
  kind: "strimzi.io/kind",
  name: "strimzi.io/name",
  pool: "strimzi.io/pool-name",
} as const;

/** Where a secured broker's container has what the command line tools log in with. */
export const CLIENT_FILES = {
  folder: "/mnt/admin",
  properties: "/mnt/admin/client.properties",
  authority: "/mnt/admin/ca.crt",
} as const;

/** Names and addresses by which the brokers are called: their certificate must hold them all. */
export const certificateNames = (cluster: string, namespace: string): readonly string[] => {
  const bootstrap = strimziNames.bootstrap(cluster);
  return [
    serviceHost(strimziNames.brokers(cluster), namespace, "*"),
    bootstrap,
    `${bootstrap}.${namespace}`,
    `${bootstrap}.${namespace}.svc`,
    serviceHost(bootstrap, namespace),
    "localhost",
    "127.0.0.1",
  ];
};
