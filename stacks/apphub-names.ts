/** Names that people type at night: runbooks, alerts and services use them. */
export const APPHUB = {
  namespace: "apphub-system",
  redpanda: "apphub-redpanda",
  /** Users of the brokers, named as their workloads. */
  users: { core: "apphub-core", timestore: "apphub-timestore", flink: "apphub-flink" },
  sequencerDb: "sequencer-db",
  database: { database: "sequencer", role: "apphub_core", schema: "sequencer" },
} as const;
