/** Dashboards as Grafana reads them. */
import type { Dashboard, Panel } from "../../../core/alerts/panel";

/** Panels stand two in a row on a grid of 24 columns. */
const GRID = { columns: 2, width: 12, height: 8 } as const;
/** Grafana fills in the Prometheus that it knows. */
const SOURCE = { type: "prometheus", uid: "prometheus" } as const;

/** `uid` is part of addresses that people keep: it never changes. */
export const dashboardUid = (platform: string, key: string): string => `${platform}-${key}`;

/** The JSON model [Grafana docs, dashboard JSON model]. */
export const grafanaDashboard = (platform: string, { key, title, panels }: Dashboard) => ({
  uid: dashboardUid(platform, key),
  title,
  tags: [platform],
  timezone: "utc",
  schemaVersion: 39,
  refresh: "1m",
  time: { from: "now-6h", to: "now" },
  panels: panels.map(grafanaPanel),
});

const grafanaPanel = ({ title, expr, legend, unit = "short", thresholds = [] }: Panel, index: number) => ({
  id: index + 1,
  type: "timeseries",
  title,
  datasource: SOURCE,
  gridPos: {
    x: (index % GRID.columns) * GRID.width,
    y: Math.floor(index / GRID.columns) * GRID.height,
    w: GRID.width,
    h: GRID.height,
  },
  targets: [{ refId: "A", datasource: SOURCE, expr, ...(legend === undefined ? {} : { legendFormat: legend }) }],
  fieldConfig: {
    defaults: {
      unit,
      custom: { thresholdsStyle: { mode: thresholds.length === 0 ? "off" : "line" } },
      thresholds: {
        mode: "absolute",
        steps: [{ color: "green", value: null }, ...thresholds.map((value) => ({ color: "red", value }))],
      },
    },
    overrides: [],
  },
});
