import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../../component";
import { dashboardConfigMap, type DashboardsPlan } from "./objects";

export interface DashboardsArgs {
  readonly plan: DashboardsPlan;
  readonly deps: { readonly after: readonly pulumi.Resource[] };
}

/** A platform's dashboards, each in a ConfigMap that Grafana's sidecar finds. */
export class Dashboards extends PlatformComponent {
  static readonly token = "streaming:monitoring:Dashboards";

  constructor(name: string, { plan, deps }: DashboardsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Dashboards.token, name, { namespace: plan.namespace, platform: plan.platform }, opts, deps.after);
    for (const dashboard of plan.dashboards)
      this.add(k8s.core.v1.ConfigMap, dashboard.key, dashboardConfigMap(plan, dashboard));
    this.registerOutputs({});
  }
}
