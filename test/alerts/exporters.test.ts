/** The catalogue says of the stack's own exporters what their configuration makes them emit. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { statsdMapping } from "../../components/airflow/statsd";
import { airflowStatsd } from "../../components/monitoring/catalogue/airflow";
import { kafkaJmx } from "../../components/monitoring/catalogue/kafka";
import { cnpgExporter, streamflowPostgres } from "../../components/monitoring/catalogue/postgres";
import { type CustomQueries, tableQueries } from "../../components/postgres/queries";
import { metricsConfigMap } from "../../components/kafka/strimzi/metrics";
import type { KafkaDeployment } from "../../components/kafka/strimzi/deployment";
import { streamflowQueries } from "../../stacks/streamflow-queries";

test("labels of Airflow's metrics are those of the mapping", () => {
  const mapped = statsdMapping.mappings.filter(({ action }) => action !== "drop");
  for (const [name, { labels }] of Object.entries(airflowStatsd.metrics)) {
    const rule = mapped.find((one) => name === one.name || name.replace(/_(sum|count)$/, "") === one.name);
    const own = Object.keys(rule?.labels ?? {});
    expect(labels.filter((label) => label !== "quantile").sort(), name).toEqual(own.sort());
  }
});

test("metrics of the stack's own queries have their columns and labels", () => {
  const queries: CustomQueries = { ...tableQueries("streamflow"), ...streamflowQueries(0.7) };
  const columns = Object.entries(queries).flatMap(([query, { metrics }]) => {
    const all = metrics.flatMap((metric) => Object.entries(metric));
    const labels = all.filter(([, { usage }]) => usage === "LABEL").map(([name]) => name);
    return all.filter(([, { usage }]) => usage !== "LABEL").map(([name]) => [`cnpg_${query}_${name}`, labels] as const);
  });
  const emitted = new Map<string, readonly string[]>(columns);
  const own = Object.entries(streamflowPostgres.metrics).filter(([name]) => !(name in cnpgExporter.metrics));
  expect(own.length).toBeGreaterThan(3);
  for (const [name, { labels }] of own) expect(emitted.get(name), name).toEqual(labels);
});

describe("the brokers' JMX rules make", () => {
  const { data } = metricsConfigMap({ cluster: "k", namespace: "n", partOf: "p" } as KafkaDeployment);
  const [text = ""] = Object.values(data as Readonly<Record<string, string>>);
  const { rules } = parse(text) as {
    rules: readonly { pattern: string; name: string; labels?: Readonly<Record<string, string>> }[];
  };

  /** As the exporter does it: the first rule that fits names the metric. */
  function metricOf(bean: string): { readonly name: string; readonly labels: readonly string[] } | undefined {
    const rule = rules.find(({ pattern }) => new RegExp(`^.*(?:${pattern}).*$`).test(bean));
    const match = rule === undefined ? null : new RegExp(`^.*(?:${rule.pattern}).*$`).exec(bean);
    if (rule === undefined || match === null) return undefined;
    const fill = (template: string) => template.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? "");
    return { name: fill(rule.name).toLowerCase(), labels: Object.keys(rule.labels ?? {}).map(fill) };
  }

  test.each([
    [
      "kafka.controller<type=KafkaController, name=OfflinePartitionsCount><>Value",
      "kafka_controller_kafkacontroller_offlinepartitionscount",
    ],
    [
      "kafka.controller<type=KafkaController, name=ActiveControllerCount><>Value",
      "kafka_controller_kafkacontroller_activecontrollercount",
    ],
    [
      "kafka.server<type=ReplicaManager, name=UnderReplicatedPartitions><>Value",
      "kafka_server_replicamanager_underreplicatedpartitions",
    ],
    [
      "kafka.server<type=ReplicaManager, name=UnderMinIsrPartitionCount><>Value",
      "kafka_server_replicamanager_underminisrpartitioncount",
    ],
    ["kafka.server<type=ReplicaManager, name=PartitionCount><>Value", "kafka_server_replicamanager_partitioncount"],
    ["kafka.server<type=ReplicaManager, name=LeaderCount><>Value", "kafka_server_replicamanager_leadercount"],
    [
      "kafka.server<type=KafkaRequestHandlerPool, name=RequestHandlerAvgIdlePercent><>MeanRate",
      "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent",
    ],
    [
      "kafka.log<type=LogManager, name=OfflineLogDirectoryCount><>Value",
      "kafka_log_logmanager_offlinelogdirectorycount",
    ],
    [
      "kafka.server<type=BrokerTopicMetrics, name=MessagesInPerSec, topic=t><>Count",
      "kafka_server_brokertopicmetrics_messagesin_total",
    ],
    [
      "kafka.server<type=BrokerTopicMetrics, name=BytesInPerSec, topic=t><>Count",
      "kafka_server_brokertopicmetrics_bytesin_total",
    ],
    [
      "kafka.server<type=BrokerTopicMetrics, name=BytesOutPerSec, topic=t><>Count",
      "kafka_server_brokertopicmetrics_bytesout_total",
    ],
  ])("of %s the metric %s", (bean, name) => {
    expect(metricOf(bean)).toEqual({ name, labels: kafkaJmx.metrics[name]?.labels });
  });

  test("nothing more is in the catalogue", () => {
    expect(Object.keys(kafkaJmx.metrics)).toHaveLength(11);
  });
});
