/** How Airflow's dotted statsd names become Prometheus' names and labels: those of Airflow's own chart [Airflow chart, statsd-mappings.yml], as far as the pinned version still sends what they match. */

interface Mapping {
  readonly match: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly action?: "drop";
}

const labelled = (match: string, name: string, ...labels: readonly string[]): Mapping => ({
  match: `airflow.${match}`,
  name: `airflow_${name}`,
  labels: Object.fromEntries(labels.map((label, i) => [label, `$${i + 1}`])),
});

const dropped = (match: string): Mapping => ({ match: `airflow.${match}`, name: "dropped", action: "drop" });

const POOL = ["open_slots", "queued_slots", "running_slots", "deferred_slots", "scheduled_slots", "starving_tasks"];
const EXECUTOR = ["open_slots", "queued_tasks", "running_tasks"];

/**
 * Names that aren't here keep theirs, with `_` for every dot: `airflow_dagbag_size`. Airflow sends some figures twice, once with what they
 * are of inside the name and once without: of pools the second would be any pool's, of the one executor the first says nothing more.
 */
export const statsdMapping: { readonly mappings: readonly Mapping[] } = {
  mappings: [
    { match: "airflow.scheduler_heartbeat", name: "airflow_scheduler_heartbeat", labels: { type: "counter" } },
    labelled("dag.*.*.duration", "task_duration", "dag_id", "task_id"),
    labelled("dagrun.duration.success.*", "dagrun_duration", "dag_id"),
    labelled("dagrun.duration.failed.*", "dagrun_failed", "dag_id"),
    labelled("dagrun.schedule_delay.*", "dagrun_schedule_delay", "dag_id"),
    labelled("dagrun.dependency-check.*", "dagrun_dependency_check", "dag_id"),
    labelled("dag_processing.last_duration.*", "dag_processing_last_duration", "dag_file"),
    labelled("dag_processing.last_run.seconds_ago.*", "dag_processing_last_run_seconds_ago", "dag_file"),
    ...POOL.flatMap((what) => [labelled(`pool.${what}.*`, `pool_${what}`, "pool"), dropped(`pool.${what}`)]),
    ...EXECUTOR.map((what) => dropped(`executor.${what}.*`)),
  ],
};
