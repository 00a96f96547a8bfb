import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { stateful } from "../stateful";
import { waitFor } from "../waits";
import { cluster, externalService, superuserSecret } from "./cluster";
import type { PostgresPlan } from "./plan";

export interface PostgresClusterArgs {
  readonly plan: PostgresPlan;
  readonly deps: { readonly namespace: pulumi.Resource; readonly superuserPassword: pulumi.Output<string> };
}

/** PostgreSQL servers run by CloudNativePG. Stateful. */
export class PostgresCluster extends PlatformComponent {
  static readonly token = "streaming:postgres:PostgresCluster";

  constructor(name: string, { plan, deps }: PostgresClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(PostgresCluster.token, name, { namespace: plan.namespace, cluster: plan.cluster }, opts, [deps.namespace]);
    const { annotations, customTimeouts } = waitFor("Cluster", plan);
    const superuser = this.add(k8s.core.v1.Secret, "superuser", superuserSecret(plan, deps.superuserPassword));
    const servers = this.add(k8s.apiextensions.CustomResource, "cluster", cluster(plan, annotations), {
      ...stateful(plan.target),
      customTimeouts,
      after: [superuser],
    });
    if (plan.externalPort !== undefined)
      this.add(k8s.core.v1.Service, "external-service", externalService(plan, plan.externalPort), { after: [servers] });
    this.registerOutputs({});
  }
}
