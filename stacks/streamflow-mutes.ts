import type { Mute } from "../components/monitoring/alerting/routes";

/** StreamFlow's causes and what follows from them: while the cause fires, the rest is silent. */
export const STREAMFLOW_MUTES: readonly Mute[] = [
  {
    cause: "KafkaConsumerLagExtreme",
    symptoms: ["KafkaConsumerLagHigh", "KafkaConsumerLagElevated"],
    equal: ["platform", "namespace"],
  },
  { cause: "KafkaConsumerLagHigh", symptoms: ["KafkaConsumerLagElevated"], equal: ["platform", "namespace"] },
  { cause: "PipelineLatencyExtreme", symptoms: ["PipelineLatencyHigh"], equal: ["platform", "namespace"] },
  {
    cause: "KafkaBrokerDown",
    symptoms: [
      "KafkaConsumerLagElevated",
      "KafkaConsumerLagExtreme",
      "KafkaConsumerLagGrowing",
      "KafkaConsumerLagHigh",
      "KafkaConsumerLagUnknown",
      "KafkaTopicNoLeader",
      "KafkaUnderReplicatedPartitions",
      "FlinkCheckpointFailing",
      "FlinkCheckpointFailures",
      "FlinkHighBackpressure",
    ],
    equal: ["platform"],
  },
  {
    cause: "FlinkJobNotRunning",
    symptoms: [
      "FlinkCheckpointFailing",
      "FlinkCheckpointFailures",
      "FlinkHighBackpressure",
      "FlinkTaskManagersMissing",
      "KafkaConsumerLagElevated",
      "KafkaConsumerLagGrowing",
      "KafkaConsumerLagHigh",
    ],
    equal: ["platform"],
  },
  {
    // Offsets are committed with a checkpoint: without one, lag grows though the job reads.
    cause: "FlinkCheckpointFailing",
    symptoms: ["KafkaConsumerLagElevated", "KafkaConsumerLagGrowing"],
    equal: ["platform"],
  },
  {
    cause: "PostgresPrimaryDown",
    symptoms: [
      "PostgresClusterDegraded",
      "PostgresReplicationLagHigh",
      "PipelineLatencyHigh",
      "AirflowDAGFailure",
      "AirflowSchedulerHeartbeatStale",
      "AirflowWebserverDown",
    ],
    equal: ["platform"],
  },
];
