import { dagAlerts } from "../components/airflow/alerts/dags";
import { airflowHealthAlerts } from "../components/airflow/alerts/health";
import { maintenanceAlerts } from "../components/airflow/alerts/maintenance";
import { checkpointAlerts } from "../components/flink/alerts/checkpoints";
import { jobAlerts } from "../components/flink/alerts/job";
import { kafkaHealthAlerts } from "../components/kafka/strimzi/alerts/health";
import { lagAlerts } from "../components/kafka/strimzi/alerts/lag";
import { platformAlerts } from "../components/monitoring/alerts/platform";
import type { PostgresAlertsArgs } from "../components/postgres/alerts/args";
import { backupAlerts } from "../components/postgres/alerts/backup";
import { postgresHealthAlerts } from "../components/postgres/alerts/health";
import { tableAlerts } from "../components/postgres/alerts/tables";
import { postgresUseAlerts } from "../components/postgres/alerts/use";
import type { Alert } from "../core/alerts/alert";
import type { Watch } from "../core/alerts/watch";
import { businessAlerts } from "./streamflow-business-alerts";
import { STREAMFLOW_DAGS, type StreamflowFacts } from "./streamflow-facts";
import { streamflowPanels } from "./streamflow-panels";
import { streamflowScrapes, type StreamflowScrapes } from "./streamflow-scrapes";

/** Alerts, dashboards and scraped exporters of StreamFlow. */
export function streamflowWatch(facts: StreamflowFacts): Watch {
  const scrapes = streamflowScrapes(facts);
  const { kafka, flink, postgres, airflow, monitoring } = facts;
  const rules = (namespace: string, alerts: readonly Alert[]) => ({ namespace, name: namespace, alerts });
  return {
    platform: "streamflow",
    namespaces: [
      rules(kafka.namespace, kafkaAlerts(facts, scrapes)),
      rules(flink.namespace, flinkAlerts(facts, scrapes)),
      rules(postgres.namespace, postgresAlerts(facts, scrapes)),
      rules(airflow.namespace, airflowAlerts(facts, scrapes)),
      {
        ...rules(
          monitoring.namespace,
          platformAlerts({
            namespace: monitoring.namespace,
            namespaces: "streamflow-.+",
            target: scrapes.jmx,
            pods: scrapes.state,
            prometheus: scrapes.prometheus,
          }),
        ),
        // The namespace is configurable; the platform's name still comes first.
        name: "streamflow-monitoring",
      },
    ],
    dashboards: {
      pipeline: "StreamFlow – Pipeline",
      kafka: "StreamFlow – Kafka",
      flink: "StreamFlow – Flink",
      postgres: "StreamFlow – Postgres",
      airflow: "StreamFlow – Airflow",
      monitoring: "StreamFlow – Monitoring",
    },
    panels: streamflowPanels(facts),
    scrapes: Object.values(scrapes),
  };
}

const kafkaAlerts = ({ kafka, flink }: StreamflowFacts, scrapes: StreamflowScrapes): readonly Alert[] => [
  ...lagAlerts({
    namespace: kafka.namespace,
    group: flink.group,
    topic: flink.source,
    floor: flink.lagFloor,
    checkpointMs: flink.checkpointMs,
    exporter: scrapes.lag,
  }),
  ...kafkaHealthAlerts({ ...kafka, jmx: scrapes.jmx, pods: scrapes.state, resources: scrapes.resources }),
];

const flinkAlerts = ({ flink }: StreamflowFacts, scrapes: StreamflowScrapes): readonly Alert[] => [
  ...jobAlerts({ ...flink, reporter: scrapes.flink, pods: scrapes.state }),
  ...checkpointAlerts({ ...flink, reporter: scrapes.flink }),
];

function postgresAlerts({ postgres, volumeStats }: StreamflowFacts, scrapes: StreamflowScrapes): readonly Alert[] {
  const args: PostgresAlertsArgs = {
    ...postgres,
    schemas: ["bronze", "silver", "gold"],
    volumeStats,
    exporter: scrapes.postgres,
    kubelet: scrapes.kubelet,
    node: scrapes.node,
  };
  return [
    ...postgresHealthAlerts(args),
    ...postgresUseAlerts(args),
    ...tableAlerts(args),
    ...backupAlerts(args),
    ...businessAlerts({ namespace: postgres.namespace, exporter: scrapes.postgres }),
  ];
}

function airflowAlerts({ airflow }: StreamflowFacts, scrapes: StreamflowScrapes): readonly Alert[] {
  const { namespace, dags } = airflow;
  return [
    ...dagAlerts({ namespace, dag: STREAMFLOW_DAGS.silver, statsd: scrapes.airflow }),
    ...airflowHealthAlerts({
      namespace,
      dags: dags.length,
      statsd: scrapes.airflow,
      probe: scrapes.probe,
      pods: scrapes.state,
    }),
    ...maintenanceAlerts({ namespace, dag: STREAMFLOW_DAGS.maintenance, statsd: scrapes.airflow }),
  ];
}
