import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../../core/alerts/alert";
import { series, type Scrape } from "../../../../core/alerts/exporter";
import { strimziNames } from "../names";

export interface KafkaHealthArgs {
  readonly namespace: string;
  readonly cluster: string;
  readonly pool: string;
  readonly brokers: number;
  /** Copies of each partition; with one, nothing can be under-replicated. */
  readonly replication: number;
  readonly jmx: Scrape;
  readonly pods: Scrape;
  readonly resources: Scrape;
}

/** Brokers and their partitions. Brokers are StrimziPodSets: no rule about StatefulSets sees them. */
export function kafkaHealthAlerts(args: KafkaHealthArgs): readonly Alert[] {
  const { namespace, cluster, replication } = args;
  const underReplicated = `sum by (namespace) (kafka_server_replicamanager_underreplicatedpartitions{namespace="${namespace}"})`;
  const offline = `max by (namespace) (kafka_controller_kafkacontroller_offlinepartitionscount{namespace="${namespace}"})`;
  const notReady = `max by (exported_namespace, name) (strimzi_kafka_resource_info{name="${cluster}",ready!="True"})`;
  const jmx = (metric: string) => series(args.jmx, metric);
  const offlineOf = jmx("kafka_controller_kafkacontroller_offlinepartitionscount");
  const underOf = jmx("kafka_server_replicamanager_underreplicatedpartitions");
  const resource = (ready: string) =>
    series(args.resources, "strimzi_kafka_resource_info", {
      exported_namespace: namespace,
      name: cluster,
      ready,
      deprecated: "False",
    });
  const common = { component: "kafka", page: "health-kafka" } as const;
  const copies: Alert = {
    ...common,
    name: "KafkaUnderReplicatedPartitions",
    summary: "Partitions have fewer copies than they should: another lost broker may lose transactions.",
    description: "{{ $value }} partitions lack a copy; critical after half an hour.",
    panel: { dashboard: "kafka", title: "Under-replicated partitions", expr: underReplicated, thresholds: [1] },
    levels: [warning(`${underReplicated} > 0`, "5m"), critical(`${underReplicated} > 0`, "30m")],
    cases: [
      fires(["warning"], "warns after 5 minutes", { [underOf]: "3x60" }, "10m"),
      fires(["warning", "critical"], "is critical after 30 minutes", { [underOf]: "3x60" }, "35m"),
      nearMiss("stays quiet during a broker's restart", { [underOf]: "0x10 40x3 0x40" }, "15m"),
      noData(),
      noTraffic({ [underOf]: "0x60" }, "45m"),
    ],
  };
  return [
    brokerDown(args),
    {
      ...common,
      name: "KafkaClusterNotReady",
      summary: `Kafka ${cluster} isn't Ready: Strimzi can't bring it to what is declared.`,
      description: "Strimzi reports another state than Ready for 5 minutes.",
      panel: { dashboard: "kafka", title: "Cluster not ready", expr: notReady, legend: "{{name}}" },
      levels: [critical(`${notReady} == 1`, "5m", { namespace })],
      cases: [
        fires(["critical"], "fires when Ready is False", { [resource("False")]: "1x30" }, "10m"),
        nearMiss(
          "stays quiet when Ready is False for 4 minutes",
          { [resource("False")]: "1x3 _x30", [resource("True")]: "_x4 1x30" },
          "20m",
        ),
        noData(),
        noTraffic({ [resource("True")]: "1x30" }, "20m"),
      ],
    },
    {
      ...common,
      name: "KafkaTopicNoLeader",
      summary: "Partitions have no leader: nobody can write to or read from them.",
      description: "{{ $value }} partitions are offline.",
      panel: { dashboard: "kafka", title: "Partitions without a leader", expr: offline, thresholds: [1] },
      levels: [critical(`${offline} > 0`, "1m")],
      cases: [
        fires(["critical"], "fires for one partition", { [offlineOf]: "0x5 1x30" }, "10m"),
        nearMiss("stays quiet during an election", { [offlineOf]: "0x5 3x0 0x30" }, "7m"),
        noData(),
        noTraffic({ [offlineOf]: "0x30" }, "20m"),
      ],
    },
    ...(replication > 1 ? [copies] : []),
  ];
}

function brokerDown({ namespace, cluster, pool, brokers, pods }: KafkaHealthArgs): Alert {
  const own = `kube_pod_status_ready{namespace="${namespace}",pod=~"${strimziNames.pod(cluster, pool, 0).replace(/0$/, "")}[0-9]+",condition="true"}`;
  const ready = `sum by (namespace) (${own})`;
  const down = `${ready} < ${brokers} or absent(${own})`;
  const pod = (id: number) =>
    series(pods, "kube_pod_status_ready", {
      namespace,
      pod: strimziNames.pod(cluster, pool, id),
      uid: `uid-${id}`,
      condition: "true",
    });
  const all = (first: string, others: string) =>
    Object.fromEntries(Array.from({ length: brokers }, (_, id) => [pod(id), id === 0 ? first : others]));
  return {
    name: "KafkaBrokerDown",
    component: "kafka",
    page: "kafka-broker-down",
    summary: `A broker of ${cluster} is down: ${brokers === 1 ? "the pipeline stands still" : "another one may stop all writes"}.`,
    description: `{{ $value }} of ${brokers} broker(s) ready, for longer than the 30 to 60 seconds of a restart.`,
    panel: { dashboard: "kafka", title: "Brokers ready", expr: ready, thresholds: [brokers] },
    levels: [critical(down, "2m"), critical(down, "15m", { team: "sre" })],
    cases: [
      fires(["critical"], "fires when one isn't ready", all("1x5 0x30", "1x40"), "10m"),
      fires(["critical"], "fires when the pod is gone", all("1x5 _x40", "1x40"), "15m"),
      nearMiss("stays quiet during a restart", all("1x5 0x1 1x30", "1x40"), "8m"),
      noData(["critical"]),
      noTraffic(all("1x30", "1x30"), "20m"),
    ],
  };
}
