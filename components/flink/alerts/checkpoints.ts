import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series, type Scrape } from "../../../core/alerts/exporter";

export interface CheckpointAlertsArgs {
  readonly namespace: string;
  /** Time between two checkpoints, and how long one may take before it fails. */
  readonly checkpointMs: number;
  readonly timeoutMs: number;
  readonly reporter: Scrape;
}

/** The runbook's figures, in minutes without a completed checkpoint. */
const FIGURES = { warning: 10, critical: 30, lost: 60 } as const;
/** How long the rule itself waits. */
const HELD_MINUTES = 2;
const JOB = "by (namespace, job_id, job_name)";

/** Checkpoints of a job. A failed one costs nothing yet; what is lost with the job is all since the last completed one. */
export function checkpointAlerts({
  namespace,
  checkpointMs,
  timeoutMs,
  reporter,
}: CheckpointAlertsArgs): readonly Alert[] {
  const completed = `flink_jobmanager_job_numberOfCompletedCheckpoints{namespace="${namespace}"}`;
  const failed = `flink_jobmanager_job_numberOfFailedCheckpoints{namespace="${namespace}"}`;
  // One checkpoint that times out must not alert: the next may succeed.
  const least = Math.ceil((checkpointMs + timeoutMs) / 60_000) - HELD_MINUTES;
  const minutes = (figure: number) => Math.max(figure, least);
  // The job must have run for as long: a new one has completed nothing yet.
  const none = (figure: number) =>
    `sum ${JOB} (increase(${completed}[${minutes(figure)}m])) == 0 and sum ${JOB} (${completed} offset ${minutes(figure)}m) >= 0`;
  const labels = { host: "flink", job_id: "f00d", job_name: "FraudDetectionJob" };
  const of = (metric: string, pod = "flink-0") =>
    series({ ...reporter, target: { ...reporter.target, pod } }, metric, labels);
  const done = of("flink_jobmanager_job_numberOfCompletedCheckpoints");
  const lost = of("flink_jobmanager_job_numberOfFailedCheckpoints");
  const panel = {
    dashboard: "flink",
    title: "Checkpoints completed in 10 minutes",
    expr: `sum ${JOB} (increase(${completed}[10m]))`,
    legend: "{{job_name}}",
  } as const;
  const common = { component: "flink", page: "flink-checkpoint-failing" } as const;
  const successor = {
    [done]: "5+1x20 _x60",
    [of("flink_jobmanager_job_numberOfCompletedCheckpoints", "flink-1")]: "_x22 0+1x60",
  };
  return [
    {
      ...common,
      name: "FlinkCheckpointFailing",
      summary: "{{ $labels.job_name }} completes no checkpoints: a restart would process again all since the last one.",
      description: `None in ${minutes(FIGURES.warning)} minutes; critical after ${minutes(FIGURES.critical)}.`,
      panel,
      levels: [warning(none(FIGURES.warning), `${HELD_MINUTES}m`), critical(none(FIGURES.critical), "0m")],
      cases: [
        fires(["warning"], "warns after 12 minutes", { [done]: "0+1x20 20x60" }, "34m"),
        fires(["warning", "critical"], "is critical after 30 minutes", { [done]: "0+1x20 20x60" }, "55m"),
        nearMiss("stays quiet when each takes nine minutes", { [done]: "1x8 2x8 3x8 4x8 5x8 6x8 7x8" }, "50m"),
        nearMiss("stays quiet when another JobManager takes over", successor, "40m"),
        nearMiss("stays quiet for a job that has just begun", { [done]: "_x30 0x5" }, "34m"),
        noData(),
        noTraffic({ [done]: "0+1x60" }, "50m"),
      ],
    },
    {
      ...common,
      name: "FlinkCheckpointLost1h",
      summary: "{{ $labels.job_name }} has completed no checkpoint for an hour: a restart loses that hour's state.",
      description: `None in ${minutes(FIGURES.lost)} minutes.`,
      panel,
      levels: [critical(none(FIGURES.lost), "0m", { team: "data-engineering" })],
      cases: [
        fires(["critical"], "calls Data Engineering", { [done]: "0+1x20 20x90" }, "85m"),
        nearMiss("stays quiet after one in the hour", { [done]: "20x40 21x70" }, "95m"),
        noData(),
        noTraffic({ [done]: "0+1x90" }, "85m"),
      ],
    },
    {
      ...common,
      name: "FlinkCheckpointFailures",
      summary: "Checkpoints of {{ $labels.job_name }} keep failing.",
      description: "{{ $value }} failed in 10 minutes; three are more than bad luck.",
      panel: {
        dashboard: "flink",
        title: "Checkpoints failed in 10 minutes",
        expr: `sum ${JOB} (increase(${failed}[10m]))`,
        legend: "{{job_name}}",
        thresholds: [2.5],
      },
      // Increases over a window are extrapolated to its edges: three failures count as 2.7 to 3.3.
      levels: [warning(`sum ${JOB} (increase(${failed}[10m])) > 2.5`, "0m")],
      cases: [
        fires(["warning"], "warns at three", { [lost]: "0x10 1 2 3x20" }, "15m"),
        nearMiss("stays quiet at two", { [lost]: "0x10 1 2x20" }, "15m"),
        nearMiss("stays quiet long after", { [lost]: "7x40" }, "30m"),
        noData(),
        noTraffic({ [lost]: "0x30" }, "20m"),
      ],
    },
  ];
}
