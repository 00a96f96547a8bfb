import { base64 } from "../../../core/base64";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { authorityOf, chainOf, keyOf } from "../../../core/pem";
import { SCRAM, SUPERUSER } from "../names";
import { redpandaNames } from "./names";
import { objectMeta } from "./objects";
import type { RedpandaPlan } from "./plan";

/** What only the stack's encrypted config holds. */
export interface RedpandaSecrets {
  readonly superuserPassword: pulumi.Output<string>;
  /** PEM: the brokers' certificate, its authority's certificate, and the key. */
  readonly certificate: pulumi.Output<string>;
}

export const superuserSecret = (
  plan: RedpandaPlan,
  password: pulumi.Output<string>,
): k8s.types.input.core.v1.Secret => ({
  metadata: objectMeta(plan, redpandaNames.superuserSecret(plan.cluster)),
  type: "kubernetes.io/basic-auth",
  data: {
    username: base64(SUPERUSER),
    password: password.apply(base64),
    bootstrap: password.apply((text) => base64(`${SUPERUSER}:${text}:${SCRAM}`)),
  },
});

/** The brokers read it again when it changes, without a restart. */
export const tlsSecret = (plan: RedpandaPlan, certificate: pulumi.Output<string>): k8s.types.input.core.v1.Secret => ({
  metadata: objectMeta(plan, redpandaNames.tlsSecret(plan.cluster)),
  type: "kubernetes.io/tls",
  data: {
    "tls.crt": certificate.apply((pem) => base64(chainOf(pem))),
    "tls.key": certificate.apply((pem) => base64(keyOf(pem))),
    "ca.crt": certificate.apply((pem) => base64(authorityOf(pem))),
  },
});
