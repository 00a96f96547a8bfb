import { executorOf } from "../components/airflow/plan";
import { APPHUB_BROKERS } from "./apphub-secrets";
import { ALL_CLUSTER_SECRETS, clusterSecretKeys } from "./cluster-secrets";
import type { StackConfig } from "./config";
import { kafkaSecretKeys } from "./kafka-secrets";
import { ALL_STREAMFLOW_KEYS, STREAMFLOW_BROKERS, streamflowSecretKeys } from "./streamflow-secrets";

/** A secret that the stack's config must have, encrypted by Pulumi. */
export interface SecretKey {
  /** As `pulumi config set --secret` takes it. */
  readonly key: string;
  readonly description: string;
  /** How `npm run secrets` makes it. */
  readonly make: SecretMaking;
}

/** Given by others, and only set by hand; a random password; or a certificate authority (certificate and key, PEM); or a certificate that one of them signs (with its chain and key). */
export type SecretMaking =
  | "given"
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

/** The secret key at an S3-compatible store; AWS knows roles instead. */
export const OBJECT_STORE_KEY = "streaming:objectStoreSecretKey";

const OBJECT_STORE: readonly SecretKey[] = [
  {
    key: OBJECT_STORE_KEY,
    description: "Secret key of objectStore.accessKey; a store of your own takes the one that is made here.",
    make: "password",
  },
];

/** The secrets that this config needs: none for a platform that is switched off. */
export function secretKeys({
  apphub,
  streamflow,
  objectStore,
  operators,
  monitoring,
  alerting,
  target,
  access,
}: StackConfig): readonly SecretKey[] {
  const secured = target.kind === "multi-node";
  const addresses = (platform: "apphub" | "streamflow") => access[platform]?.kafka?.bootstrapServers ?? [];
  const watched = monitoring?.install === true;
  return [
    ...clusterSecretKeys({
      flink: operators.install && (operators.of?.includes("flink") ?? streamflow !== undefined),
      grafana: watched && monitoring.grafana,
      alerting: watched ? alerting : undefined,
    }),
    ...(objectStore?.endpoint === undefined ? [] : OBJECT_STORE),
    ...(apphub === undefined
      ? []
      : [...APPHUB, ...(secured ? kafkaSecretKeys(APPHUB_BROKERS, addresses("apphub")) : [])]),
    ...(streamflow === undefined
      ? []
      : [
          ...streamflowSecretKeys(streamflow, executorOf(streamflow.airflow, target.kind) === "celery"),
          ...(secured ? kafkaSecretKeys(STREAMFLOW_BROKERS, addresses("streamflow")) : []),
        ]),
  ];
}

/** Every secret of every platform: known keys, even while the platform is switched off. */
export const ALL_SECRETS: readonly SecretKey[] = [
  ...ALL_CLUSTER_SECRETS,
  ...OBJECT_STORE,
  ...APPHUB,
  ...kafkaSecretKeys(APPHUB_BROKERS, []),
  ...ALL_STREAMFLOW_KEYS,
  ...kafkaSecretKeys(STREAMFLOW_BROKERS, []),
];
export const ALL_SECRET_KEYS: readonly string[] = ALL_SECRETS.map(({ key }) => key);
