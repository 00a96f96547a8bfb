/** Strimzi's objects of the fixture: separate controllers, three brokers in three zones, in a namespace that is strict about its pods. */
import type { Kafka } from "../../../../schemas/types/Kafka";
import type { KafkaNodePool } from "../../../../schemas/types/KafkaNodePool";
import type { KafkaUser } from "../../../../schemas/types/KafkaUser";

export const NAMESPACE = "ledger";
export const CLUSTER = "ledger";
export const SUPERUSER = "admin";
export const SUPERUSER_SECRET = "superuser";
export const TLS_SECRET = "clients-tls";

const CONTAINER = {
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  },
};
const POD = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } };

const resources = (memory: string) => ({ requests: { cpu: "250m", memory }, limits: { cpu: "500m", memory } });

export const kafka: Kafka = {
  apiVersion: "kafka.strimzi.io/v1",
  kind: "Kafka",
  metadata: { name: CLUSTER, namespace: NAMESPACE, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
  spec: {
    kafka: {
      listeners: [
        {
          ...{ name: "clients", port: 9092, type: "internal", tls: true },
          authentication: { type: "scram-sha-512" },
          configuration: {
            brokerCertChainAndKey: { secretName: TLS_SECRET, certificate: "tls.crt", key: "tls.key" },
          },
        },
      ],
      authorization: { type: "simple", superUsers: [SUPERUSER] },
      config: { "default.replication.factor": 3, "min.insync.replicas": 2 },
      rack: { topologyKey: "topology.kubernetes.io/zone" },
    },
    entityOperator: {
      topicOperator: { resources: resources("256Mi") },
      userOperator: { resources: resources("256Mi") },
      template: {
        pod: { securityContext: POD },
        topicOperatorContainer: CONTAINER,
        // Users that the program makes itself have no KafkaUser.
        userOperatorContainer: { ...CONTAINER, env: [{ name: "STRIMZI_IGNORED_USERS_PATTERN", value: "program-.*" }] },
      },
    },
  },
};

export const pool = (name: string, role: "broker" | "controller", ids: string): KafkaNodePool => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaNodePool",
  metadata: {
    ...{ name, namespace: NAMESPACE, labels: { "strimzi.io/cluster": CLUSTER } },
    annotations: { "strimzi.io/next-node-ids": ids },
  },
  spec: {
    replicas: 3,
    roles: [role],
    storage: { type: "persistent-claim", size: "5Gi", deleteClaim: true },
    resources: resources("1Gi"),
    template: {
      pod: {
        securityContext: { ...POD, fsGroup: 0 },
        topologySpreadConstraints: [
          {
            ...{ maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
            labelSelector: { matchLabels: { "strimzi.io/pool-name": name } },
          },
        ],
      },
      kafkaContainer: CONTAINER,
      initContainer: CONTAINER,
    },
  },
});

export const user = (name: string, spec: NonNullable<KafkaUser["spec"]>): KafkaUser => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaUser",
  metadata: {
    ...{ name, namespace: NAMESPACE, labels: { "strimzi.io/cluster": CLUSTER } },
    annotations: { "pulumi.com/waitFor": "condition=Ready" },
  },
  spec,
});
