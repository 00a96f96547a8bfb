import { SCRAM, SUPERUSER } from "../../components/kafka/names";
import { redpandaNames } from "../../components/kafka/redpanda/names";
import { strimziNames } from "../../components/kafka/strimzi/names";
import { SUPERUSER as POSTGRES_SUPERUSER } from "../../components/postgres/names";
import type { TargetConfig } from "../../core/config/target";
import { APPHUB } from "../../stacks/apphub-names";
import { APPHUB_BROKERS } from "../../stacks/apphub-secrets";
import type { StackConfig } from "../../stacks/config";
import { keysOf, type SecuredBrokers } from "../../stacks/kafka-secrets";
import { APPHUB_SECRETS } from "../../stacks/secrets";
import { STREAMFLOW } from "../../stacks/streamflow-names";
import { STREAMFLOW_BROKERS, STREAMFLOW_SECRETS } from "../../stacks/streamflow-secrets";

/** What of a platform listens somewhere, by the names that its brokers' pods and its database have in the cluster. */
export interface PlatformEndpoints {
  /** Key of the platform in the config and in `access`. */
  readonly platform: "apphub" | "streamflow";
  /** Prefix of the environment variables for people: `APPHUB`. */
  readonly prefix: string;
  readonly kafka: {
    readonly namespace: string;
    readonly pods: readonly string[];
    /** Where the brokers speak TLS and ask who one is: their superuser. */
    readonly login?: KafkaLogin;
  };
  readonly database: {
    readonly namespace: string;
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
export function platformEndpoints(config: StackConfig): readonly PlatformEndpoints[] {
  return [...apphubEndpoints(config), ...streamflowEndpoints(config)];
}

function apphubEndpoints({ apphub, access, target }: StackConfig): readonly PlatformEndpoints[] {
  if (apphub === undefined) return [];
  return [
    {
      platform: "apphub",
      prefix: "APPHUB",
      kafka: {
        namespace: APPHUB.namespace,
        pods: numbered(apphub.redpanda.brokers, (i) => redpandaNames.pod(APPHUB.redpanda, i)),
        ...loginOf(APPHUB_BROKERS, target),
      },
      database: {
        namespace: APPHUB.namespace,
        cluster: APPHUB.sequencerDb,
        name: APPHUB.database.database,
        role: APPHUB.database.role,
        passwordKey: APPHUB_SECRETS.corePassword,
        sslmode: access.apphub?.postgres?.sslmode ?? "disable",
      },
    },
  ];
}

function streamflowEndpoints({ streamflow, access, target }: StackConfig): readonly PlatformEndpoints[] {
  if (streamflow === undefined) return [];
  return [
    {
      platform: "streamflow",
      prefix: "STREAMFLOW",
      kafka: {
        namespace: STREAMFLOW.namespaces.kafka,
        pods: numbered(streamflow.kafka.brokers, (i) => strimziNames.pod(STREAMFLOW.kafka, STREAMFLOW.pool, i)),
        ...loginOf(STREAMFLOW_BROKERS, target),
      },
      database: {
        namespace: STREAMFLOW.namespaces.data,
        cluster: STREAMFLOW.postgres,
        name: STREAMFLOW.database,
        role: POSTGRES_SUPERUSER,
        passwordKey: STREAMFLOW_SECRETS.superuserPassword,
        sslmode: access.streamflow?.postgres?.sslmode ?? "disable",
      },
    },
  ];
}

const numbered = (count: number, name: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => name(index));

/** Brokers on several nodes speak TLS and ask who one is. */
function loginOf(brokers: SecuredBrokers, { kind }: TargetConfig): { readonly login?: KafkaLogin } {
  if (kind === "single-node") return {};
  const { superuserPassword, authority } = keysOf(brokers);
  return {
    login: { user: SUPERUSER, mechanism: SCRAM, passwordKey: superuserPassword, authorityKey: authority },
  };
}
