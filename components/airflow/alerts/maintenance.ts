import { fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series, type Scrape } from "../../../core/alerts/exporter";

export interface MaintenanceAlertsArgs {
  readonly namespace: string;
  /** The daily DAG that vacuums, deletes and backs up. */
  readonly dag: string;
  readonly statsd: Scrape;
}

const COMMON = { component: "airflow", page: "maintenance" } as const;
/** Expected: 20 to 30 minutes. */
const LONGEST_SECONDS = 1_800;

/** The nightly maintenance. */
export const maintenanceAlerts = (args: MaintenanceAlertsArgs): readonly Alert[] => [notRun(args), overrun(args)];

const ofDag = ({ namespace, dag }: MaintenanceAlertsArgs) => `{namespace="${namespace}",dag_id="${dag}"}`;

function notRun(args: MaintenanceAlertsArgs): Alert {
  const own = `{namespace="${args.namespace}"}`;
  const runs = `airflow_dagrun_duration_count${ofDag(args)}`;
  const increase = `sum by (namespace) (increase(${runs}[26h]))`;
  // A series begins with the first success; the exporter may have been replaced since.
  const begun = `sum by (namespace) (max_over_time(${runs}[26h]) unless ${runs} offset 26h)`;
  // Airflow must have been there for as long: on its first day nothing is due yet.
  const there = `max by (namespace) (airflow_dagbag_size${own}) > 0 and max by (namespace) (airflow_dagbag_size${own} offset 26h) > 0`;
  const success = series(args.statsd, "airflow_dagrun_duration_count", { dag_id: args.dag });
  const dags = series(args.statsd, "airflow_dagbag_size");
  return {
    ...COMMON,
    name: "AirflowMaintenanceNotRun",
    summary: `${args.dag} hasn't succeeded for a day: old data stays, tables aren't vacuumed.`,
    description: "No success in 26 hours; it is due daily at 03:00 UTC, unless somebody paused it.",
    panel: { dashboard: "airflow", title: "Maintenance runs in 26 hours", expr: increase, thresholds: [1] },
    levels: [warning(`(${there}) unless on (namespace) (${increase} > 0 or ${begun} > 0)`, "1h", { priority: "P3" })],
    cases: [
      fires(["warning"], "warns when a run is missed", { [dags]: "4x1800", [success]: "5x1800" }, "1700m"),
      fires(["warning"], "warns when it never ran", { [dags]: "4x1800" }, "1700m"),
      nearMiss("stays quiet after one success", { [dags]: "4x1800", [success]: "5x900 6x900" }, "1700m"),
      nearMiss("stays quiet after the first success ever", { [dags]: "4x1800", [success]: "_x900 1x900" }, "1700m"),
      nearMiss("stays quiet on the first day", { [dags]: "4x1800" }, "1200m"),
      noData(),
      noTraffic({ [dags]: "0x1800" }, "1700m"),
    ],
  };
}

function overrun(args: MaintenanceAlertsArgs): Alert {
  const sum = `airflow_dagrun_duration_sum${ofDag(args)}`;
  const count = `airflow_dagrun_duration_count${ofDag(args)}`;
  const by = "sum by (namespace, dag_id)";
  const mean = `${by} (increase(${sum}[1h])) / (${by} (increase(${count}[1h])) > 0)`;
  const first = `${by} (${sum}) / (${by} (${count} unless ${count} offset 1h) > 0)`;
  const seconds = series(args.statsd, "airflow_dagrun_duration_sum", { dag_id: args.dag });
  const runs = series(args.statsd, "airflow_dagrun_duration_count", { dag_id: args.dag });
  return {
    ...COMMON,
    name: "AirflowMaintenanceOverrun",
    summary: `${args.dag} takes too long: it runs into the day's load.`,
    description: "{{ $value | humanizeDuration }}; 20 to 30 minutes are expected.",
    panel: {
      dashboard: "airflow",
      title: "Duration of the maintenance",
      expr: mean,
      unit: "s",
      thresholds: [LONGEST_SECONDS],
    },
    levels: [warning(`${mean} > ${LONGEST_SECONDS} or ${first} > ${LONGEST_SECONDS}`, "0m", { priority: "P3" })],
    cases: [
      fires(["warning"], "warns over half an hour", { [seconds]: "9000x70 12000x60", [runs]: "5x70 6x60" }, "90m"),
      fires(["warning"], "warns at the first run ever", { [seconds]: "_x70 2500x60", [runs]: "_x70 1x60" }, "90m"),
      nearMiss("stays quiet at half an hour", { [seconds]: "9000x70 10800x60", [runs]: "5x70 6x60" }, "90m"),
      nearMiss("stays quiet an hour later", { [seconds]: "9000x20 12000x120", [runs]: "5x20 6x120" }, "110m"),
      noData(),
      noTraffic({ [seconds]: "9000x130", [runs]: "5x130" }, "90m"),
    ],
  };
}
