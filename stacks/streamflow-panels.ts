import type { Panel } from "../core/alerts/panel";
import type { StreamflowFacts } from "./streamflow-facts";

/** Panels besides those of the alerts: what one looks at to find out why. */
export function streamflowPanels({ kafka, flink, postgres, airflow, monitoring }: StreamflowFacts): readonly Panel[] {
  const of = (namespace: string) => `{namespace="${namespace}"}`;
  const rate = (metric: string, selector: string) => `rate(${metric}${selector}[5m])`;
  return [
    {
      dashboard: "pipeline",
      title: "Events written",
      expr: `sum by (topic) (${rate("kafka_topic_partition_current_offset", of(kafka.namespace))})`,
      legend: "{{topic}}",
      unit: "reqps",
    },
    {
      dashboard: "pipeline",
      title: "Records that the source still has to read",
      expr: `sum by (job_name) (flink_taskmanager_job_task_operator_pendingRecords${of(flink.namespace)})`,
      legend: "{{job_name}}",
    },
    {
      dashboard: "kafka",
      title: "Bytes in",
      expr: `sum by (topic) (${rate("kafka_server_brokertopicmetrics_bytesin_total", of(kafka.namespace))})`,
      legend: "{{topic}}",
      unit: "Bps",
    },
    {
      dashboard: "kafka",
      title: "Bytes out",
      expr: `sum by (topic) (${rate("kafka_server_brokertopicmetrics_bytesout_total", of(kafka.namespace))})`,
      legend: "{{topic}}",
      unit: "Bps",
    },
    {
      dashboard: "kafka",
      title: "Active controllers",
      expr: `sum(kafka_controller_kafkacontroller_activecontrollercount${of(kafka.namespace)})`,
    },
    {
      dashboard: "kafka",
      title: "Idle request handlers",
      expr: `min by (pod) (kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent${of(kafka.namespace)})`,
      legend: "{{pod}}",
      unit: "percentunit",
    },
    {
      dashboard: "flink",
      title: "Duration of the last checkpoint",
      expr: `max by (job_name) (flink_jobmanager_job_lastCheckpointDuration${of(flink.namespace)})`,
      legend: "{{job_name}}",
      unit: "ms",
    },
    {
      dashboard: "flink",
      title: "Size of the last checkpoint",
      expr: `max by (job_name) (flink_jobmanager_job_lastCheckpointSize${of(flink.namespace)})`,
      legend: "{{job_name}}",
      unit: "bytes",
    },
    {
      dashboard: "flink",
      title: "Busy time by task",
      expr: `max by (task_name) (flink_taskmanager_job_task_busyTimeMsPerSecond${of(flink.namespace)})`,
      legend: "{{task_name}}",
      unit: "ms",
    },
    {
      dashboard: "flink",
      title: "Heap in use",
      expr: `max by (pod) (flink_taskmanager_Status_JVM_Memory_Heap_Used${of(flink.namespace)})`,
      legend: "{{pod}}",
      unit: "bytes",
    },
    {
      dashboard: "postgres",
      title: "Connections by state",
      expr: `sum by (state) (cnpg_backends_total${of(postgres.namespace)})`,
      legend: "{{state}}",
    },
    {
      dashboard: "postgres",
      title: "Size of databases",
      expr: `max by (datname) (cnpg_pg_database_size_bytes${of(postgres.namespace)})`,
      legend: "{{datname}}",
      unit: "bytes",
    },
    {
      dashboard: "postgres",
      title: "WAL segments that wait for the archive",
      expr: `max by (pod) (cnpg_collector_pg_wal_archive_status{namespace="${postgres.namespace}",value="ready"})`,
      legend: "{{pod}}",
    },
    {
      dashboard: "postgres",
      title: "Longest wait at the pooler",
      expr: `max by (user) (cnpg_pgbouncer_pools_maxwait${of(postgres.namespace)})`,
      legend: "{{user}}",
      unit: "s",
    },
    {
      dashboard: "airflow",
      title: "Duration of runs",
      expr: `max by (dag_id) (airflow_dagrun_duration{namespace="${airflow.namespace}",quantile="0.9"})`,
      legend: "{{dag_id}}",
      unit: "s",
    },
    {
      dashboard: "airflow",
      title: "Tasks that wait",
      expr: `max(airflow_executor_queued_tasks${of(airflow.namespace)})`,
    },
    {
      dashboard: "airflow",
      title: "Open slots by pool",
      expr: `max by (pool) (airflow_pool_open_slots${of(airflow.namespace)})`,
      legend: "{{pool}}",
    },
    {
      dashboard: "monitoring",
      title: "Alerts that fire",
      expr: `count by (alertname, severity) (ALERTS{alertstate="firing",platform="streamflow"})`,
      legend: "{{severity}} {{alertname}}",
    },
    {
      dashboard: "monitoring",
      title: "Series in memory",
      expr: `max by (pod) (prometheus_tsdb_head_series${of(monitoring.namespace)})`,
      legend: "{{pod}}",
    },
    {
      dashboard: "monitoring",
      title: "Notifications that fail",
      expr: `sum by (integration) (${rate("alertmanager_notifications_failed_total", of(monitoring.namespace))})`,
      legend: "{{integration}}",
    },
  ];
}
