import { createHash } from "node:crypto";

/** Which brokers of a cluster vote on its metadata; chosen when the cluster's first broker is formatted, as KRaft keeps it for the life of the data. */
export interface Quorum {
  readonly clusterId: string;
  /** Node ids of the voters. */
  readonly voters: readonly number[];
}

/**
 * A cluster's id in Kafka's spelling (22 characters of base64url, 16 bytes). The same for the same stack, namespace and cluster, so that data that
 * outlives its StatefulSet fits the next one; other stacks' clusters have others, so that brokers of two stacks never mix.
 */
export function clusterIdOf(stack: string, namespace: string, cluster: string): string {
  const bytes = createHash("sha256").update(`${stack}/${namespace}/${cluster}`).digest().subarray(0, 16);
  // The first character must not be a dash, which Kafka's command line would take for an option.
  bytes.writeUInt8(bytes.readUInt8(0) & 0x7f, 0);
  return bytes.toString("base64url");
}

/** One voter, or three: an even number adds a way to fail and none to survive. */
export function votersOf(nodeIds: readonly number[]): readonly number[] {
  const sorted = [...nodeIds].sort((a, b) => a - b);
  return sorted.slice(0, sorted.length >= 3 ? 3 : 1);
}
