import { type KafkaAccess, hostOf, isNodePort, portOf } from "../../../core/config/access";
import type { TargetConfig } from "../../../core/config/target";
import type { KafkaPlan } from "./plan";

/** A sized cluster, and how it is run on its target. */
export interface KafkaDeployment extends KafkaPlan {
  readonly partOf: string;
  readonly target: TargetConfig["kind"];
  /** Kafka's own version, one that the pinned operator knows. */
  readonly version: string;
  readonly storageClass: string;
  readonly zones: number;
  /** TLS on the clients' port, a login for every client, and access rules. */
  readonly secured: boolean;
  /** Namespaces whose pods may connect. */
  readonly clients: readonly string[];
  /** How the runner reaches the one broker of a single node: a port of the node itself. */
  readonly external: { readonly host: string; readonly port: number } | undefined;
}

export interface KafkaScope {
  readonly partOf: string;
  readonly version: string;
  readonly clients: readonly string[];
  readonly target: TargetConfig;
  /** Absent where the runner doesn't reach the brokers. */
  readonly access: KafkaAccess | undefined;
}

export function planDeployment(
  { partOf, version, clients, target, access }: KafkaScope,
  sizes: KafkaPlan,
): KafkaDeployment {
  return {
    ...sizes,
    partOf,
    target: target.kind,
    version,
    storageClass: target.storageClass,
    zones: target.zones.length,
    secured: target.kind === "multi-node",
    clients: [...new Set([sizes.namespace, ...clients])],
    external: target.kind === "single-node" && access !== undefined ? externalOf(access) : undefined,
  };
}

function externalOf({ bootstrapServers: [address] }: KafkaAccess): KafkaDeployment["external"] {
  return address !== undefined && isNodePort(portOf(address))
    ? { host: hostOf(address), port: portOf(address) }
    : undefined;
}
