/** Strimzi's Kafka: the brokers' JMX exporter, the Kafka exporter, and what kube-state-metrics tells about Strimzi's resources. */
import { counters, gauges, type Exporter } from "../../../core/alerts/exporter";

/** Names that Strimzi's example rules make of JMX beans, in lower case [Strimzi examples, kafka-metrics.yaml]. */
export const kafkaJmx: Exporter = {
  name: "Strimzi JMX exporter",
  metrics: {
    ...gauges(
      [],
      "kafka_controller_kafkacontroller_offlinepartitionscount",
      "kafka_controller_kafkacontroller_activecontrollercount",
      "kafka_server_replicamanager_underreplicatedpartitions",
      "kafka_server_replicamanager_underminisrpartitioncount",
      "kafka_server_replicamanager_partitioncount",
      "kafka_server_replicamanager_leadercount",
      "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent",
      "kafka_log_logmanager_offlinelogdirectorycount",
    ),
    ...counters(
      ["topic"],
      "kafka_server_brokertopicmetrics_messagesin_total",
      "kafka_server_brokertopicmetrics_bytesin_total",
      "kafka_server_brokertopicmetrics_bytesout_total",
    ),
  },
};

/** [danielqsj/kafka_exporter, as Strimzi's `spec.kafkaExporter` runs it]. The label is `consumergroup`. */
export const kafkaExporter: Exporter = {
  name: "Kafka exporter",
  metrics: {
    ...gauges(["consumergroup", "topic", "partition"], "kafka_consumergroup_lag", "kafka_consumergroup_current_offset"),
    ...gauges(["consumergroup", "topic"], "kafka_consumergroup_lag_sum"),
    ...gauges(["consumergroup"], "kafka_consumergroup_members"),
    ...gauges(
      ["topic", "partition"],
      "kafka_topic_partition_current_offset",
      "kafka_topic_partition_in_sync_replica",
      "kafka_topic_partition_under_replicated_partition",
    ),
    ...gauges([], "kafka_brokers"),
  },
};

/** Custom-resource state of kube-state-metrics [Strimzi examples, kube-state-metrics]. */
export const strimziResources: Exporter = {
  name: "kube-state-metrics, Strimzi's resources",
  metrics: gauges(
    ["exported_namespace", "name", "ready", "deprecated"],
    "strimzi_kafka_resource_info",
    "strimzi_kafka_topic_resource_info",
    "strimzi_kafka_user_resource_info",
  ),
};
