import { hostOf } from "../core/config/access";
import type { SecretKey } from "./secrets";

/** Brokers that speak TLS and ask for a login. */
export interface SecuredBrokers {
  /** First part of their secrets' keys: `apphubRedpanda`. */
  readonly prefix: string;
  /** As people say it: `AppHub brokers`. */
  readonly title: string;
  readonly cluster: string;
  readonly users: readonly string[];
  /** What a user's name begins with that its key needn't repeat: `apphub-`. */
  readonly userPrefix: string;
  /** Names and addresses by which the brokers are called. */
  readonly names: readonly string[];
}

export interface KafkaSecretKeys {
  readonly superuserPassword: string;
  readonly authority: string;
  readonly certificate: string;
}

export const keysOf = ({ prefix }: Pick<SecuredBrokers, "prefix">): KafkaSecretKeys => ({
  superuserPassword: `streaming:${prefix}AdminPassword`,
  authority: `streaming:${prefix}Authority`,
  certificate: `streaming:${prefix}Certificate`,
});

/** `streaming:apphubRedpandaCorePassword` of the user `apphub-core`. */
export function passwordKeyOf({ prefix, userPrefix }: SecuredBrokers, user: string): string {
  const words = user.slice(user.startsWith(userPrefix) ? userPrefix.length : 0).split("-");
  return `streaming:${prefix}${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}Password`;
}

/** In the order in which they are made: the authority signs the certificate. */
export function kafkaSecretKeys(brokers: SecuredBrokers, bootstrapServers: readonly string[]): readonly SecretKey[] {
  const keys = keysOf(brokers);
  return [
    {
      key: keys.superuserPassword,
      description: `Password of the superuser of the ${brokers.title}.`,
      make: "password",
    },
    ...brokers.users.map((user): SecretKey => ({
      key: passwordKeyOf(brokers, user),
      description: `Password of the user ${user} of the ${brokers.title}.`,
      make: "password",
    })),
    {
      key: keys.authority,
      description: `The authority that signs the certificate of the ${brokers.title}: its certificate and key, PEM.`,
      make: { kind: "authority", commonName: `${brokers.title}' authority` },
    },
    {
      key: keys.certificate,
      description: `The certificate of the ${brokers.title}, its authority's certificate and its key, PEM.`,
      make: {
        kind: "certificate",
        authority: keys.authority,
        commonName: brokers.cluster,
        names: withRunners(brokers.names, bootstrapServers),
      },
    },
  ];
}

/** The brokers' own names, and those by which the runner reaches them, where these aren't among them. */
function withRunners(own: readonly string[], bootstrapServers: readonly string[]): readonly string[] {
  const wildcards = own.filter((name) => name.startsWith("*.")).map((name) => name.slice(1));
  const isOwn = (host: string): boolean =>
    own.includes(host) || wildcards.some((end) => host.endsWith(end) && !host.slice(0, -end.length).includes("."));
  return [...own, ...new Set(bootstrapServers.map(hostOf).filter((host) => !isOwn(host)))];
}
