import type * as k8s from "@pulumi/kubernetes";
import type { Dashboard } from "../../../core/alerts/panel";
import { DASHBOARD } from "../names";
import { dashboardUid, grafanaDashboard } from "./grafana";

export interface DashboardsPlan {
  readonly namespace: string;
  readonly platform: string;
  /** Grafana's folder. */
  readonly folder: string;
  readonly dashboards: readonly Dashboard[];
}

export function dashboardConfigMap(
  { namespace, platform, folder }: DashboardsPlan,
  dashboard: Dashboard,
): k8s.types.input.core.v1.ConfigMap {
  const name = `dashboard-${dashboardUid(platform, dashboard.key)}`;
  return {
    metadata: {
      name,
      namespace,
      labels: { ...DASHBOARD.label, "app.kubernetes.io/part-of": platform },
      annotations: { [DASHBOARD.folder]: folder },
    },
    data: { [`${name}.json`]: JSON.stringify(grafanaDashboard(platform, dashboard), null, 2) },
  };
}
