import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series } from "../../../core/alerts/exporter";
import type { PostgresAlertsArgs } from "./args";

/** What clients use up: connections, time and disk. */
export const postgresUseAlerts = (args: PostgresAlertsArgs): readonly Alert[] => [
  connections(args),
  longQuery(args),
  ...(args.volumeStats ? volumes(args) : disk(args)),
];

function connections({ namespace, exporter }: PostgresAlertsArgs): Alert {
  const share = `sum by (namespace, pod) (cnpg_backends_total{namespace="${namespace}"}) / on (namespace, pod) max by (namespace, pod) (cnpg_pg_settings_setting{namespace="${namespace}",name="max_connections"})`;
  const backends = (state: string) =>
    series(exporter, "cnpg_backends_total", {
      datname: "streamflow",
      usename: "airflow",
      application_name: "a",
      state,
    });
  const most = series(exporter, "cnpg_pg_settings_setting", { name: "max_connections" });
  const used = (active: string, idle: string) => ({
    [backends("active")]: active,
    [backends("idle")]: idle,
    [most]: "100x60",
  });
  return {
    name: "PostgresHighConnections",
    component: "postgres",
    page: "postgres-high-connections",
    summary: "{{ $labels.pod }} runs out of connections: clients will be refused.",
    description: "{{ $value | humanizePercentage }} of max_connections are in use; critical over 95 %.",
    panel: {
      dashboard: "postgres",
      title: "Connections in use",
      expr: share,
      legend: "{{pod}}",
      unit: "percentunit",
      thresholds: [0.8, 0.95],
    },
    levels: [
      warning(`${share} > 0.80`, "5m"),
      critical(`${share} > 0.95`, "2m"),
      critical(`${share} > 0.95`, "15m", { team: "database" }),
    ],
    cases: [
      fires(["warning"], "warns over 80 %", used("11x60", "70x60"), "10m"),
      fires(["warning", "critical"], "is critical over 95 %", used("26x60", "70x60"), "10m"),
      nearMiss("stays quiet at 80 %", used("10x60", "70x60"), "20m"),
      nearMiss("isn't critical at 95 %", used("25x60", "70x60"), "20m", ["warning"]),
      noData(),
      noTraffic({ [most]: "100x60" }, "20m"),
    ],
  };
}

function longQuery({ namespace, exporter }: PostgresAlertsArgs): Alert {
  const own = `cnpg_backends_max_tx_duration_seconds{namespace="${namespace}",state="active",usename!="streaming_replica"}`;
  const expr = `max by (namespace, datname, usename) (${own})`;
  const of = (usename: string, state = "active") =>
    series(exporter, "cnpg_backends_max_tx_duration_seconds", {
      datname: "streamflow",
      usename,
      application_name: "a",
      state,
    });
  return {
    name: "PostgresLongRunningQuery",
    component: "postgres",
    page: "pipeline-latency-high",
    summary: "A query of {{ $labels.usename }} in {{ $labels.datname }} runs for more than 5 minutes.",
    description: "{{ $value | humanizeDuration }} and still active.",
    panel: {
      dashboard: "postgres",
      title: "Longest transaction",
      expr,
      legend: "{{usename}}",
      unit: "s",
      thresholds: [300],
    },
    levels: [warning(`${expr} > 300`, "1m", { priority: "P3" })],
    cases: [
      fires(["warning"], "warns over 5 minutes", { [of("airflow")]: "301x30" }, "5m"),
      nearMiss("stays quiet at 5 minutes", { [of("airflow")]: "300x30" }, "10m"),
      nearMiss("stays quiet at a standby's stream", { [of("streaming_replica")]: "90000x30" }, "10m"),
      nearMiss(
        "stays quiet when a session idles in its transaction",
        { [of("airflow", "idle in transaction")]: "9000x30" },
        "10m",
      ),
      noData(),
      noTraffic({ [of("airflow")]: "0x30" }, "10m"),
    ],
  };
}

const FULL = { component: "postgres", page: "postgres-pvc-nearly-full" } as const;
const USED = { dashboard: "postgres", title: "Volume in use", unit: "percentunit", thresholds: [0.8, 0.95] } as const;
const fullLevels = (share: string, namespace: string) => [
  warning(`${share} > 0.80`, "10m", { namespace }),
  critical(`${share} > 0.95`, "2m", { team: "sre", namespace }),
];

