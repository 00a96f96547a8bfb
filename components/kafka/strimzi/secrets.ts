import { base64 } from "../../../core/base64";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { authorityOf, chainOf, keyOf } from "../../../core/pem";
import type { KafkaUser } from "../../../schemas/types/KafkaUser";
import { SCRAM, SUPERUSER } from "../names";
import type { KafkaDeployment } from "./deployment";
import { clusterMeta } from "./kafka";
import { CLIENT_FILES, STRIMZI_LABELS, strimziNames } from "./names";

type Secret = k8s.types.input.core.v1.Secret;

/** What only the stack's encrypted config holds. */
export interface KafkaSecrets {
  readonly superuserPassword: pulumi.Output<string>;
  /** PEM: the brokers' certificate, its authority's certificate, and the key. */
  readonly certificate: pulumi.Output<string>;
}

/** The superuser's password, ours, and what the tools in a broker's container log in with. */
export const superuserSecret = (plan: KafkaDeployment, { superuserPassword, certificate }: KafkaSecrets): Secret => ({
  metadata: clusterMeta(plan, strimziNames.superuserSecret(plan.cluster)),
  type: "Opaque",
  data: {
    username: base64(SUPERUSER),
    password: superuserPassword.apply(base64),
    "client.properties": superuserPassword.apply((password) => base64(clientProperties(password))),
    "ca.crt": certificate.apply((pem) => base64(authorityOf(pem))),
  },
});

/** What the clients' listener shows. */
export const tlsSecret = (plan: KafkaDeployment, { certificate }: KafkaSecrets): Secret => ({
  metadata: clusterMeta(plan, strimziNames.tlsSecret(plan.cluster)),
  type: "kubernetes.io/tls",
  data: {
    "tls.crt": certificate.apply((pem) => base64(chainOf(pem))),
    "tls.key": certificate.apply((pem) => base64(keyOf(pem))),
    "ca.crt": certificate.apply((pem) => base64(authorityOf(pem))),
  },
});

/** The user operator gives the superuser this password on the brokers, so that the runner can log in as soon as they are there. */
export const superuser = (plan: KafkaDeployment, annotations: Readonly<Record<string, string>>): KafkaUser => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaUser",
  metadata: {
    name: SUPERUSER,
    namespace: plan.namespace,
    labels: { [STRIMZI_LABELS.cluster]: plan.cluster, "app.kubernetes.io/part-of": plan.partOf },
    annotations: { ...annotations },
  },
  spec: {
    authentication: {
      type: "scram-sha-512",
      password: {
        valueFrom: { secretKeyRef: { name: strimziNames.superuserSecret(plan.cluster), key: "password" } },
      },
    },
  },
});

/** For `--command-config` of Kafka's tools. */
const clientProperties = (password: string): string =>
  [
    "security.protocol=SASL_SSL",
    `sasl.mechanism=${SCRAM}`,
    `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${SUPERUSER}" password="${password}";`,
    "ssl.truststore.type=PEM",
    `ssl.truststore.location=${CLIENT_FILES.authority}`,
    "",
  ].join("\n");
