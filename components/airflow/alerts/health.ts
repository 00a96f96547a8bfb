import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series, type Scrape } from "../../../core/alerts/exporter";
import { airflowNames } from "../names";

export interface AirflowHealthArgs {
  readonly namespace: string;
  /** DAGs that must be there. */
  readonly dags: number;
  readonly statsd: Scrape;
  readonly probe: Scrape;
  readonly pods: Scrape;
}

const COMMON = { component: "airflow", page: "health-airflow" } as const;

/** Airflow's own parts. */
export const airflowHealthAlerts = (args: AirflowHealthArgs): readonly Alert[] => [
  heartbeat(args),
  webServer(args),
  dags(args),
];

function heartbeat({ namespace, statsd }: AirflowHealthArgs): Alert {
  const own = `airflow_scheduler_heartbeat{namespace="${namespace}"}`;
  // The exporter keeps the last count when the scheduler is gone, so only its growth tells.
  const silent = (window: string) =>
    `sum by (namespace) (increase(${own}[${window}])) == 0 or absent_over_time(${own}[${window}])`;
  const beats = series(statsd, "airflow_scheduler_heartbeat", { type: "counter" });
  return {
    ...COMMON,
    name: "AirflowSchedulerHeartbeatStale",
    summary: "The scheduler gives no sign of life: no task is started.",
    description: "No heartbeat for 2 minutes; critical after 5.",
    panel: {
      dashboard: "airflow",
      title: "Heartbeats in 5 minutes",
      expr: `sum by (namespace) (increase(${own}[5m]))`,
      thresholds: [1],
    },
    levels: [warning(silent("2m"), "1m"), critical(silent("5m"), "1m")],
    cases: [
      fires(["warning"], "warns after 3 minutes", { [beats]: "0+12x20 240x40" }, "24m"),
      fires(["warning", "critical"], "is critical after 6 minutes", { [beats]: "0+12x20 240x40" }, "28m"),
      nearMiss("stays quiet at one slow loop", { [beats]: "0+12x20 240x0 252+12x20" }, "22m"),
      nearMiss("stays quiet when the exporter starts anew", { [beats]: "0+12x20 _x0 0+12x20" }, "24m"),
      noData(["warning", "critical"]),
      noTraffic({ [beats]: "0+12x60" }, "30m"),
    ],
  };
}

function webServer({ namespace, probe, pods }: AirflowHealthArgs): Alert {
  const job = `{job="${airflowNames.apiServer}"}`;
  const success = `max by (instance) (probe_success${job})`;
  const status = `max by (instance) (probe_http_status_code${job})`;
  const available = `max by (namespace, deployment) (kube_deployment_status_replicas_available{namespace="${namespace}",deployment="${airflowNames.apiServer}"})`;
  const down = `${success} == 0 or ${status} >= 500 or ${available} == 0`;
  const ok = series(probe, "probe_success");
  const code = series(probe, "probe_http_status_code");
  const replicas = series(pods, "kube_deployment_status_replicas_available", {
    namespace,
    deployment: airflowNames.apiServer,
  });
  return {
    ...COMMON,
    name: "AirflowWebserverDown",
    summary: "Airflow's web server doesn't answer: nobody can see or start runs, and tasks can't report.",
    description: "No answer on port 8080, or an error of its own, for 3 minutes.",
    panel: {
      dashboard: "airflow",
      title: "Web server answers",
      expr: success,
      legend: "{{instance}}",
      thresholds: [1],
    },
    levels: [critical(down, "3m", { namespace })],
    cases: [
      fires(["critical"], "fires without an answer", { [ok]: "1x5 0x30" }, "10m"),
      fires(["critical"], "fires at errors of its own", { [ok]: "1x40", [code]: "200x5 503x30" }, "10m"),
      fires(["critical"], "fires when no pod is ready", { [ok]: "1x40", [replicas]: "1x5 0x30" }, "10m"),
      nearMiss("stays quiet at a login that is refused", { [ok]: "1x40", [code]: "401x40" }, "10m"),
      nearMiss("stays quiet during a restart of 2 minutes", { [ok]: "1x5 0x1 1x30" }, "9m"),
      noData(),
      noTraffic({ [ok]: "1x40", [code]: "200x40", [replicas]: "1x40" }, "10m"),
    ],
  };
}

function dags({ namespace, dags: expected, statsd }: AirflowHealthArgs): Alert {
  const size = `max by (namespace) (airflow_dagbag_size{namespace="${namespace}"})`;
  const errors = `max by (namespace) (airflow_dag_processing_import_errors{namespace="${namespace}"})`;
  const found = series(statsd, "airflow_dagbag_size");
  const broken = series(statsd, "airflow_dag_processing_import_errors");
  return {
    ...COMMON,
    name: "AirflowDagsMissing",
    summary: "DAGs are missing or can't be read: their layers get no new data.",
    description: `Fewer than ${expected} DAGs, or some with errors. A paused one isn't seen here.`,
    panel: { dashboard: "airflow", title: "DAGs", expr: size, thresholds: [expected] },
    levels: [warning(`${size} < ${expected} or ${errors} > 0`, "10m")],
    cases: [
      fires(["warning"], "warns when one is missing", { [found]: `${expected - 1}x30` }, "15m"),
      fires(["warning"], "warns when one can't be read", { [found]: `${expected}x30`, [broken]: "1x30" }, "15m"),
      nearMiss("stays quiet while DAGs are deployed", { [found]: `${expected}x10 0x8 ${expected}x20` }, "25m"),
      nearMiss("stays quiet about more DAGs", { [found]: `${expected + 3}x30`, [broken]: "0x30" }, "25m"),
      noData(),
      noTraffic({ [found]: `${expected}x30`, [broken]: "0x30" }, "25m"),
    ],
  };
}
