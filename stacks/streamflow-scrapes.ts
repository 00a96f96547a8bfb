import { airflowStatsd, blackboxProbe } from "../components/monitoring/catalogue/airflow";
import { flinkReporter } from "../components/monitoring/catalogue/flink";
import { kafkaExporter, kafkaJmx, strimziResources } from "../components/monitoring/catalogue/kafka";
import {
  alertmanagerItself,
  cadvisor,
  kubelet,
  kubeStateMetrics,
  nodeExporter,
  prometheusItself,
} from "../components/monitoring/catalogue/kubernetes";
import { pgbouncerExporter, streamflowPostgres } from "../components/monitoring/catalogue/postgres";
import { podMonitored, serviceMonitored } from "../components/monitoring/catalogue/targets";
import { RELEASE, monitoringNames } from "../components/monitoring/names";
import { airflowNames, apiServerUrl } from "../components/airflow/names";
import { strimziNames } from "../components/kafka/strimzi/names";
import type { Scrape } from "../core/alerts/exporter";
import type { StreamflowFacts } from "./streamflow-facts";

/** What Prometheus scrapes of StreamFlow and of the cluster for it. */
export type StreamflowScrapes = ReturnType<typeof streamflowScrapes>;

export function streamflowScrapes({ kafka, flink, postgres, airflow, monitoring }: StreamflowFacts) {
  const { namespace } = monitoring;
  const companion = (service: string, endpoint: string, container: string) =>
    serviceMonitored(service, { namespace, pod: `${service}-0`, container, endpoint });
  const state = companion(monitoringNames.kubeStateMetrics, "http", "kube-state-metrics");
  return {
    jmx: {
      exporter: kafkaJmx,
      target: podMonitored("kafka-resources-metrics", {
        namespace: kafka.namespace,
        pod: strimziNames.pod(kafka.cluster, kafka.pool, 0),
        container: "kafka",
        endpoint: "tcp-prometheus",
      }),
    },
    lag: {
      exporter: kafkaExporter,
      target: podMonitored("kafka-resources-metrics", {
        namespace: kafka.namespace,
        pod: `${strimziNames.exporter(kafka.cluster)}-0`,
        container: strimziNames.exporter(kafka.cluster),
        endpoint: "tcp-prometheus",
      }),
    },
    flink: {
      exporter: flinkReporter,
      target: podMonitored("flink", {
        namespace: flink.namespace,
        pod: `${flink.deployment}-0`,
        container: "flink-main-container",
        endpoint: "metrics",
      }),
    },
    postgres: {
      exporter: streamflowPostgres,
      target: podMonitored(postgres.cluster, {
        namespace: postgres.namespace,
        pod: `${postgres.cluster}-1`,
        container: "postgres",
        endpoint: "metrics",
      }),
    },
    pooler: {
      exporter: pgbouncerExporter,
      target: podMonitored(`${postgres.cluster}-pooler`, {
        namespace: postgres.namespace,
        pod: `${postgres.cluster}-pooler-0`,
        container: "pgbouncer",
        endpoint: "metrics",
      }),
    },
    airflow: {
      exporter: airflowStatsd,
      target: serviceMonitored("airflow-statsd", {
        namespace: airflow.namespace,
        pod: "airflow-statsd-0",
        container: "statsd",
        endpoint: "metrics",
      }),
    },
    probe: {
      exporter: blackboxProbe,
      target: {
        ...podMonitored(airflowNames.probe, {
          namespace: airflow.namespace,
          pod: `${airflowNames.probe}-0`,
          container: airflowNames.probe,
          endpoint: "probe",
        }),
        job: airflowNames.apiServer,
        instance: apiServerUrl(airflow.namespace),
      },
    },
    resources: { exporter: strimziResources, target: state },
    state: { exporter: kubeStateMetrics, target: state },
    kubelet: {
      exporter: kubelet,
      target: {
        job: "kubelet",
        metrics_path: "/metrics",
        node: "node-0",
        instance: "10.0.0.1:10250",
        endpoint: "https-metrics",
      },
    },
    cadvisor: {
      exporter: cadvisor,
      target: {
        job: "kubelet",
        metrics_path: "/metrics/cadvisor",
        node: "node-0",
        instance: "10.0.0.1:10250",
        endpoint: "https-metrics",
      },
    },
    node: { exporter: nodeExporter, target: companion(monitoringNames.nodeExporter, "http-metrics", "node-exporter") },
    prometheus: { exporter: prometheusItself, target: companion(`${RELEASE}-prometheus`, "http-web", "prometheus") },
    alertmanager: {
      exporter: alertmanagerItself,
      target: companion(`${RELEASE}-alertmanager`, "http-web", "alertmanager"),
    },
  } as const satisfies Readonly<Record<string, Scrape>>;
}
