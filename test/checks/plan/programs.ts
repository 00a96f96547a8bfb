/** Small programs that show one thing each. Their types belong to no real package. */
import * as pulumi from "@pulumi/pulumi";
import { RecordingMonitor } from "../../../checks/plan/monitor";
import { runProgram } from "../../../checks/plan/runtime";
import type { PlannedResource } from "../../../checks/plan";

export class Group extends pulumi.ComponentResource {
  constructor(type: string, name: string, opts?: pulumi.ComponentResourceOptions) {
    super(`test:groups:${type}`, name, {}, opts);
  }
}

export class Thing extends pulumi.CustomResource {
  declare readonly size: pulumi.Output<number>;
  declare readonly address: pulumi.Output<string>;
  constructor(name: string, props: Record<string, pulumi.Input<unknown>> = {}, opts?: pulumi.CustomResourceOptions) {
    super("test:things:Thing", name, { size: undefined, address: undefined, ...props }, opts);
  }
}

export class TestProvider extends pulumi.ProviderResource {
  constructor(name: string, opts?: pulumi.ResourceOptions) {
    super("test", name, {}, opts);
  }
}

export interface Run {
  readonly resources: readonly PlannedResource[];
  readonly warnings: readonly string[];
  /** What the program has the engine call, by name. */
  readonly hooks: RecordingMonitor["hooks"];
  /** The resource of that name. */
  readonly named: (name: string) => PlannedResource;
}

export async function run(
  program: () => object | undefined,
  config: Record<string, string> = {},
  secretKeys: readonly string[] = [],
  stack = "dev",
): Promise<Run> {
  const monitor = new RecordingMonitor("streaming", stack);
  const warnings = await runProgram(() => program() ?? {}, { monitor, config, secretKeys });
  const { resources } = monitor;
  return {
    resources,
    warnings,
    hooks: monitor.hooks,
    named: (name) => {
      const found = resources.find((resource) => resource.name === name);
      if (found === undefined) throw new Error(`no resource named ${name}`);
      return found;
    },
  };
}
