import type * as kafka from "@pulumi/kafka";
import type * as pulumi from "@pulumi/pulumi";
import type { KafkaAccess } from "../../core/config/access";

/** How somebody enters brokers that speak TLS and ask for a password by SCRAM-SHA-512. */
export interface KafkaLogin {
  readonly username: string;
  readonly password: pulumi.Output<string>;
  /** PEM: whom to trust. */
  readonly authority: pulumi.Output<string>;
}

/** All of it is config, so that previews know it: with an unknown address or password they would lie about replacements. */
export const providerArgs = (access: KafkaAccess, login: KafkaLogin | undefined): kafka.ProviderArgs => ({
  bootstrapServers: [...access.bootstrapServers],
  tlsEnabled: access.tls,
  ...(login === undefined
    ? {}
    : {
        caCert: login.authority,
        saslMechanism: "scram-sha512",
        saslUsername: login.username,
        saslPassword: login.password,
      }),
});
