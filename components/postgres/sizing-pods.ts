import { demand, type Demand, type Survival, type Volume } from "../../core/capacity/demand";
import { spread, type Shape } from "../../core/capacity/nodes/shape";
import { podsOf, type Resources } from "../../core/capacity/pods/pod";
import { MiB } from "../../core/units";
import type { PostgresSizing } from "./sizing";

/** PgBouncer is one thread with a few KiB per client; assumed. */
export const PGBOUNCER = {
  requests: { cpu: 100, memory: 128 * MiB },
  limits: { cpu: 200, memory: 128 * MiB },
} as const;
/** What uploads holds a few parts of a file at a time; assumed. */
const ARCHIVER_MEMORY = 256 * MiB;

/** The container beside each instance that uploads; undefined without backups. As much as it asks for, so that the pod stays Guaranteed. */
export const archiverOf = ({ backup }: Pick<PostgresSizing, "backup">): Resources | undefined =>
  backup && { cpu: backup.cpu.millicores, memory: ARCHIVER_MEMORY };

/** Pods that CloudNativePG makes: instances on volumes of their own (Guaranteed QoS), PgBouncers, and for a while a Job that joins a standby. */
export function postgresPods(sizing: Omit<PostgresSizing, "demand">, shape: Shape): Demand {
  const { namespace, cluster, cpu, memory, instances } = sizing;
  const component = `${namespace}/${cluster}`;
  const archiver = archiverOf(sizing) ?? { cpu: 0, memory: 0 };
  const size = { cpu: cpu + archiver.cpu, memory: memory + archiver.memory };
  const servers = podsOf({
    count: instances,
    podName: (index) => `${cluster}-${index + 1}`,
    namespace,
    component,
    requests: size,
    limits: size,
    pinned: true,
    ...spread(shape, instances),
  });
  const poolers = podsOf({
    count: sizing.pooler?.instances ?? 0,
    podName: (index) => `${cluster}-pooler-${index}`,
    namespace,
    component: `${component}-pooler`,
    ...PGBOUNCER,
    pinned: false,
    ...spread(shape, sizing.pooler?.instances ?? 0),
  });
  const volumes = servers.flatMap((p): Volume[] => [
    { name: p.name, namespace, bytes: sizing.volume, pod: p.name },
    { name: `${p.name}-wal`, namespace, bytes: sizing.walVolume, pod: p.name },
  ]);
  const survival: Survival[] = [
    {
      component,
      label: `instances of ${cluster}`,
      needs: { node: 1 + sizing.synchronous, zone: 1 + sizing.synchronous },
      because: sizing.synchronous > 0 ? "a primary and one standby that confirms" : "one to promote",
    },
  ];
  if (sizing.pooler)
    survival.push({
      component: `${component}-pooler`,
      label: `poolers of ${cluster}`,
      needs: {
        node: Math.ceil(sizing.pooler.clients / sizing.pooler.maxClientConn),
        zone: Math.ceil(sizing.pooler.clients / sizing.pooler.maxClientConn),
      },
      because: `${sizing.pooler.clients} clients ÷ ${sizing.pooler.maxClientConn}`,
    });
  return demand({
    pods: [...servers, ...poolers],
    volumes,
    namespaces: [{ name: namespace, transient: [{ name: `${cluster}-join`, requests: size, limits: size }] }],
    survival,
  });
}
