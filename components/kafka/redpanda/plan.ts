import { CORES, MEMORY_SHARE } from "../../../core/capacity/redpanda/memory";
import { type KafkaAccess, hostOf, isNodePort, portOf } from "../../../core/config/access";
import { type TargetConfig, volumesAreFolders } from "../../../core/config/target";
import { MiB, formatCpu, formatSize } from "../../../core/units";
import type { RedpandaSize } from "./capacity";

export interface RedpandaPlan {
  readonly cluster: string;
  readonly namespace: string;
  readonly partOf: string;
  readonly image: string;
  readonly brokers: number;
  /** Requests and limits alike: Guaranteed is the only class that Redpanda supports. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  /** Seastar's threads and its memory in MiB. */
  readonly threads: number;
  readonly memoryMiB: number;
  readonly volume: { readonly size: string; readonly storageClass: string; readonly canGrow: boolean };
  readonly replication: number;
  /** Skips start-up checks that one core can't pass; never where data must survive. */
  readonly developerMode: boolean;
  /** With three brokers up, one may go: it is drained first, and never two at a time. */
  readonly redundant: boolean;
  readonly zones: number;
  /** TLS on every port, a login for every client, and access rules. */
  readonly secured: boolean;
  /** How the runner reaches the one broker of a single node: a port of the node itself. */
  readonly external: { readonly host: string; readonly port: number } | undefined;
  readonly target: TargetConfig["kind"];
  /** How long `pulumi up` waits for all brokers, in minutes. */
  readonly patienceMinutes: number;
}

export interface RedpandaScope {
  readonly cluster: string;
  readonly namespace: string;
  readonly partOf: string;
  readonly image: string;
  readonly target: TargetConfig;
  readonly access: KafkaAccess;
}

export function planRedpanda(scope: RedpandaScope, size: RedpandaSize): RedpandaPlan {
  const { cluster, namespace, partOf, image, target } = scope;
  const threads = size.cores;
  return {
    cluster,
    namespace,
    partOf,
    image,
    brokers: size.brokers,
    resources: { cpu: formatCpu(size.cores * 1000), memory: formatSize(size.memory) },
    threads,
    memoryMiB: Math.floor((size.memory * MEMORY_SHARE) / MiB),
    volume: {
      size: formatSize(size.volume),
      storageClass: target.storageClass,
      canGrow: !volumesAreFolders(target),
    },
    replication: size.replication,
    developerMode: threads < CORES.supported,
    redundant: size.brokers >= 3,
    zones: target.zones.length,
    secured: target.kind === "multi-node",
    external: target.kind === "single-node" ? externalOf(scope.access) : undefined,
    target: target.kind,
    patienceMinutes: 5 + 5 * size.brokers,
  };
}

function externalOf(access: KafkaAccess): RedpandaPlan["external"] {
  const address = access.bootstrapServers[0];
  return address !== undefined && isNodePort(portOf(address))
    ? { host: hostOf(address), port: portOf(address) }
    : undefined;
}
