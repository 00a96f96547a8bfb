import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series, type Scrape } from "../../../core/alerts/exporter";

export interface DagAlertsArgs {
  readonly namespace: string;
  /** A DAG for the examples. */
  readonly dag: string;
  readonly statsd: Scrape;
}

const COMMON = { component: "airflow", page: "airflow-dag-failure" } as const;
const PAGED_AFTER = 3;

/**
 * Runs of DAGs. The exporter counts failed and successful runs of each DAG from the first on: a series begins at 1, which is no increase,
 * and begins again when the exporter is replaced.
 */
export const dagAlerts = (args: DagAlertsArgs): readonly Alert[] => [failure(args), consecutive(args)];

const samples = ({ statsd, dag }: DagAlertsArgs) => {
  const of = (metric: string, pod: string) =>
    series({ ...statsd, target: { ...statsd.target, pod } }, metric, { dag_id: dag });
  return {
    failed: (pod = "statsd-0") => of("airflow_dagrun_failed_count", pod),
    succeeded: (pod = "statsd-0") => of("airflow_dagrun_duration_count", pod),
  };
};

function failure(args: DagAlertsArgs): Alert {
  const count = `airflow_dagrun_failed_count{namespace="${args.namespace}"}`;
  const increase = `sum by (namespace, dag_id) (increase(${count}[1h]))`;
  const begun = `sum by (namespace, dag_id) (${count} > 0 unless ${count} offset 1h)`;
  const { failed, succeeded } = samples(args);
  return {
    ...COMMON,
    name: "AirflowDAGFailure",
    summary: "A run of {{ $labels.dag_id }} failed: the layer that it fills waits.",
    description: "{{ $value }} failed in the last hour.",
    panel: {
      dashboard: "airflow",
      title: "Failed runs in an hour",
      expr: increase,
      legend: "{{dag_id}}",
      thresholds: [1],
    },
    levels: [warning(`${increase} > 0 or ${begun}`, "0m")],
    cases: [
      fires(["warning"], "warns at the first failure ever", { [failed()]: "_x100 1x60" }, "105m"),
      fires(["warning"], "warns at a later failure", { [failed()]: "4x100 5x60" }, "105m"),
      nearMiss("stays quiet an hour after", { [failed()]: "_x10 1x150" }, "100m"),
      nearMiss("stays quiet about old failures", { [failed()]: "4x160" }, "100m"),
      noData(),
      noTraffic({ [succeeded()]: "0x160" }, "100m"),
    ],
  };
}

function consecutive(args: DagAlertsArgs): Alert {
  const by = "by (namespace, dag_id, pod)";
  const own = `{namespace="${args.namespace}"}`;
  const good = (ago = "") => `sum ${by} (airflow_dagrun_duration_count${own}${ago})`;
  const bad = (ago = "") => `(sum ${by} (airflow_dagrun_failed_count${own}${ago}) or 0 * ${good(ago)})`;
  const earlier = good(" offset 1m");
  const justSucceeded = `(${good()} - ${earlier} > 0 or ${good()} unless ${earlier})`;
  // Failures up to the last success; of a DAG that hasn't succeeded for a day, up to a day ago.
  const atSuccess = `max_over_time((${bad()} and on (namespace, dag_id, pod) ${justSucceeded})[1d:1m])`;
  const before = `(${atSuccess} or ${bad(" offset 1d")} or 0 * ${bad()})`;
  const streak = `max by (namespace, dag_id) (${bad()} - ${before})`;
  const { failed, succeeded } = samples(args);
  return {
    ...COMMON,
    name: "AirflowDAGConsecutiveFailures",
    summary: "{{ $labels.dag_id }} fails again and again: its layer falls behind until somebody acts.",
    description: "{{ $value }} runs have failed since the last success.",
    panel: {
      dashboard: "airflow",
      title: "Failures since the last success",
      expr: streak,
      legend: "{{dag_id}}",
      thresholds: [PAGED_AFTER],
    },
    levels: [critical(`${streak} >= ${PAGED_AFTER}`, "0m", { team: "data-engineering" })],
    cases: [
      fires(
        ["critical"],
        "calls Data Engineering at the third",
        { [succeeded()]: "9x200", [failed()]: "_x60 1x20 2x20 3x100" },
        "110m",
      ),
      fires(
        ["critical"],
        "fires soon after a success, too",
        { [succeeded()]: "9x30 10x100", [failed()]: "5x40 6x4 7x4 8x60" },
        "60m",
      ),
      fires(["critical"], "fires for a DAG that never succeeded", { [failed()]: "_x60 1x20 2x20 3x100" }, "110m"),
      nearMiss("stays quiet at two", { [succeeded()]: "9x200", [failed()]: "_x60 1x20 2x100" }, "110m"),
      nearMiss(
        "stays quiet when a success comes between",
        { [succeeded()]: "9x80 10x100", [failed()]: "_x60 1x5 2x30 3x100" },
        "110m",
      ),
      nearMiss("counts anew when the exporter is replaced", replaced(args), "110m"),
      nearMiss("knows nothing of what was before it looked", { [succeeded()]: "40x100", [failed()]: "57x100" }, "60m"),
      noData(),
      noTraffic({ [succeeded()]: "9x100", [failed()]: "0x100" }, "60m"),
    ],
  };
}

function replaced(args: DagAlertsArgs): Readonly<Record<string, string>> {
  const { failed, succeeded } = samples(args);
  return {
    [succeeded()]: "9x50",
    [failed()]: "2x50",
    [succeeded("statsd-1")]: "_x60 1x60",
    [failed("statsd-1")]: "_x70 1x60",
  };
}
