import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { monitor, type ScrapeTarget } from "./monitors";

export interface ScrapeTargetsArgs {
  readonly plan: { readonly targets: readonly ScrapeTarget[] };
  readonly deps: {
    /** Namespaces of the targets, and what brings the kind PodMonitor to the cluster. */
    readonly after: readonly pulumi.Resource[];
  };
}

/** What Prometheus reads of one platform. */
export class ScrapeTargets extends PlatformComponent {
  static readonly token = "streaming:monitoring:ScrapeTargets";

  constructor(name: string, { plan, deps }: ScrapeTargetsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(ScrapeTargets.token, name, {}, opts, deps.after);
    for (const target of plan.targets) this.add(k8s.apiextensions.CustomResource, target.name, monitor(target));
    this.registerOutputs({});
  }
}
