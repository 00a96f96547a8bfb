import type { Condition, Live } from "../kubernetes/objects";
import type { ResourceType } from "../kubernetes/resources";

/** A CloudNativePG `Cluster`, as far as its operator's work here depends on it. */

export interface StorageSpec {
  readonly size?: string;
  readonly storageClass?: string;
  /** Whether claims that are there take a larger size; true unless it says otherwise. */
  readonly resizeInUseVolumes?: boolean;
  readonly pvcTemplate?: { readonly [field: string]: unknown };
}

export interface InitdbSpec {
  readonly database?: string;
  readonly owner?: string;
  readonly secret?: { readonly name: string };
  readonly dataChecksums?: boolean;
  readonly encoding?: string;
  readonly locale?: string;
  readonly localeCollate?: string;
  readonly localeCType?: string;
  readonly walSegmentSize?: number;
  readonly postInitSQL?: readonly string[];
  readonly postInitTemplateSQL?: readonly string[];
  readonly postInitApplicationSQL?: readonly string[];
}

export interface AffinitySpec {
  readonly enablePodAntiAffinity?: boolean;
  readonly topologyKey?: string;
  readonly podAntiAffinityType?: "preferred" | "required";
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly nodeAffinity?: object;
  readonly tolerations?: readonly object[];
  readonly additionalPodAffinity?: object;
  readonly additionalPodAntiAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly object[];
    readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly object[];
  };
}

/** The default Services by what they select. */
export type Selector = "rw" | "ro" | "r";

export interface ServiceTemplate {
  readonly selectorType: Selector;
  readonly serviceTemplate: {
    readonly metadata?: {
      readonly name?: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly spec?: { readonly ports?: readonly object[]; readonly [field: string]: unknown };
  };
}

export interface CnpgClusterSpec {
  readonly instances: number;
  readonly imageName?: string;
  readonly postgresUID?: number;
  readonly postgresGID?: number;
  readonly storage?: StorageSpec;
  readonly walStorage?: StorageSpec;
  readonly resources?: object;
  readonly affinity?: AffinitySpec;
  readonly topologySpreadConstraints?: readonly object[];
  readonly priorityClassName?: string;
  readonly schedulerName?: string;
  readonly stopDelay?: number;
  readonly env?: readonly object[];
  readonly enablePDB?: boolean;
  readonly enableSuperuserAccess?: boolean;
  readonly superuserSecret?: { readonly name: string };
  readonly bootstrap?: { readonly initdb?: InitdbSpec };
  readonly postgresql?: {
    readonly parameters?: Readonly<Record<string, string>>;
    readonly shared_preload_libraries?: readonly string[];
    readonly pg_hba?: readonly string[];
  };
  readonly certificates?: {
    readonly serverCASecret?: string;
    readonly serverTLSSecret?: string;
    readonly clientCASecret?: string;
    readonly replicationTLSSecret?: string;
    readonly serverAltDNSNames?: readonly string[];
  };
  readonly inheritedMetadata?: Metadata;
  readonly backup?: { readonly barmanObjectStore?: object; readonly volumeSnapshot?: { readonly className?: string } };
  readonly plugins?: readonly {
    readonly name: string;
    readonly enabled?: boolean;
    readonly parameters?: Readonly<Record<string, string>>;
  }[];
  readonly serviceAccountTemplate?: { readonly metadata?: Metadata };
  readonly managed?: {
    readonly services?: {
      readonly disabledDefaultServices?: readonly Selector[];
      readonly additional?: readonly ServiceTemplate[];
    };
  };
}

interface Metadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface CnpgClusterStatus {
  readonly phase?: string;
  readonly currentPrimary?: string;
  readonly currentPrimaryTimestamp?: string;
  readonly latestGeneratedNode?: number;
  readonly conditions?: readonly Condition[];
  readonly [field: string]: unknown;
}

export interface CnpgCluster extends Live {
  readonly spec: CnpgClusterSpec;
  readonly status?: CnpgClusterStatus;
}

export const CNPG_CLUSTERS: ResourceType<CnpgCluster> = {
  apiVersion: "postgresql.cnpg.io/v1",
  kind: "Cluster",
  plural: "clusters",
  namespaced: true,
};

/** Names that the operator derives from a cluster's. */
export const cnpgNames = {
  instance: (cluster: string, serial: number): string => `${cluster}-${serial}`,
  walClaim: (instance: string): string => `${instance}-wal`,
  service: (cluster: string, selector: Selector): string => `${cluster}-${selector}`,
  primaryBudget: (cluster: string): string => `${cluster}-primary`,
  secret: (cluster: string, role: "app" | "superuser" | "ca" | "server" | "replication"): string =>
    `${cluster}-${role}`,
} as const;

/** Database and owner that the first initialization makes. */
export function application({ spec }: CnpgCluster): {
  readonly database: string;
  readonly owner: string;
  readonly secret: string | undefined;
} {
  const { database = "app", owner, secret } = spec.bootstrap?.initdb ?? {};
  return { database, owner: owner ?? database, secret: secret?.name };
}
