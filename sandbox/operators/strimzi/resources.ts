import type { Condition, Live } from "../kubernetes/objects";
import type { ResourceType } from "../kubernetes/resources";
import type { ComponentSpec, ContainerTemplate, PodTemplate, Templates } from "./templates";

/** Strimzi's kinds, as far as its operators' work here depends on them. */

export type ListenerType = "internal" | "route" | "loadbalancer" | "nodeport" | "ingress" | "cluster-ip";

export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly type: ListenerType;
  readonly tls: boolean;
  readonly authentication?: { readonly type: string };
  readonly configuration?: {
    readonly brokerCertChainAndKey?: {
      readonly secretName: string;
      readonly certificate: string;
      readonly key: string;
    };
    readonly bootstrap?: { readonly nodePort?: number; readonly alternativeNames?: readonly string[] };
    readonly brokers?: readonly {
      readonly broker: number;
      readonly nodePort?: number;
      readonly advertisedHost?: string;
    }[];
  };
}

export interface KafkaSpec {
  readonly kafka: {
    readonly version?: string;
    readonly metadataVersion?: string;
    readonly image?: string;
    readonly listeners: readonly Listener[];
    readonly config?: Readonly<Record<string, unknown>>;
    readonly authorization?: { readonly type: string; readonly superUsers?: readonly string[] };
    readonly rack?: { readonly topologyKey: string };
    readonly brokerRackInitImage?: string;
    readonly jvmOptions?: object;
    readonly metricsConfig?: object;
    readonly template?: Templates;
  };
  readonly clusterCa?: AuthoritySpec;
  readonly clientsCa?: AuthoritySpec;
  readonly entityOperator?: {
    readonly topicOperator?: ComponentSpec;
    readonly userOperator?: ComponentSpec & { readonly secretPrefix?: string };
    readonly template?: {
      readonly pod?: PodTemplate;
      readonly topicOperatorContainer?: ContainerTemplate;
      readonly userOperatorContainer?: ContainerTemplate;
    };
  };
  readonly kafkaExporter?: ComponentSpec & {
    readonly template?: { readonly pod?: PodTemplate; readonly container?: ContainerTemplate };
  };
  readonly cruiseControl?: ComponentSpec & {
    readonly template?: { readonly pod?: PodTemplate; readonly cruiseControlContainer?: ContainerTemplate };
  };
}

export interface AuthoritySpec {
  /** False where the user brings the authority in Secrets of the operator's names. */
  readonly generateCertificateAuthority?: boolean;
}

export interface Status {
  readonly observedGeneration?: number;
  readonly conditions?: readonly Condition[];
  readonly [field: string]: unknown;
}

export interface Kafka extends Live {
  readonly spec: KafkaSpec;
  readonly status?: Status;
}

export type NodeRole = "broker" | "controller";

export interface StorageSpec {
  readonly type: "ephemeral" | "persistent-claim" | "jbod";
  readonly id?: number;
  readonly size?: string;
  readonly class?: string;
  readonly deleteClaim?: boolean;
  readonly volumes?: readonly StorageSpec[];
}

export interface KafkaNodePool extends Live {
  readonly spec: {
    readonly replicas: number;
    readonly roles: readonly NodeRole[];
    readonly storage: StorageSpec;
    readonly resources?: object;
    readonly jvmOptions?: object;
    readonly template?: Templates;
  };
  readonly status?: Status & { readonly nodeIds?: readonly number[] };
}

export interface KafkaTopic extends Live {
  readonly spec?: {
    readonly topicName?: string;
    readonly partitions?: number;
    readonly replicas?: number;
    readonly config?: Readonly<Record<string, unknown>>;
  };
  readonly status?: Status;
}

export interface AclRule {
  readonly type?: "allow" | "deny";
  readonly host?: string;
  readonly operations: readonly string[];
  readonly resource: { readonly type: string; readonly name?: string; readonly patternType?: "literal" | "prefix" };
}

export interface KafkaUser extends Live {
  readonly spec?: {
    readonly authentication?: {
      readonly type: "tls" | "tls-external" | "scram-sha-512";
      readonly password?: {
        readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
      };
    };
    readonly authorization?: { readonly type: "simple"; readonly acls: readonly AclRule[] };
    readonly quotas?: Readonly<Record<string, number>>;
    readonly template?: { readonly secret?: { readonly metadata?: PodTemplate["metadata"] } };
  };
  readonly status?: Status;
}

const API = "kafka.strimzi.io/v1";
const kind = <T extends Live>(name: string, plural: string): ResourceType<T> => ({
  apiVersion: API,
  kind: name,
  plural,
  namespaced: true,
});

export const KAFKAS = kind<Kafka>("Kafka", "kafkas");
export const NODE_POOLS = kind<KafkaNodePool>("KafkaNodePool", "kafkanodepools");
export const TOPICS = kind<KafkaTopic>("KafkaTopic", "kafkatopics");
export const USERS = kind<KafkaUser>("KafkaUser", "kafkausers");

/** Labels of everything that belongs to a cluster, and of its pods. */
export const STRIMZI = {
  cluster: "strimzi.io/cluster",
  kind: "strimzi.io/kind",
  name: "strimzi.io/name",
  pool: "strimzi.io/pool-name",
  brokerRole: "strimzi.io/broker-role",
  controllerRole: "strimzi.io/controller-role",
  component: "strimzi.io/component-type",
  nextIds: "strimzi.io/next-node-ids",
  removeIds: "strimzi.io/remove-node-ids",
  podName: "strimzi.io/pod-name",
  managed: "strimzi.io/managed",
} as const;

/** Names that the operators derive from a cluster's. */
export const strimziNames = {
  pod: (cluster: string, pool: string, id: number): string => `${cluster}-${pool}-${id}`,
  bootstrap: (cluster: string): string => `${cluster}-kafka-bootstrap`,
  brokers: (cluster: string): string => `${cluster}-kafka-brokers`,
  externalBootstrap: (cluster: string, listener: string): string => `${cluster}-kafka-${listener}-bootstrap`,
  externalBroker: (cluster: string, pool: string, listener: string, id: number): string =>
    `${cluster}-${pool}-${listener}-${id}`,
  kafka: (cluster: string): string => `${cluster}-kafka`,
  authority: (cluster: string, of: "cluster" | "clients"): { readonly certificate: string; readonly key: string } => ({
    certificate: `${cluster}-${of}-ca-cert`,
    key: `${cluster}-${of}-ca`,
  }),
  entityOperator: (cluster: string): string => `${cluster}-entity-operator`,
  exporter: (cluster: string): string => `${cluster}-kafka-exporter`,
  cruiseControl: (cluster: string): string => `${cluster}-cruise-control`,
} as const;

/** Name of the cluster that an object says it belongs to. */
export const clusterOf = (object: Live): string | undefined => object.metadata.labels?.[STRIMZI.cluster];
