import type { Kafka } from "../../../schemas/types/Kafka";
import { SUPERUSER } from "../names";
import type { KafkaDeployment } from "./deployment";
import { KAFKA_PORTS, strimziNames } from "./names";

type KafkaSpec = NonNullable<Kafka["spec"]>["kafka"];
type Listener = KafkaSpec["listeners"][number];

/**
 * Everybody connects at 9092. Strimzi opens each listener to the whole cluster unless it is told who may come, and policies only add up: so
 * it is told.
 */
export function listeners(plan: KafkaDeployment): KafkaSpec["listeners"] {
  const { secured, cluster, external } = plan;
  const networkPolicyPeers = plan.clients.map((namespace) => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  }));
  const shared = { port: KAFKA_PORTS.clients, type: "internal", networkPolicyPeers } as const;
  const internal: Listener = secured
    ? {
        ...shared,
        name: "clients",
        tls: true,
        authentication: { type: "scram-sha-512" },
        configuration: {
          // Names that also a resolver outside the pods' search path knows.
          useServiceDnsDomain: true,
          brokerCertChainAndKey: {
            secretName: strimziNames.tlsSecret(cluster),
            certificate: "tls.crt",
            key: "tls.key",
          },
        },
      }
    : { ...shared, name: "plain", tls: false, configuration: { useServiceDnsDomain: true } };
  return external === undefined ? [internal] : [internal, externalListener(external)];
}

/** The one broker's own port on the node: whoever starts there is also told to stay there. */
const externalListener = ({ host, port }: NonNullable<KafkaDeployment["external"]>): Listener => ({
  name: "external",
  port: KAFKA_PORTS.external,
  type: "nodeport",
  tls: false,
  configuration: { brokers: [{ broker: 0, nodePort: port, advertisedHost: host, advertisedPort: port }] },
});

export const authorization = ({ secured }: KafkaDeployment): Pick<KafkaSpec, "authorization"> =>
  secured ? { authorization: { type: "simple", superUsers: [SUPERUSER] } } : {};
