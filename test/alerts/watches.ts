import type { Watch } from "../../core/alerts/watch";
import { APPHUB_REFERENCE, appHubWatch } from "../../stacks/apphub-alerts";
import { streamflowWatch } from "../../stacks/streamflow-alerts";
import { REFERENCE_FACTS, type StreamflowFacts } from "../../stacks/streamflow-facts";

/** One node: one of everything, and volumes that nobody measures. */
export const SINGLE_NODE_FACTS: StreamflowFacts = {
  ...REFERENCE_FACTS,
  kafka: { ...REFERENCE_FACTS.kafka, brokers: 1, replication: 1 },
  flink: { ...REFERENCE_FACTS.flink, jobManagers: 1 },
  postgres: { ...REFERENCE_FACTS.postgres, instances: 1 },
  airflow: { ...REFERENCE_FACTS.airflow, celery: false },
  volumeStats: false,
};

/** Watches of both kinds of target, by what tests call them. */
export const WATCHES: Readonly<Record<string, Watch>> = {
  "streamflow on many nodes": streamflowWatch(REFERENCE_FACTS),
  "streamflow on a single node": streamflowWatch(SINGLE_NODE_FACTS),
  "apphub on many nodes": appHubWatch(APPHUB_REFERENCE),
  "apphub on a single node": appHubWatch({ ...APPHUB_REFERENCE, brokers: 1 }),
};
