import { z } from "zod";
import { formatBytes } from "../../core/capacity/format";
import { worstCaseLimit } from "../../core/capacity/postgres/memory";
import { factor } from "../../core/config/fields";
import { MiB } from "../../core/units";
import { type Complaints, advise, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, resourceRule } from "../framework/rule";
import { BLOCK, CLUSTER, KILOBYTE, maxConnections, memorySetting, parameter } from "../kinds/postgres";
import { bytesOf, millicoresOf } from "../pods/quantity";

interface Args {
  readonly least: number;
  readonly most: number;
}

/** PostgreSQL's own values [PostgreSQL docs, Resource Consumption, Automatic Vacuuming]. */
const STANDARD = { shared: 128 * MiB, work: 4 * MiB, maintenance: 64 * MiB, vacuums: 3 } as const;
/** Private memory of a connection besides work_mem; assumed. */
const PER_CONNECTION = 8 * MiB;

export const postgresMemory = resourceRule<Args>({
  id: "PG-01",
  slug: "memory",
  severity: "high",
  level: both("mandatory"),
  kinds: [CLUSTER],
  description:
    "A database's memory is guaranteed, shared_buffers takes 15 to 40 % of it, and the worst case of all connections stays within 90 %.",
  why: "PostgreSQL that is killed for memory takes all connections with it; a request below shared_buffers is refused by the operator.",
  remedy:
    "Set equal requests and limits; shared_buffers to a quarter of the memory; lower max_connections or work_mem.",
  args: z.strictObject({
    least: factor(0, 1).describe("Least share of the memory that shared_buffers takes."),
    most: factor(0, 1).describe("Largest share."),
  }),
  defaults: both({ least: 0.15, most: 0.4 }),
  example: { target: "multi-node", bad: example("1536MB"), good: example("512MB") },
  check: (cluster, args) =>
    parts(
      cluster,
      () => guaranteed(cluster),
      () => buffers(cluster, args),
      () => worst(cluster),
    ),
});

function guaranteed(cluster: Item): Complaints {
  return (["cpu", "memory"] as const).flatMap((what) => {
    const read = what === "cpu" ? millicoresOf : bytesOf;
    const at = cluster.spec.at("resources");
    const limit = read(at.at("limits", what));
    const request = read(at.at("requests", what));
    if (limit === undefined)
      // Without a limit CPU is only shared; memory is what kills.
      return what === "memory"
        ? [complain(cluster, at.at("limits", what), "is missing: must equal the request")]
        : request === undefined
          ? [complain(cluster, at.at("requests", what), "is missing")]
          : [];
    if (request === undefined || request === limit) return [];
    return [
      (what === "memory" ? complain : advise)(
        cluster,
        at.at("requests", what),
        "must equal the limit: only then the database's share is guaranteed",
      ),
    ];
  });
}

const memoryOf = (cluster: Item): number | undefined =>
  bytesOf(cluster.spec.at("resources", "limits", "memory")) ??
  bytesOf(cluster.spec.at("resources", "requests", "memory"));

const sharedBuffers = (cluster: Item): number =>
  memorySetting(parameter(cluster, "shared_buffers"), BLOCK) ?? STANDARD.shared;

function buffers(cluster: Item, { least, most }: Args): Complaints {
  const memory = memoryOf(cluster);
  if (memory === undefined) return [];
  const at = parameter(cluster, "shared_buffers");
  const shared = sharedBuffers(cluster);
  const share = Math.round((shared / memory) * 100);
  const is = at.isSet ? `is ${formatBytes(shared)}` : `is PostgreSQL's default of ${formatBytes(shared)}`;
  const tell = at.isSet || shared > memory * most ? complain : advise;
  return shared >= memory * least && shared <= memory * most
    ? []
    : [
        tell(
          cluster,
          at,
          `${is}, ${share} % of the memory of ${formatBytes(memory)}; must be ${Math.round(least * 100)} to ${Math.round(most * 100)} %`,
        ),
      ];
}

/** shared_buffers + connections × (work_mem + 8 MiB) + vacuum workers × maintenance_work_mem. */
function worst(cluster: Item): Complaints {
  const memory = memoryOf(cluster);
  if (memory === undefined) return [];
  const work = memorySetting(parameter(cluster, "work_mem"), KILOBYTE) ?? STANDARD.work;
  const maintenance = memorySetting(parameter(cluster, "maintenance_work_mem"), KILOBYTE) ?? STANDARD.maintenance;
  const vacuums = parameter(cluster, "autovacuum_max_workers").number ?? STANDARD.vacuums;
  const connections = maxConnections(cluster);
  const need = sharedBuffers(cluster) + connections * (work + PER_CONNECTION) + vacuums * maintenance;
  // Between 90 and 100 % the estimate of a connection's own memory decides: that is shown, not refused.
  const tell = need > memory ? complain : advise;
  return need <= worstCaseLimit(memory)
    ? []
    : [
        tell(
          cluster,
          "spec.resources.limits.memory",
          `is ${formatBytes(memory)}, of which 90 % must hold the worst case of ${formatBytes(need)}: shared_buffers, ${connections} connections with ${formatBytes(work)} of work_mem, ${vacuums} vacuums`,
        ),
      ];
}

function example(buffers: string): string {
  return `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders-db, namespace: apps }
spec:
  instances: 3
  postgresql: { parameters: { shared_buffers: ${buffers}, max_connections: "80" } }
  resources: { requests: { cpu: "1", memory: 2Gi }, limits: { cpu: "1", memory: 2Gi } }
  storage: { size: 10Gi }`;
}
