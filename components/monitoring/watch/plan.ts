import { dashboardsOfWatch, rulesOfWatch, type Watch } from "../../../core/alerts/watch";
import type { PrometheusRulesPlan } from "../alerts/objects";
import type { DashboardsPlan } from "../dashboards/objects";

/** Alerts and dashboards of one platform, as objects. */
export interface WatchPlan {
  readonly rules: readonly PrometheusRulesPlan[];
  readonly dashboards: DashboardsPlan;
}

export interface WatchScope {
  /** As people say it, and as Grafana's folder is called. */
  readonly title: string;
  /** Namespace of Prometheus and Grafana. */
  readonly monitoring: string;
  /** Where all platforms' runbook pages are published. */
  readonly runbooks: string;
}

export const planWatch = (watch: Watch, { title, monitoring, runbooks }: WatchScope): WatchPlan => ({
  rules: rulesOfWatch(watch, { runbooks: `${runbooks}/${watch.platform}` }),
  dashboards: { namespace: monitoring, platform: watch.platform, folder: title, dashboards: dashboardsOfWatch(watch) },
});
