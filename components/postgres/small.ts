import type { Budget } from "../../core/capacity/budget";
import { addUp, demand, type Demand } from "../../core/capacity/demand";
import { SizeSheet } from "../../core/capacity/derived";
import { formatBytes } from "../../core/capacity/format";
import { spread, type Shape } from "../../core/capacity/nodes/shape";
import { podsOf } from "../../core/capacity/pods/pod";
import { serverConnections } from "../../core/capacity/postgres/connections";
import { USABLE_SHARE } from "../../core/capacity/postgres/volume";
import { WAL_KEEP } from "../../core/capacity/postgres/wal";
import { GiB } from "../../core/units";
import type { PostgresConfig } from "./config";
import { connectionsFor } from "./plan";

export interface SmallPostgresArgs {
  readonly path: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly config: PostgresConfig;
  readonly shape: Shape;
}

/** A database whose sizes are all given, without tables that grow: its pods, and what its settings must leave room for. */
export function sequencerCapacity({ path, cluster, namespace, config, shape }: SmallPostgresArgs): Demand {
  const { instances, cpu, memory, volume } = config;
  const sheet = new SizeSheet(path);
  const connections = sheet.count(
    "maxConnections",
    "connections",
    connectionsFor(memory.bytes),
    `the most, up to 100, whose worst case ${formatBytes(memory.bytes)} bear`,
  );
  // max_wal_size is a tenth of the volume, and slots may hold back two tenths.
  const wal = (volume.bytes * 3) / 10 + WAL_KEEP;
  const budgets: Budget[] = [
    {
      name: "postgres-connections",
      path: `${path}.memory`,
      level: "proof",
      unit: "connections",
      need: serverConnections({ poolers: [], direct: 0 }),
      usable: connections,
      have: connections,
      formula: "3 reserved + 5 operator + 3 psql; the rest is for applications",
      remedy: `raise ${path}.memory`,
    },
    {
      name: "postgres-volume",
      path: `${path}.volume`,
      level: "proof",
      unit: "GiB",
      need: wal / GiB,
      usable: (volume.bytes * USABLE_SHARE) / GiB,
      have: volume.bytes / GiB,
      formula: `write-ahead log: a tenth of ${formatBytes(volume.bytes)}, two tenths for slots, 512 MiB kept; 80 % may be filled`,
      remedy: `raise ${path}.volume`,
    },
  ];
  const component = `${namespace}/${cluster}`;
  const size = { cpu: cpu.millicores, memory: memory.bytes };
  const pods = podsOf({
    count: instances,
    podName: (index) => `${cluster}-${index + 1}`,
    namespace,
    component,
    requests: size,
    limits: size,
    pinned: true,
    ...spread(shape, instances),
  });
  const needs = instances >= 3 ? 2 : 1;
  const own = demand({
    sizes: sheet.sizes,
    budgets,
    costs: [{ driver: "volume-gib", amount: (instances * volume.bytes) / GiB, what: `${cluster} data and WAL` }],
    pods,
    volumes: pods.map((p) => ({ name: p.name, namespace, bytes: volume.bytes, pod: p.name })),
    survival: [
      {
        component,
        label: `instances of ${cluster}`,
        needs: { node: needs, zone: needs },
        because: needs === 2 ? "a primary and one standby that confirms" : "one to promote",
      },
    ],
  });
  return addUp([own]);
}
