import type { ScrapeTarget } from "../monitoring/monitors";
import { instanceSelector, poolerSelector } from "./names";

/** Where instances and poolers answer Prometheus [CloudNativePG docs, monitoring]. */
const PORTS = { instance: 9187, pooler: 9127 } as const;

/** As the cluster's own monitors have them. */
export const postgresTargets = (scope: {
  readonly namespace: string;
  readonly cluster: string;
  readonly partOf: string;
  readonly pooler: string | undefined;
}): readonly ScrapeTarget[] => {
  const { namespace, cluster, partOf, pooler } = scope;
  const target = (name: string, pods: Readonly<Record<string, string>>, number: number): ScrapeTarget => ({
    name,
    namespace,
    partOf,
    pods,
    endpoints: [{ port: "metrics", number }],
  });
  return [
    target(cluster, instanceSelector(cluster), PORTS.instance),
    ...(pooler === undefined ? [] : [target(pooler, poolerSelector(pooler), PORTS.pooler)]),
  ];
};
