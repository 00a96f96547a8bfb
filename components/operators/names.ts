/** Namespaces of the operators; flows and pages use them. */
export const OPERATOR_NAMESPACES = {
  strimzi: "strimzi-system",
  cloudNativePg: "cnpg-system",
  flink: "flink-operator",
  certManager: "cert-manager",
} as const;

/** Pods' labels and where they answer Prometheus. */
export const OPERATOR_PODS = {
  strimzi: { labels: { "strimzi.io/kind": "cluster-operator" }, metrics: { port: "http", number: 8080 } },
  cloudNativePg: {
    labels: { "app.kubernetes.io/name": "cloudnative-pg" },
    metrics: { port: "metrics", number: 8080 },
  },
  flink: {
    labels: { "app.kubernetes.io/name": "flink-kubernetes-operator" },
    metrics: { port: "metrics", number: 9999 },
  },
} as const;

/** Holds the password of the Flink operator's webhook. */
export const KEYSTORE_SECRET = { name: "flink-operator-webhook-keystore", key: "password" } as const;
