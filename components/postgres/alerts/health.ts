import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series } from "../../../core/alerts/exporter";
import type { PostgresAlertsArgs } from "./args";

const COMMON = { component: "postgres", page: "health-postgres" } as const;
const MiB = 1024 ** 2;
/** Bytes that a standby still has to replay. */
const LAG = { warning: 10 * MiB, critical: 100 * MiB } as const;

/** Instances, their roles, and how far standbys are behind. Instances are bare pods: no rule about StatefulSets sees them. */
export const postgresHealthAlerts = (args: PostgresAlertsArgs): readonly Alert[] => [
  degraded(args),
  primaryDown(args),
  // Nobody streams from a single instance.
  ...(args.instances > 1 ? [replicationLag(args)] : []),
];

function degraded({ namespace, cluster, instances, exporter }: PostgresAlertsArgs): Alert {
  const expr = `sum by (namespace, cluster) (cnpg_collector_up{namespace="${namespace}",cluster="${cluster}"})`;
  const up = (index: number) =>
    series({ ...exporter, target: { ...exporter.target, pod: `${cluster}-${index}` } }, "cnpg_collector_up", {
      cluster,
    });
  const all = (first: string, others: string) =>
    Object.fromEntries(Array.from({ length: instances }, (_, i) => [up(i + 1), i === 0 ? first : others]));
  return {
    ...COMMON,
    name: "PostgresClusterDegraded",
    summary: `${cluster} has fewer instances than it should: a further loss may stop it.`,
    description: `{{ $value }} of ${instances} instance(s) answer.`,
    panel: { dashboard: "postgres", title: "Instances up", expr, thresholds: [instances] },
    levels: [warning(`${expr} < ${instances}`, "5m")],
    cases: [
      fires(["warning"], "warns when one doesn't answer", all("1x5 0x40", "1x60"), "15m"),
      nearMiss("stays quiet during a restart", all("1x10 0x3 1x40", "1x60"), "17m"),
      noData(),
      noTraffic(all("1x60", "1x60"), "20m"),
    ],
  };
}

function primaryDown({ namespace, cluster, exporter }: PostgresAlertsArgs): Alert {
  const primaries = `cnpg_pg_replication_in_recovery{namespace="${namespace}"} == 0`;
  const count = `count by (namespace) (${primaries})`;
  const of = (index: number) =>
    series(
      { ...exporter, target: { ...exporter.target, pod: `${cluster}-${index}` } },
      "cnpg_pg_replication_in_recovery",
    );
  return {
    ...COMMON,
    name: "PostgresPrimaryDown",
    summary: `${cluster} has no primary, or two: nothing can be written safely.`,
    description: "No instance, or more than one, accepts writes.",
    panel: { dashboard: "postgres", title: "Primaries", expr: count, thresholds: [1] },
    // Absence of an expression has no labels of its own.
    levels: [critical(`absent(${primaries}) or ${count} > 1`, "1m", { namespace })],
    cases: [
      fires(["critical"], "fires when only standbys are left", { [of(1)]: "0x5 _x30", [of(2)]: "1x40" }, "15m"),
      fires(["critical"], "fires when there are two", { [of(1)]: "0x40", [of(2)]: "1x5 0x30" }, "10m"),
      nearMiss("stays quiet at a switchover", { [of(1)]: "0x10 1x30", [of(2)]: "1x10 1x0 0x30" }, "11m"),
      noData(["critical"]),
      noTraffic({ [of(1)]: "0x40", [of(2)]: "1x40" }, "20m"),
    ],
  };
}

function replicationLag({ namespace, cluster, exporter }: PostgresAlertsArgs): Alert {
  const expr = `max by (namespace, application_name) (cnpg_pg_stat_replication_replay_diff_bytes{namespace="${namespace}"})`;
  const of = series(exporter, "cnpg_pg_stat_replication_replay_diff_bytes", {
    application_name: `${cluster}-2`,
    client_addr: "10.0.0.2",
    client_port: "5432",
    usename: "streaming_replica",
  });
  return {
    ...COMMON,
    name: "PostgresReplicationLagHigh",
    summary: "Standby {{ $labels.application_name }} is behind: a failover to it takes long or loses data.",
    description: "{{ $value | humanize1024 }}B to replay; healthy is below 10 MiB.",
    panel: {
      dashboard: "postgres",
      title: "Replication lag",
      expr,
      legend: "{{application_name}}",
      unit: "bytes",
      thresholds: [LAG.warning, LAG.critical],
    },
    levels: [warning(`${expr} > ${LAG.warning}`, "10m"), critical(`${expr} > ${LAG.critical}`, "5m")],
    cases: [
      fires(["warning"], "warns over 10 MiB", { [of]: `${LAG.warning + 1}x30` }, "15m"),
      fires(["warning", "critical"], "is critical over 100 MiB", { [of]: `${LAG.critical + 1}x30` }, "15m"),
      nearMiss("stays quiet at 10 MiB", { [of]: `${LAG.warning}x30` }, "20m"),
      nearMiss("stays quiet at a bulk load of four minutes", { [of]: `0x10 ${LAG.critical * 3}x3 0x30` }, "14m"),
      noData(),
      noTraffic({ [of]: "0x30" }, "20m"),
    ],
  };
}
