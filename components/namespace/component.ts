import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { cascading } from "../stateful";
import { limitRange, namespaceObject, resourceQuota } from "./objects";
import type { NamespacePlan } from "./plan";
import { networkPolicies } from "./policies";

export interface NamespaceArgs {
  readonly plan: NamespacePlan;
  readonly deps?: {
    /** What must be there before anything of the platform: operators, and what brings their kinds. */
    readonly after: readonly pulumi.Resource[];
  };
}

/**
 * A platform's namespace: its pods keep to a Pod Security Standard, to a quota, and to the flows that have a name. What runs there depends on
 * the whole of it, so that nothing starts before its limits.
 */
export class Namespace extends PlatformComponent {
  static readonly token = "streaming:namespace:Namespace";

  constructor(name: string, { plan, deps }: NamespaceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Namespace.token, name, { namespace: plan.name }, opts, deps?.after);
    const { core, networking } = k8s;
    const object = this.add(core.v1.Namespace, "object", namespaceObject(plan), cascading(plan.target));
    const limits = this.add(core.v1.LimitRange, "limits", limitRange(plan), { after: [object] });
    const flows = networkPolicies(plan).map(({ role, policy }) =>
      this.add(networking.v1.NetworkPolicy, role, policy, { after: [object] }),
    );
    // The last of it, so that whatever needs the namespace needs to name this alone.
    this.add(core.v1.ResourceQuota, "quota", resourceQuota(plan), { after: [limits, ...flows] });
    this.registerOutputs({});
  }
}
