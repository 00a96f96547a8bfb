import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../../component";
import { prometheusRule, type PrometheusRulesPlan } from "./objects";

export interface PrometheusRulesArgs {
  readonly plan: PrometheusRulesPlan;
  readonly deps: {
    /** The namespace, and what brings the kind to the cluster. */
    readonly after: readonly pulumi.Resource[];
  };
}

/** The alerts of one namespace. */
export class PrometheusRules extends PlatformComponent {
  static readonly token = "streaming:monitoring:PrometheusRules";

  constructor(name: string, { plan, deps }: PrometheusRulesArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(PrometheusRules.token, name, { namespace: plan.namespace, rules: plan.name }, opts, deps.after);
    this.add(k8s.apiextensions.CustomResource, "object", prometheusRule(plan));
    this.registerOutputs({});
  }
}
