/** Flink's Prometheus reporter, which shows counters, gauges and meters alike as gauges [Flink docs, metric_reporters]. */
import { gauges, type Exporter } from "../../../core/alerts/exporter";

const TASK = [
  "host",
  "job_id",
  "job_name",
  "subtask_index",
  "task_attempt_id",
  "task_attempt_num",
  "task_id",
  "task_name",
  "tm_id",
];

export const flinkReporter: Exporter = {
  name: "Flink Prometheus reporter",
  metrics: {
    ...gauges(
      ["host"],
      "flink_jobmanager_numRunningJobs",
      "flink_jobmanager_numRegisteredTaskManagers",
      "flink_jobmanager_taskSlotsAvailable",
      "flink_jobmanager_taskSlotsTotal",
    ),
    ...gauges(
      ["host", "job_id", "job_name"],
      "flink_jobmanager_job_numberOfCompletedCheckpoints",
      "flink_jobmanager_job_numberOfFailedCheckpoints",
      "flink_jobmanager_job_numberOfInProgressCheckpoints",
      "flink_jobmanager_job_lastCheckpointDuration",
      "flink_jobmanager_job_lastCheckpointSize",
      "flink_jobmanager_job_numRestarts",
      "flink_jobmanager_job_runningTime",
      "flink_jobmanager_job_restartingTime",
      "flink_jobmanager_job_failingTime",
    ),
    ...gauges(
      TASK,
      "flink_taskmanager_job_task_backPressuredTimeMsPerSecond",
      "flink_taskmanager_job_task_busyTimeMsPerSecond",
      "flink_taskmanager_job_task_idleTimeMsPerSecond",
    ),
    ...gauges([...TASK, "operator_id", "operator_name"], "flink_taskmanager_job_task_operator_pendingRecords"),
    ...gauges(
      ["host", "tm_id"],
      "flink_taskmanager_Status_JVM_Memory_Heap_Used",
      "flink_taskmanager_Status_JVM_Memory_Heap_Max",
    ),
  },
};
