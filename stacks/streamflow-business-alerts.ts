import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../core/alerts/alert";
import { series, type Scrape } from "../core/alerts/exporter";

export interface BusinessAlertsArgs {
  readonly namespace: string;
  /** PostgreSQL's exporter with StreamFlow's own queries. */
  readonly exporter: Scrape;
}

/** Shares of all transactions of the last hour. */
const FRAUD = { warning: 0.1, critical: 0.2, least: 100 } as const;
/** Seconds between a transaction's arrival in one layer and in the next. */
const LATENCY = { warning: 300, critical: 900, extreme: 1_800 } as const;

/** What the business sees: how much is called fraud, and how late it is known. */
export const businessAlerts = (args: BusinessAlertsArgs): readonly Alert[] => [fraud(args), ...latency(args)];

function fraud({ namespace, exporter }: BusinessAlertsArgs): Alert {
  const flagged = `max by (namespace) (cnpg_streamflow_fraud_flagged_1h{namespace="${namespace}"})`;
  const total = `max by (namespace) (cnpg_streamflow_fraud_total_1h{namespace="${namespace}"})`;
  const share = `${flagged} / (${total} >= ${FRAUD.least})`;
  const hour = (bad: string, all: string) => ({
    [series(exporter, "cnpg_streamflow_fraud_flagged_1h")]: bad,
    [series(exporter, "cnpg_streamflow_fraud_total_1h")]: all,
  });
  return {
    name: "HighFraudRate",
    component: "fraud",
    page: "high-fraud-rate",
    summary: "Unusually many transactions are called fraud: an attack, or a rule gone wrong.",
    description:
      "{{ $value | humanizePercentage }} of the last hour's transactions score 0.7 or more; critical over 20 %.",
    panel: {
      dashboard: "pipeline",
      title: "Fraud rate",
      expr: share,
      unit: "percentunit",
      thresholds: [FRAUD.warning, FRAUD.critical],
    },
    levels: [
      warning(`${share} > ${FRAUD.warning}`, "5m", { team: "fraud" }),
      critical(`${share} > ${FRAUD.critical}`, "5m", { team: "security" }),
    ],
    cases: [
      fires(["warning"], "tells the Fraud team over 10 %", hour("101x30", "1000x30"), "10m"),
      fires(["warning", "critical"], "calls Security over 20 %", hour("201x30", "1000x30"), "10m"),
      nearMiss("stays quiet at 10 %", hour("100x30", "1000x30"), "15m"),
      nearMiss("isn't critical at 20 %", hour("200x30", "1000x30"), "15m", ["warning"]),
      nearMiss("stays quiet when there are too few to tell", hour("60x30", "99x30"), "15m"),
      noData(),
      noTraffic(hour("0x30", "0x30"), "15m"),
    ],
  };
}

function latency({ namespace, exporter }: BusinessAlertsArgs): readonly Alert[] {
  const lag = `max by (namespace, stage) (cnpg_streamflow_pipeline_lag_seconds{namespace="${namespace}"})`;
  const of = series(exporter, "cnpg_streamflow_pipeline_lag_seconds", { stage: "bronze_to_silver" });
  const common = { component: "pipeline", page: "pipeline-latency-high" } as const;
  const panel = {
    dashboard: "pipeline",
    title: "Latency between layers",
    expr: lag,
    legend: "{{stage}}",
    unit: "s",
  } as const;
  return [
    {
      ...common,
      name: "PipelineLatencyHigh",
      summary: "Transactions reach the next layer late ({{ $labels.stage }}).",
      description: "{{ $value | humanizeDuration }} behind; critical over 15 minutes.",
      panel: { ...panel, thresholds: [LATENCY.warning, LATENCY.critical] },
      levels: [warning(`${lag} > ${LATENCY.warning}`, "5m"), critical(`${lag} > ${LATENCY.critical}`, "5m")],
      cases: [
        fires(["warning"], "warns over 5 minutes", { [of]: "301x30" }, "10m"),
        fires(["warning", "critical"], "is critical over 15 minutes", { [of]: "901x30" }, "10m"),
        nearMiss("stays quiet at 5 minutes", { [of]: "300x30" }, "15m"),
        nearMiss("isn't critical at 15 minutes", { [of]: "900x30" }, "15m", ["warning"]),
        noData(),
        noTraffic({ [of]: "0x30" }, "15m"),
      ],
    },
    {
      ...common,
      name: "PipelineLatencyExtreme",
      summary: "Transactions reach the next layer half an hour late ({{ $labels.stage }}).",
      description: "{{ $value | humanizeDuration }} behind.",
      panel: { ...panel, thresholds: [LATENCY.extreme] },
      levels: [critical(`${lag} > ${LATENCY.extreme}`, "1m", { team: "data-engineering" })],
      cases: [
        fires(["critical"], "calls Data Engineering over 30 minutes", { [of]: "1801x30" }, "5m"),
        nearMiss("stays quiet at 30 minutes", { [of]: "1800x30" }, "10m"),
        noData(),
        noTraffic({ [of]: "0x30" }, "15m"),
      ],
    },
  ];
}
