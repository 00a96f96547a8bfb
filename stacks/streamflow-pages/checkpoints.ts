import { step, type Page } from "../../core/alerts/page";
import type { Commands } from "../streamflow-commands";
import type { StreamflowFacts } from "../streamflow-facts";
import { BY_CONFIG } from "./by-config";

export const checkpointsOf = (run: Commands, what: string): string =>
  run.flink(`curl -s http://localhost:8081/jobs/$JOB_ID/checkpoints | jq '${what}'`);
export const NEWEST =
  "{id: .latest.completed.id, duration: .latest.completed.duration, state_size: .latest.completed.state_size}";

export const checkpointsPage = ({ flink }: StreamflowFacts, run: Commands): Page => ({
  slug: "flink-checkpoint-failing",
  title: "Flink checkpoints fail",
  component: "Flink",
  impact:
    "a restart would process again everything since the last checkpoint; offsets aren't committed, so the lag looks larger than it is",
  symptoms: [
    "No checkpoint has completed for ten minutes.",
    "The JobManager says: Checkpoint expired before completing.",
    "Errors of the state backend or of the object store.",
  ],
  causes: [
    "The state is too large for the timeout.",
    "The disk under RocksDB is slow.",
    "The object store is slow or refuses.",
    "Backpressure: barriers wait behind events.",
  ],
  investigation: [
    step(
      "What failed, and why?",
      checkpointsOf(
        run,
        "{completed: .latest.completed.trigger_timestamp, failed: .latest.failed.trigger_timestamp, why: .latest.failed.failure_message}",
      ),
    ),
    step("How large is the state?", checkpointsOf(run, ".latest.completed.state_size")),
    step("What do TaskManagers say of their state?", run.taskManagerLogs),
  ],
  resolution: [
    {
      when: "Immediately (5 minutes)",
      steps: [
        step(`More time: \`streamflow.flink.checkpoints.timeout: 15m\`. ${BY_CONFIG}.`),
        step(
          "Fewer checkpoints: `streamflow.flink.checkpoints.interval: 120s`. The lag of a healthy job doubles with it, and so does the figure of KafkaConsumerLagHigh.",
        ),
      ],
    },
    {
      when: "Within the hour",
      steps: [
        step(
          "How fast is the disk under the state? 100 MB should take less than five seconds.",
          `POD=$(kubectl get pods -n ${flink.namespace} -l app=${flink.deployment},component=taskmanager -o jsonpath='{.items[0].metadata.name}')\nkubectl exec "$POD" -n ${flink.namespace} -- \\\n  dd if=/dev/zero of=/opt/flink/state/test bs=1M count=100 conv=fdatasync`,
        ),
        step("Keep less state: a time to live of 24 hours in the job."),
      ],
    },
    {
      when: "Later",
      steps: [step("Incremental checkpoints are on already; drop what old customers left behind, and watch the size.")],
    },
  ],
  verification: [step("The number of the newest completed checkpoint grows.", checkpointsOf(run, NEWEST))],
  prevention: [
    "Half of the interval is the longest that a checkpoint should take.",
    "Give `streamflow.flink.state` its true size: memory and disk follow.",
  ],
  escalation: [
    "None for an hour: Data Engineering (FlinkCheckpointLost1h pages them). A restart now loses that hour's state.",
  ],
  related: ["flink-job-not-running", "kafka-consumer-lag-high"],
});
