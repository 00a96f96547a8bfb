/** Redpanda: the public metrics, and the one internal metric that an alert needs. */
import { counters, gauges, histogram, type Exporter } from "../../../core/alerts/exporter";

const PARTITION = ["redpanda_namespace", "redpanda_topic", "redpanda_partition"];

/** `:9644/public_metrics` [Redpanda docs, public-metrics-reference]. */
export const redpandaPublic: Exporter = {
  name: "Redpanda public metrics",
  metrics: {
    ...gauges(
      [],
      "redpanda_cluster_brokers",
      "redpanda_cluster_unavailable_partitions",

      "redpanda_storage_disk_free_space_alert",
      "redpanda_storage_disk_free_bytes",
      "redpanda_storage_disk_total_bytes",
    ),
    ...counters([], "redpanda_application_uptime_seconds_total"),
    ...gauges(PARTITION, "redpanda_kafka_under_replicated_replicas"),
    ...gauges(["shard"], "redpanda_raft_recovery_partitions_to_recover", "redpanda_raft_recovery_offsets_pending"),
    ...counters(PARTITION, "redpanda_raft_leadership_changes", "redpanda_kafka_records_produced_total"),
    ...counters([...PARTITION, "redpanda_request"], "redpanda_kafka_request_bytes_total"),
    ...histogram(["redpanda_request"], "redpanda_kafka_request_latency_seconds"),
    ...counters(["redpanda_server"], "redpanda_rpc_request_errors_total"),
    ...histogram(["redpanda_server"], "redpanda_rpc_request_latency_seconds"),
  },
};

/** `:9644/metrics`, scraped with a keep-list of what is named here. */
export const redpandaInternal: Exporter = {
  name: "Redpanda internal metrics",
  metrics: counters(
    ["exported_namespace", "topic", "partition", "shard"],
    "vectorized_storage_log_log_segments_created",
  ),
};
