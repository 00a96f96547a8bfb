import { serviceHost } from "../../../core/names";

export const REDPANDA_PORTS = { kafka: 9092, external: 9094, admin: 9644, proxy: 8082, rpc: 33145 } as const;

/** Names that follow from the cluster's. */
export const redpandaNames = {
  headless: (cluster: string) => `${cluster}-headless`,
  external: (cluster: string) => `${cluster}-external`,
  config: (cluster: string) => `${cluster}-config`,
  superuserSecret: (cluster: string) => `${cluster}-admin`,
  tlsSecret: (cluster: string) => `${cluster}-tls`,
  pod: (cluster: string, ordinal: number) => `${cluster}-${ordinal}`,
  /** As the StatefulSet controller makes it from the claim template. */
  claim: (cluster: string, ordinal: number) => `${CLAIM_TEMPLATE}-${cluster}-${ordinal}`,
  /** What a broker tells clients and the other brokers to call it. */
  podHost: (cluster: string, namespace: string, pod: string) =>
    serviceHost(redpandaNames.headless(cluster), namespace, pod),
} as const;

export const CLAIM_TEMPLATE = "datadir";

const TLS_FOLDER = "/etc/redpanda-tls";
/** Where a secured broker's container has its certificate. */
export const TLS_FILES = {
  folder: TLS_FOLDER,
  certificate: `${TLS_FOLDER}/tls.crt`,
  key: `${TLS_FOLDER}/tls.key`,
  authority: `${TLS_FOLDER}/ca.crt`,
} as const;

/** Names and addresses by which the brokers are called: their certificate must hold them all. */
export const certificateNames = (cluster: string, namespace: string): readonly string[] => [
  serviceHost(redpandaNames.headless(cluster), namespace, "*"),
  cluster,
  `${cluster}.${namespace}`,
  `${cluster}.${namespace}.svc`,
  serviceHost(cluster, namespace),
  "localhost",
  "127.0.0.1",
];

/** Labels by which Services, budgets and spread rules find the brokers. They can't change in a StatefulSet's life. */
export const redpandaSelector = (cluster: string) => ({
  "app.kubernetes.io/name": "redpanda",
  "app.kubernetes.io/instance": cluster,
});
