import { certificateNames } from "../components/kafka/redpanda/names";
import { hostOf } from "../core/config/access";
import { APPHUB } from "./apphub-names";
import type { SecretKey } from "./secrets";

/** Secrets of brokers that speak TLS and ask for a login. */
export const APPHUB_KAFKA_SECRETS = {
  superuserPassword: "streaming:apphubRedpandaAdminPassword",
  authority: "streaming:apphubRedpandaAuthority",
  certificate: "streaming:apphubRedpandaCertificate",
} as const;

/** `streaming:apphubRedpandaCorePassword` of the user `apphub-core`. */
export function passwordKeyOf(user: string): string {
  const [first = "", ...rest] = user.replace(/^apphub-/, "").split("");
  return `streaming:apphubRedpanda${first.toUpperCase()}${rest.join("")}Password`;
}

/** In the order in which they are made: the authority signs the certificate. */
export const kafkaSecretKeys = (bootstrapServers: readonly string[]): readonly SecretKey[] => [
  { key: APPHUB_KAFKA_SECRETS.superuserPassword, description: "Password of the brokers' superuser.", make: "password" },
  ...Object.values(APPHUB.users).map((user): SecretKey => ({
    key: passwordKeyOf(user),
    description: `Password of the brokers' user ${user}.`,
    make: "password",
  })),
  {
    key: APPHUB_KAFKA_SECRETS.authority,
    description: "The authority that signs the brokers' certificate: its certificate and key, PEM.",
    make: { kind: "authority", commonName: "AppHub brokers' authority" },
  },
  {
    key: APPHUB_KAFKA_SECRETS.certificate,
    description: "The brokers' certificate, its authority's certificate and its key, PEM.",
    make: {
      kind: "certificate",
      authority: APPHUB_KAFKA_SECRETS.authority,
      commonName: APPHUB.redpanda,
      names: namesFor(bootstrapServers),
    },
  },
];

/** The brokers' own names, and those by which the runner reaches them, where these aren't among them. */
function namesFor(bootstrapServers: readonly string[]): readonly string[] {
  const own = certificateNames(APPHUB.redpanda, APPHUB.namespace);
  const wildcards = own.filter((name) => name.startsWith("*.")).map((name) => name.slice(1));
  const isOwn = (host: string): boolean =>
    own.includes(host) || wildcards.some((end) => host.endsWith(end) && !host.slice(0, -end.length).includes("."));
  return [...own, ...new Set(bootstrapServers.map(hostOf).filter((host) => !isOwn(host)))];
}
