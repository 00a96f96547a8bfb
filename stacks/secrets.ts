import { kafkaSecretKeys } from "./apphub-secrets";
import type { StackConfig } from "./config";

/** A secret that the stack's config must have, encrypted by Pulumi. */
export interface SecretKey {
  /** As `pulumi config set --secret` takes it. */
  readonly key: string;
  readonly description: string;
  /** How `npm run secrets` makes it. */
  readonly make: SecretMaking;
}

/** A random password; or a certificate authority (certificate and key, PEM); or a certificate that one of them signs (with its chain and key). */
export type SecretMaking =
  | "password"
  | { readonly kind: "authority"; readonly commonName: string }
  | {
      readonly kind: "certificate";
      /** Key of the authority's secret. */
      readonly authority: string;
      readonly commonName: string;
      /** DNS names and addresses that it is good for. */
      readonly names: readonly string[];
    };

export const APPHUB_SECRETS = {
  superuserPassword: "streaming:apphubSequencerDbSuperuserPassword",
  corePassword: "streaming:apphubSequencerDbPassword",
} as const;

const APPHUB: readonly SecretKey[] = [
  {
    key: APPHUB_SECRETS.superuserPassword,
    description: "Password of the role postgres on sequencer-db.",
    make: "password",
  },
  {
    key: APPHUB_SECRETS.corePassword,
    description: "Password of the role apphub_core on sequencer-db.",
    make: "password",
  },
];

/** The secrets that this config needs: none for a platform that is switched off. */
export function secretKeys({
  apphub,
  target,
  access,
}: Pick<StackConfig, "apphub" | "target" | "access">): readonly SecretKey[] {
  if (apphub === undefined) return [];
  return target.kind === "multi-node"
    ? [...APPHUB, ...kafkaSecretKeys(access.apphub?.kafka?.bootstrapServers ?? [])]
    : APPHUB;
}

/** Every secret of every platform: known keys, even while the platform is switched off. */
export const ALL_SECRETS: readonly SecretKey[] = [...APPHUB, ...kafkaSecretKeys([])];
export const ALL_SECRET_KEYS: readonly string[] = ALL_SECRETS.map(({ key }) => key);
