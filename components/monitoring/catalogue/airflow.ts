/** Airflow's statsd exporter with the mapping of Airflow's own chart, and the probe of its web server. */
import { counters, gauges, summary, type Exporter } from "../../../core/alerts/exporter";

/** Timers are summaries in seconds; counters exist from their first event on [Airflow chart, statsd-mappings.yml]. */
export const airflowStatsd: Exporter = {
  name: "Airflow statsd exporter",
  metrics: {
    ...counters(["type"], "airflow_scheduler_heartbeat"),
    ...summary(["dag_id"], "airflow_dagrun_duration"),
    ...summary(["dag_id"], "airflow_dagrun_failed"),
    ...summary(["dag_id"], "airflow_dagrun_schedule_delay"),
    ...summary(["dag_id", "task_id"], "airflow_task_duration"),
    ...gauges(
      ["pool"],
      "airflow_pool_open_slots",
      "airflow_pool_queued_slots",
      "airflow_pool_running_slots",
      "airflow_pool_starving_tasks",
    ),
    ...gauges([], "airflow_dagbag_size", "airflow_dag_processing_import_errors"),
    ...gauges([], "airflow_executor_open_slots", "airflow_executor_queued_tasks", "airflow_executor_running_tasks"),
    ...counters([], "airflow_ti_failures", "airflow_ti_successes"),
  },
};

export const blackboxProbe: Exporter = {
  name: "Blackbox exporter",
  metrics: gauges([], "probe_success", "probe_http_status_code", "probe_duration_seconds"),
};
