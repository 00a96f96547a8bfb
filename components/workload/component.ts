import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { deployment, disruptionBudget, service, serviceAccount } from "./objects";
import type { WorkloadPlan } from "./plan";

export interface WorkloadArgs {
  readonly plan: WorkloadPlan;
  readonly deps: {
    readonly namespace: pulumi.Resource;
    /** What must be there before the pods start: ConfigMaps and Secrets that they name, a finished Job. */
    readonly before: readonly pulumi.Resource[];
  };
}

/** Like pods behind one name: a Deployment with its ServiceAccount, Service and disruption budget. */
export class Workload extends PlatformComponent {
  static readonly token = "streaming:workload:Workload";

  constructor(name: string, { plan, deps }: WorkloadArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Workload.token, name, { namespace: plan.namespace, workload: plan.name }, opts, [
      deps.namespace,
      ...deps.before,
    ]);
    const { apps, core, policy } = k8s;
    const account = this.add(core.v1.ServiceAccount, "account", serviceAccount(plan));
    const pods = this.add(apps.v1.Deployment, "pods", deployment(plan), {
      after: [account],
      customTimeouts: { create: `${plan.patienceMinutes}m`, update: `${plan.patienceMinutes}m` },
    });
    if (plan.service) this.add(core.v1.Service, "service", service(plan), { after: [pods] });
    if (plan.replicas > 1) this.add(policy.v1.PodDisruptionBudget, "disruption-budget", disruptionBudget(plan));
    this.registerOutputs({});
  }
}
