import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series } from "../../../core/alerts/exporter";
import type { PostgresAlertsArgs } from "./args";

const COMMON = { component: "postgres", page: "backup-recovery" } as const;
const HOUR = 3_600;
/** Seconds since the last good backup: one daily backup missed, and two. */
const AGE = { warning: 26 * HOUR, critical: 50 * HOUR } as const;

/** Backups. The plugin and the operator's own archiver name their metrics differently; whichever runs is watched. */
export function backupAlerts({ namespace, exporter }: PostgresAlertsArgs): readonly Alert[] {
  const either = (metric: string) =>
    `{__name__=~"(barman_cloud_cloudnative_pg_io|cnpg_collector)_last_${metric}_backup_timestamp",namespace="${namespace}"}`;
  const good = `max by (namespace) (${either("available")})`;
  const bad = `max by (namespace) (${either("failed")})`;
  const age = `time() - ${good}`;
  const of = (metric: string) => series(exporter, `barman_cloud_cloudnative_pg_io_last_${metric}_backup_timestamp`);
  const native = series(exporter, "cnpg_collector_last_available_backup_timestamp");
  const panel = { dashboard: "postgres", title: "Age of the last backup", expr: age, unit: "s" } as const;
  return [
    {
      ...COMMON,
      name: "PostgresBackupTooOld",
      summary: "The last good backup is too old: a recovery would lose more than it should.",
      description: "Made {{ $value | humanizeDuration }} ago; one a day is due at 02:00 UTC.",
      panel: { ...panel, thresholds: [AGE.warning, AGE.critical] },
      levels: [warning(`${age} > ${AGE.warning}`, "15m"), critical(`${age} > ${AGE.critical}`, "15m")],
      cases: [
        fires(["warning"], "warns when one is missed", { [of("available")]: "0x1700" }, "1580m"),
        fires(["warning", "critical"], "is critical when two are missed", { [native]: "0x3100" }, "3020m"),
        nearMiss("stays quiet after 26 hours and 10 minutes", { [of("available")]: "0x1700" }, "1570m"),
        nearMiss("takes the newest of all instances", { [of("available")]: "0x1700", [native]: "90000x1700" }, "1600m"),
        noData(),
        noTraffic({ [of("available")]: "0+60x120" }, "100m"),
      ],
    },
    {
      ...COMMON,
      name: "PostgresBackupMetricAbsent",
      summary: "Nobody knows whether there are backups.",
      description: "No backup has been reported for an hour: none is configured, or its metrics are gone.",
      panel,
      levels: [warning(`absent(${either("available")}) == 1`, "1h")],
      cases: [
        fires(["warning"], "warns after an hour", { [of("failed")]: "5x120" }, "70m"),
        nearMiss("stays quiet while instances restart", { [of("available")]: "5x10 _x50 5x60" }, "75m"),
        noData(["warning"]),
        noTraffic({ [of("available")]: "5x120" }, "100m"),
      ],
    },
    {
      ...COMMON,
      name: "PostgresBackupFailed",
      summary: "The newest backup failed.",
      description: "The last failure is later than the last success.",
      panel: { dashboard: "postgres", title: "Last failed backup", expr: bad, unit: "s" },
      // Where no backup has ever succeeded there is no time of one.
      levels: [warning(`${bad} > (${good} or 0 * ${bad})`, "5m")],
      cases: [
        fires(
          ["warning"],
          "warns when the failure is newer",
          { [of("failed")]: "900x30", [of("available")]: "100x30" },
          "10m",
        ),
        fires(["warning"], "warns when none ever succeeded", { [of("failed")]: "900x30" }, "10m"),
        nearMiss("stays quiet after a later success", { [of("failed")]: "900x30", [of("available")]: "901x30" }, "10m"),
        noData(),
        noTraffic({ [of("failed")]: "0x30", [of("available")]: "0x30" }, "10m"),
      ],
    },
  ];
}
