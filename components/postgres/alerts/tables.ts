import { fires, info, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series } from "../../../core/alerts/exporter";
import type { PostgresAlertsArgs } from "./args";

const COMMON = { component: "postgres", page: "health-postgres" } as const;
const BY = "by (namespace, datname, schemaname, relname)";
const DEAD_ROWS = 100_000;
/** Two daily runs missed, in seconds. */
const STALE = 50 * 3_600;

/** Tables that nobody tidies up. */
export function tableAlerts({ namespace, schemas, exporter }: PostgresAlertsArgs): readonly Alert[] {
  const own = `{namespace="${namespace}",schemaname=~"${schemas.join("|")}"}`;
  const dead = `max ${BY} (cnpg_pg_stat_user_tables_n_dead_tup${own})`;
  const age = `time() - max ${BY} (cnpg_pg_stat_user_tables_last_vacuum_time${own} > 0)`;
  const of = (metric: string, schemaname = schemas[0] ?? "public") =>
    series(exporter, metric, { datname: "streamflow", schemaname, relname: "transactions" });
  const rows = (schema?: string) => of("cnpg_pg_stat_user_tables_n_dead_tup", schema);
  const vacuum = (schema?: string) => of("cnpg_pg_stat_user_tables_last_vacuum_time", schema);
  const table = "{{ $labels.schemaname }}.{{ $labels.relname }}";
  return [
    {
      ...COMMON,
      name: "PostgresDeadTuplesHigh",
      summary: `${table} holds many dead rows: queries on it slow down.`,
      description: "{{ $value }} dead rows; over 100,000 for half an hour.",
      panel: {
        dashboard: "postgres",
        title: "Dead rows",
        expr: dead,
        legend: "{{schemaname}}.{{relname}}",
        thresholds: [DEAD_ROWS],
      },
      levels: [warning(`${dead} > ${DEAD_ROWS}`, "30m", { priority: "P3" })],
      cases: [
        fires(["warning"], "warns over 100,000", { [rows()]: `${DEAD_ROWS + 1}x60` }, "35m"),
        nearMiss("stays quiet at 100,000", { [rows()]: `${DEAD_ROWS}x60` }, "45m"),
        nearMiss("stays quiet when a vacuum comes in time", { [rows()]: `200000x20 0x60` }, "45m"),
        nearMiss("stays quiet about other schemas", { [rows("public")]: "900000x60" }, "45m"),
        noData(),
        noTraffic({ [rows()]: "0x60" }, "45m"),
      ],
    },
    {
      ...COMMON,
      name: "PostgresVacuumStale",
      summary: `${table} hasn't been vacuumed for two days.`,
      description: "Last vacuum {{ $value | humanizeDuration }} ago; the maintenance DAG does it daily at 03:00 UTC.",
      panel: {
        dashboard: "postgres",
        title: "Time since the last vacuum",
        expr: age,
        legend: "{{schemaname}}.{{relname}}",
        unit: "s",
        thresholds: [STALE],
      },
      levels: [info(`${age} > ${STALE}`, "1h")],
      cases: [
        fires(["info"], "tells of two runs missed", { [vacuum()]: "1x3200" }, "3070m"),
        nearMiss("stays quiet in the hour after", { [vacuum()]: "1x3200" }, "3050m"),
        nearMiss("stays quiet about a table never vacuumed", { [vacuum()]: "0x3200" }, "3100m"),
        noData(),
        noTraffic({ [vacuum()]: "0+60x200" }, "190m"),
      ],
    },
  ];
}
