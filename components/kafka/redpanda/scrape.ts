import type { ScrapeTarget } from "../../monitoring/monitors";
import { REDPANDA_PORTS, redpandaNames, redpandaSelector } from "./names";

/** The one internal metric that an alert needs; the rest of that endpoint is many and may change. */
const INTERNAL = "vectorized_storage_log_log_segments_created";

/** The small set that alerts can rely on, and one metric of the internal one. Secured brokers speak TLS. */
export function redpandaTarget(scope: {
  readonly namespace: string;
  readonly cluster: string;
  readonly partOf: string;
  readonly secured: boolean;
}): ScrapeTarget {
  const { namespace, cluster, partOf, secured } = scope;
  const endpoint = {
    port: "admin",
    number: REDPANDA_PORTS.admin,
    ...(secured ? { tls: { secret: redpandaNames.tlsSecret(cluster), key: "ca.crt", serverName: cluster } } : {}),
  };
  return {
    name: cluster,
    namespace,
    partOf,
    pods: redpandaSelector(cluster),
    endpoints: [
      { ...endpoint, path: "/public_metrics" },
      { ...endpoint, path: "/metrics", keep: INTERNAL },
    ],
  };
}
