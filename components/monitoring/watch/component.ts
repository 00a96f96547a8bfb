import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../../component";
import { PrometheusRules } from "../alerts/component";
import { Dashboards } from "../dashboards/component";
import type { WatchPlan } from "./plan";

export interface WatchArgs {
  readonly plan: WatchPlan;
  /** The namespaces of rules and dashboards, and what brings the kind PrometheusRule to the cluster. */
  readonly deps: { readonly after: readonly pulumi.Resource[] };
}

/** What tells people that something is wrong, and shows them what: rules beside what they watch, dashboards beside Grafana. */
export class PlatformWatch extends PlatformComponent {
  static readonly token = "streaming:monitoring:PlatformWatch";

  constructor(name: string, { plan, deps }: WatchArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(PlatformWatch.token, name, {}, opts, deps.after);
    for (const rules of plan.rules) this.add(PrometheusRules, `rules-${rules.name}`, { plan: rules, deps });
    this.add(Dashboards, "dashboards", { plan: plan.dashboards, deps });
    this.registerOutputs({});
  }
}
