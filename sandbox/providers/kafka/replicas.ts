/** Which brokers hold a partition after its replication factor changes. */

/** Keeps the replicas that are there (the first is the preferred leader) and spreads new ones by partition number. */
export function assignReplicas(
  current: readonly number[],
  brokers: readonly number[],
  replicationFactor: number,
  partition: number,
): number[] {
  if (replicationFactor < 1) throw new Error("dropping too many replicas");
  if (replicationFactor <= current.length) return current.slice(0, replicationFactor);
  const unused = brokers.filter((broker) => !current.includes(broker)).sort((a, b) => a - b);
  const missing = replicationFactor - current.length;
  if (unused.length < missing) throw new Error("not enough brokers");
  const start = partition % unused.length;
  return [...current, ...[...unused.slice(start), ...unused.slice(0, start)].slice(0, missing)];
}
