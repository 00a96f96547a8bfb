/** Names that people type at night: the runbook, alerts and services use them. */
export const STREAMFLOW = {
  namespaces: {
    kafka: "streamflow-kafka",
    processing: "streamflow-processing",
    data: "streamflow-data",
    orchestration: "streamflow-orchestration",
  },
  kafka: "streamflow-kafka",
  /** The brokers' node pool: pods are `streamflow-kafka-kafka-0` and so on. */
  pool: "kafka",
  /** The FlinkDeployment: the operator gives its name to the JobManager's Deployment, and `flink-jobmanager-rest` to the Service. */
  flink: "flink-jobmanager",
  postgres: "streamflow-postgres",
  database: "streamflow",
  /** Users of the brokers, named as what logs in with them. */
  users: { flink: "flink", airflow: "airflow", analytics: "analytics", eventGenerator: "event-generator" },
} as const;
