import { strimziNames, STRIMZI, type KafkaNodePool, type NodeRole } from "./resources";

/** One Kafka node: a pod with an id that it keeps. */
export interface Node {
  readonly id: number;
  readonly pool: KafkaNodePool;
  readonly pod: string;
  readonly roles: readonly NodeRole[];
}

/** The nodes that the pools ask for. Ids that a pool has stay; new ones come from its annotation, else the lowest that no pool has. */
export function nodesOf(cluster: string, pools: readonly KafkaNodePool[]): readonly Node[] {
  const sorted = [...pools].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  const taken = new Set(sorted.flatMap((pool) => keptIds(pool)));
  return sorted.flatMap((pool) => {
    const ids = [...keptIds(pool)];
    while (ids.length < pool.spec.replicas) {
      const id = nextId(pool, taken);
      taken.add(id);
      ids.push(id);
    }
    return ids
      .sort((a, b) => a - b)
      .map((id) => ({ id, pool, pod: strimziNames.pod(cluster, pool.metadata.name, id), roles: pool.spec.roles }));
  });
}

/** Of the ids that a pool has, those that stay when it shrinks: those to be removed are named by annotation, else the highest go. */
function keptIds({ spec, status, metadata }: KafkaNodePool): readonly number[] {
  const ids = [...(status?.nodeIds ?? [])].sort((a, b) => a - b);
  const preferred = idsOf(metadata.annotations?.[STRIMZI.removeIds]).filter((id) => ids.includes(id));
  const order = [...preferred, ...[...ids].reverse().filter((id) => !preferred.includes(id))];
  const going = order.slice(0, Math.max(0, ids.length - spec.replicas));
  return ids.filter((id) => !going.includes(id));
}

function nextId({ metadata }: KafkaNodePool, taken: ReadonlySet<number>): number {
  const wanted = idsOf(metadata.annotations?.[STRIMZI.nextIds]).find((id) => !taken.has(id));
  if (wanted !== undefined) return wanted;
  let id = 0;
  while (taken.has(id)) id++;
  return id;
}

/** `[0, 2, 10-12]` as the annotations have it; what can't be read counts as nothing. */
export function idsOf(annotation: string | undefined): readonly number[] {
  const list = /^\s*\[(.*)\]\s*$/s.exec(annotation ?? "")?.[1] ?? "";
  return list.split(",").flatMap((part) => {
    const [, from, to = from] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? [];
    if (from === undefined || to === undefined) return [];
    const [first, last] = [Number(from), Number(to)];
    const step = first <= last ? 1 : -1;
    return Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => first + i * step);
  });
}

export const isBroker = ({ roles }: Pick<Node, "roles">): boolean => roles.includes("broker");
