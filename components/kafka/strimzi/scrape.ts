import type { ScrapeTarget } from "../../monitoring/monitors";
import { KAFKA_PORTS, STRIMZI_LABELS } from "./names";

/** Brokers, controllers and the exporter of lag: Strimzi gives all of them the same port [Strimzi examples, kafka-resources-metrics]. */
export const strimziTarget = (namespace: string, cluster: string, partOf: string): ScrapeTarget => ({
  name: "kafka-resources-metrics",
  namespace,
  partOf,
  pods: { [STRIMZI_LABELS.cluster]: cluster, [STRIMZI_LABELS.kind]: "Kafka" },
  endpoints: [{ port: "tcp-prometheus", number: KAFKA_PORTS.metrics }],
  podLabels: [STRIMZI_LABELS.cluster, STRIMZI_LABELS.pool],
});
