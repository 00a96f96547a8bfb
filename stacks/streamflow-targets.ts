import { airflowProbeTarget, airflowTarget } from "../components/airflow/scrape";
import { flinkTarget } from "../components/flink/scrape";
import { strimziTarget } from "../components/kafka/strimzi/scrape";
import type { ScrapeTarget } from "../components/monitoring/monitors";
import { postgresTargets } from "../components/postgres/scrape";
import { postgresNames } from "../components/postgres/names";
import { STREAMFLOW } from "./streamflow-names";

const PART_OF = "streamflow";
const { namespaces, kafka, flink, postgres } = STREAMFLOW;

/** What Prometheus reads of StreamFlow; the database declares its monitors itself. */
export const STREAMFLOW_TARGETS: readonly ScrapeTarget[] = [
  strimziTarget(namespaces.kafka, kafka, PART_OF),
  flinkTarget(namespaces.processing, flink, PART_OF),
  airflowTarget(namespaces.orchestration, PART_OF),
  airflowProbeTarget(namespaces.orchestration, PART_OF),
];

export const streamflowDatabaseTargets = (pooled: boolean): readonly ScrapeTarget[] =>
  postgresTargets({
    namespace: namespaces.data,
    cluster: postgres,
    partOf: PART_OF,
    pooler: pooled ? postgresNames.pooler(postgres) : undefined,
  });
