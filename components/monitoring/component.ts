import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { charts } from "../../core/charts";
import { PlatformComponent } from "../component";
import { Namespace } from "../namespace/component";
import { helmRelease } from "../release";
import type { MonitoringDeployment } from "./deployment";
import { metricsServer } from "./metrics-server";
import { RELEASE } from "./names";
import { grafanaSecret, prometheusAlias, receiversSecret } from "./objects";
import { chartValues } from "./values";

export interface MonitoringArgs {
  readonly plan: MonitoringDeployment;
  readonly deps: {
    /** Where Grafana runs. */
    readonly grafanaPassword: pulumi.Output<string> | undefined;
    /** Of a receiver's key in the config. */
    readonly receiver: (key: string) => pulumi.Output<string>;
  };
}

/** Prometheus, Alertmanager and Grafana. Where the cluster has them already, this isn't declared. */
export class Monitoring extends PlatformComponent {
  static readonly token = "streaming:monitoring:Monitoring";

  constructor(name: string, { plan, deps }: MonitoringArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Monitoring.token, name, { namespace: plan.namespace }, opts);
    const { core, helm } = k8s;
    const namespace = this.add(Namespace, "namespace", { plan: plan.isolation });
    const after = [namespace];
    const secrets = [
      ...(plan.receiverSecrets.length === 0
        ? []
        : [this.add(core.v1.Secret, "receivers", receiversSecret(plan, deps.receiver), { after })]),
      ...(plan.grafana && deps.grafanaPassword !== undefined
        ? [this.add(core.v1.Secret, "grafana-admin", grafanaSecret(plan, deps.grafanaPassword), { after })]
        : []),
    ];
    this.add(
      helm.v3.Release,
      "stack",
      helmRelease({
        name: RELEASE,
        namespace: plan.namespace,
        chart: charts.kubePrometheusStack,
        values: chartValues(plan),
      }),
      { after: [namespace, ...secrets] },
    );
    if (plan.metricsServer) this.add(helm.v3.Release, "metrics-server", helmRelease(metricsServer()));
    this.add(core.v1.Service, "prometheus-alias", prometheusAlias(plan), { after });
    this.registerOutputs({});
  }
}
