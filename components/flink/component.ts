import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { stateful } from "../stateful";
import { waitFor } from "../waits";
import { flinkDeployment } from "./cluster";
import type { FlinkJob } from "./deployment";
import { filesConfigMap, jobManagerBudget, role, roleBinding, serviceAccount, taskManagerBudget } from "./objects";

export interface FlinkClusterArgs {
  readonly plan: FlinkJob;
  readonly deps: {
    readonly namespace: pulumi.Resource;
    /**
     * What must be there before the job starts: its bucket, the Secrets that its inputs name, topics and users at the brokers, roles in
     * the database.
     */
    readonly before: readonly pulumi.Resource[];
    /** On EKS: the IAM role for the bucket. Absent where the object store has keys. */
    readonly roleArn: pulumi.Input<string> | undefined;
  };
}

/** One Flink job in a cluster of its own, run by the Flink Kubernetes operator. Its state is in the object store. Stateful. */
export class FlinkCluster extends PlatformComponent {
  static readonly token = "streaming:flink:FlinkCluster";

  constructor(name: string, { plan, deps }: FlinkClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(FlinkCluster.token, name, { namespace: plan.namespace, deployment: plan.deployment }, opts, [
      deps.namespace,
      ...deps.before,
    ]);
    const { apiextensions, core, policy, rbac } = k8s;
    const account = this.add(core.v1.ServiceAccount, "account", serviceAccount(plan, deps.roleArn));
    const rights = this.add(rbac.v1.Role, "rights", role(plan));
    const binding = this.add(rbac.v1.RoleBinding, "rights-binding", roleBinding(plan), { after: [account, rights] });
    const files = this.add(core.v1.ConfigMap, "files", filesConfigMap(plan));
    const { annotations, customTimeouts } = waitFor("FlinkDeployment");
    this.add(apiextensions.CustomResource, "job", flinkDeployment(plan, annotations), {
      ...stateful(plan.target),
      customTimeouts,
      after: [account, binding, files],
    });
    if (plan.jobManagers > 1)
      this.add(policy.v1.PodDisruptionBudget, "jobmanager-disruption-budget", jobManagerBudget(plan));
    if (plan.target === "multi-node" && plan.taskManagers > 1)
      this.add(policy.v1.PodDisruptionBudget, "taskmanager-disruption-budget", taskManagerBudget(plan));
    this.registerOutputs({});
  }
}
