import { base64 } from "../../../core/base64";
import type * as k8s from "@pulumi/kubernetes";
import { SCRAM } from "../names";
import type { KafkaLogin } from "../login";

/** What users' Secrets have in common. */
export interface LoginScope {
  readonly partOf: string;
  /** Addresses at which services in the cluster start. */
  readonly brokers: string;
}

/** `apphub-core-kafka` of the user `apphub-core`. */
export const loginSecretName = (user: string): string => `${user}-kafka`;

/** All that a workload's client needs. */
export const loginSecret = (
  { partOf, brokers }: LoginScope,
  namespace: string,
  { username, password, authority }: KafkaLogin,
): k8s.types.input.core.v1.Secret => ({
  metadata: {
    name: loginSecretName(username),
    namespace,
    labels: { "app.kubernetes.io/name": username, "app.kubernetes.io/part-of": partOf },
  },
  type: "Opaque",
  data: {
    brokers: base64(brokers),
    "security.protocol": base64("SASL_SSL"),
    "sasl.mechanism": base64(SCRAM),
    username: base64(username),
    password: password.apply(base64),
    "ca.crt": authority.apply(base64),
  },
});