function volumes({ namespace, cluster, kubelet }: PostgresAlertsArgs): readonly Alert[] {
  const of = (metric: string) =>
    `max by (namespace, persistentvolumeclaim) (${metric}{namespace="${namespace}",persistentvolumeclaim=~"${cluster}-[0-9]+(-wal)?"})`;
  const share = `${of("kubelet_volume_stats_used_bytes")} / (${of("kubelet_volume_stats_capacity_bytes")} > 0)`;
  const claim = (metric: string, suffix = "1") =>
    series(kubelet, metric, { namespace, persistentvolumeclaim: `${cluster}-${suffix}` });
  const used = (percent: number, suffix = "1") => ({
    [claim("kubelet_volume_stats_used_bytes", suffix)]: `${percent}x60`,
    [claim("kubelet_volume_stats_capacity_bytes", suffix)]: "100x60",
  });
  const capacity = `kubelet_volume_stats_capacity_bytes{namespace="${namespace}"}`;
  return [
    {
      ...FULL,
      name: "PostgresPVCNearlyFull",
      summary: "{{ $labels.persistentvolumeclaim }} is nearly full: PostgreSQL stops when it is.",
      description: "{{ $value | humanizePercentage }} in use; critical over 95 %.",
      panel: { ...USED, expr: share, legend: "{{persistentvolumeclaim}}" },
      levels: fullLevels(share, namespace),
      cases: [
        fires(["warning"], "warns over 80 %", used(81), "15m"),
        fires(["warning", "critical"], "is critical over 95 %", used(96), "15m"),
        fires(["warning", "critical"], "sees the volume of the write-ahead log", used(96, "1-wal"), "15m"),
        nearMiss("stays quiet at 80 %", used(80), "20m"),
        nearMiss("isn't critical at 95 %", used(95), "20m", ["warning"]),
        noData(),
        noTraffic({ ...used(0), [claim("kubelet_volume_stats_capacity_bytes", "2")]: "0x60" }, "20m"),
      ],
    },
    blind(namespace, capacity, claim("kubelet_volume_stats_capacity_bytes"), "the kubelet no longer measures them"),
  ];
}

/** Volumes that are folders of the node are as full as the node's disk. */
function disk({ namespace, node }: PostgresAlertsArgs): readonly Alert[] {
  const of = (metric: string) => `max by (instance, mountpoint) (${metric}{mountpoint="/",fstype!~"tmpfs|overlay"})`;
  const share = `1 - ${of("node_filesystem_avail_bytes")} / (${of("node_filesystem_size_bytes")} > 0)`;
  const root = (metric: string) => series(node, metric, { device: "sda1", fstype: "ext4", mountpoint: "/" });
  const free = (percent: number) => ({
    [root("node_filesystem_avail_bytes")]: `${percent}x60`,
    [root("node_filesystem_size_bytes")]: "100x60",
  });
  return [
    {
      ...FULL,
      name: "PostgresPVCNearlyFull",
      summary: "The disk of {{ $labels.instance }}, on which PostgreSQL's volumes are folders, is nearly full.",
      description: "{{ $value | humanizePercentage }} in use; critical over 95 %.",
      panel: { ...USED, expr: share, legend: "{{instance}}" },
      levels: fullLevels(share, namespace),
      cases: [
        fires(["warning"], "warns over 80 %", free(19), "15m"),
        fires(["warning", "critical"], "is critical over 95 %", free(4), "15m"),
        nearMiss("stays quiet at 79 %", free(21), "20m"),
        noData(),
        noTraffic(free(90), "20m"),
      ],
    },
    blind(
      namespace,
      `node_filesystem_size_bytes{mountpoint="/"}`,
      root("node_filesystem_size_bytes"),
      "the node's disk isn't measured",
    ),
  ];
}

function blind(namespace: string, selector: string, of: string, why: string): Alert {
  return {
    ...FULL,
    name: "PVCStatsAbsent",
    summary: `Nobody knows how full PostgreSQL's volumes are: ${why}.`,
    description: "No measurement for half an hour; PostgresPVCNearlyFull can't fire.",
    panel: { dashboard: "postgres", title: "Volumes measured", expr: `count(${selector})` },
    levels: [warning(`absent(${selector}) == 1`, "30m", { priority: "P3", namespace })],
    cases: [
      fires(["warning"], "warns after half an hour", { [of]: "100x5 _x60" }, "45m"),
      nearMiss("stays quiet while the kubelet restarts", { [of]: "100x5 _x20 100x60" }, "50m"),
      noData(["warning"]),
      noTraffic({ [of]: "100x60" }, "50m"),
    ],
  };
}
