/** What all platforms of a stack share on its cluster: operators and monitoring, where the stack installs them. */
import type * as pulumi from "@pulumi/pulumi";
import { Monitoring } from "../components/monitoring/component";
import { planMonitoringDeployment } from "../components/monitoring/deployment";
import type { ScrapeTarget } from "../components/monitoring/monitors";
import { planMonitoring } from "../components/monitoring/plan";
import { Operators } from "../components/operators/component";
import { operatorTargets, planOperators } from "../components/operators/releases";
import { shapeOf } from "../core/capacity/nodes/shape";
import { clusterOf } from "../core/capacity/nodes/target";
import { appHubDatabaseTargets, appHubTargets } from "./apphub-targets";
import { CLUSTER_SECRETS } from "./cluster-secrets";
import type { StackConfig } from "./config";
import { needsOf } from "./operator-needs";
import { STREAMFLOW_MUTES } from "./streamflow-mutes";
import { STREAMFLOW_TARGETS, streamflowDatabaseTargets } from "./streamflow-targets";

/** Whatever Prometheus reads outside its own namespace. */
function targetsOf(stack: StackConfig): readonly ScrapeTarget[] {
  const { apphub, streamflow, target } = stack;
  return [
    ...operatorTargets(needsOf(stack)),
    ...(apphub === undefined
      ? []
      : [
          ...appHubTargets(target.kind === "multi-node"),
          ...appHubDatabaseTargets(apphub.sequencerDb.pooler !== undefined),
        ]),
    ...(streamflow === undefined
      ? []
      : [...STREAMFLOW_TARGETS, ...streamflowDatabaseTargets(streamflow.postgres.pooler !== undefined)]),
  ];
}

/** What must be on the cluster before any platform: nothing where the cluster has it already. */
export function declareClusterParts(
  stack: StackConfig,
  secret: (key: string) => pulumi.Output<string>,
  providers: pulumi.ProviderResource[],
): readonly pulumi.Resource[] {
  const { operators, monitoring } = stack;
  return [
    ...(operators.install ? [installOperators(stack, secret, providers)] : []),
    ...(monitoring?.install === true ? [installMonitoring(stack, monitoring, secret, providers)] : []),
  ];
}

function installOperators(
  stack: StackConfig,
  secret: (key: string) => pulumi.Output<string>,
  providers: pulumi.ProviderResource[],
): pulumi.Resource {
  const plan = planOperators(needsOf(stack), stack.target.kind);
  const keystorePassword = plan.keystore ? secret(CLUSTER_SECRETS.keystorePassword) : undefined;
  return new Operators("operators", { plan, deps: { keystorePassword } }, { providers });
}

function installMonitoring(
  stack: StackConfig,
  config: NonNullable<StackConfig["monitoring"]>,
  secret: (key: string) => pulumi.Output<string>,
  providers: pulumi.ProviderResource[],
): pulumi.Resource {
  const { target, alerting } = stack;
  const cluster = clusterOf(target);
  const plan = planMonitoringDeployment(
    {
      config,
      alerting,
      mutes: STREAMFLOW_MUTES,
      target,
      cluster,
      targets: targetsOf(stack),
    },
    planMonitoring(config, shapeOf(cluster)),
  );
  const grafanaPassword = config.grafana ? secret(CLUSTER_SECRETS.grafanaPassword) : undefined;
  return new Monitoring("monitoring", { plan, deps: { grafanaPassword, receiver: secret } }, { providers });
}
