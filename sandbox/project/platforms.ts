import { redpandaNames, SCRAM, SUPERUSER } from "../../components/kafka/redpanda/names";
import { APPHUB } from "../../stacks/apphub-names";
import { APPHUB_KAFKA_SECRETS } from "../../stacks/apphub-secrets";
import type { StackConfig } from "../../stacks/config";
import { APPHUB_SECRETS } from "../../stacks/secrets";

/** What of a platform listens somewhere, by the names that its brokers' pods and its database have in the cluster. */
export interface PlatformEndpoints {
  /** Key of the platform in the config and in `access`. */
  readonly platform: "apphub";
  /** Prefix of the environment variables for people: `APPHUB`. */
  readonly prefix: string;
  readonly namespace: string;
  readonly kafka: {
    readonly pods: readonly string[];
    /** Where the brokers speak TLS and ask who one is: their superuser. */
    readonly login?: KafkaLogin;
  };
  readonly database: {
    readonly cluster: string;
    readonly name: string;
    readonly role: string;
    /** Config key of the role's password. */
    readonly passwordKey: string;
    readonly sslmode: string;
  };
}

export interface KafkaLogin {
  readonly user: string;
  readonly mechanism: string;
  /** Config keys of the user's password, and of the authority (certificate and key) that signs the brokers' certificate. */
  readonly passwordKey: string;
  readonly authorityKey: string;
}

/** Every platform that the config switches on. */
export function platformEndpoints({ apphub, access }: StackConfig): readonly PlatformEndpoints[] {
  if (apphub === undefined) return [];
  const pods = Array.from({ length: apphub.redpanda.brokers }, (_, i) => redpandaNames.pod(APPHUB.redpanda, i));
  return [
    {
      platform: "apphub",
      prefix: "APPHUB",
      namespace: APPHUB.namespace,
      kafka: { pods, ...(access.apphub?.kafka?.tls === true && { login: APPHUB_LOGIN }) },
      database: {
        cluster: APPHUB.sequencerDb,
        name: APPHUB.database.database,
        role: APPHUB.database.role,
        passwordKey: APPHUB_SECRETS.corePassword,
        sslmode: access.apphub?.postgres?.sslmode ?? "disable",
      },
    },
  ];
}

const APPHUB_LOGIN: KafkaLogin = {
  user: SUPERUSER,
  mechanism: SCRAM,
  passwordKey: APPHUB_KAFKA_SECRETS.superuserPassword,
  authorityKey: APPHUB_KAFKA_SECRETS.authority,
};
