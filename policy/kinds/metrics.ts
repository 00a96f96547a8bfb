/** Which metrics the exporters of streaming systems really emit: the pinned catalogue, and how each of them makes its names. */
import * as airflow from "../../components/monitoring/catalogue/airflow";
import * as flink from "../../components/monitoring/catalogue/flink";
import * as kafka from "../../components/monitoring/catalogue/kafka";
import * as postgres from "../../components/monitoring/catalogue/postgres";
import * as redpanda from "../../components/monitoring/catalogue/redpanda";
import type { Exporter } from "../../core/alerts/exporter";
import { nearest } from "../../core/config/faults";
import { isMap } from "../../core/config/lenient";

const isExporter = (value: unknown): value is Exporter => isMap(value) && isMap(value["metrics"]);

const CATALOGUE: ReadonlySet<string> = new Set(
  [airflow, flink, kafka, postgres, redpanda]
    .flatMap((module) => Object.values<unknown>({ ...module }))
    .filter(isExporter)
    .flatMap(({ metrics }) => Object.keys(metrics)),
);

/** Families by their prefix, and what names in them look like. Everything else belongs to an exporter that isn't known here. */
const FAMILIES: readonly (readonly [prefix: RegExp, names: RegExp])[] = [
  // JMX beans in lower case: domain, type, attribute [Strimzi examples, metrics]; and the Kafka exporter's few.
  [
    /^kafka_/,
    /^kafka_(server|controller|network|log|cluster|coordinator|utils|producer|consumer|connect|streams|raft|admin|cruisecontrol|schema_registry|rest)_[a-z0-9]+_[a-z0-9_]+$|^kafka_(brokers|broker_info|exporter_build_info|topic_partitions|topic_partition_[a-z_]+|partition_(earliest|latest)_offset|consumergroup_(lag|members|current_offset|lag_sum|current_offset_sum|uncommitted_offsets|lag_seconds|lag_zookeeper|(group|group_topic)_[a-z_]+|poll_[a-z_]+))$/i,
  ],
  [
    /^redpanda_/,
    /^redpanda_(application|cloud_storage|cluster|controller|cpu|debug_bundle|host|iceberg|io_queue|kafka|memory|node|partition|raft|rest_proxy|rpc|scheduler|schema_registry|security_audit|storage|tls|transform|authorization|data_transforms|trunk)_[a-z0-9_]+$/,
  ],
  // JobManager and TaskManager scopes end in a name in camel case, or in Flink's own Status_….
  [
    /^flink_/,
    /^flink_(jobmanager|taskmanager)_Status_\w+$|^flink_jobmanager(_job)?_[a-zA-Z0-9]+$|^flink_jobmanager_job_operator_\w+$|^flink_taskmanager_job_task(_operator)?_\w+$|^flink_k8soperator_\w+$/,
  ],
  [/^cnpg_/, /^cnpg_[a-z]\w*_\w+$/],
  // Neither counters nor timers have a suffix [statsd_exporter mapping of Airflow's chart].
  [/^airflow_/, /^airflow_(?!.*_total$)\w+$/],
  // Redpanda's internal metrics double the name of their group; these that people write were never emitted.
  [
    /^vectorized_/,
    /^vectorized_(?!cluster_health_status$|kafka_(broker_)?partition_under_replicated$|kafka_recovery_partition_movement_recency$|kafka_request_latency_seconds|storage_log_segments_created(_total)?$)\w+$/,
  ],
];

/** Undefined where the metric exists, or belongs to an exporter that isn't known here. */
export function unknownMetric(name: string): { readonly near: string | undefined } | undefined {
  if (CATALOGUE.has(name)) return undefined;
  const family = FAMILIES.find(([prefix]) => prefix.test(name));
  if (family === undefined || family[1].test(name)) return undefined;
  return { near: nearest(name, [...CATALOGUE]) };
}
