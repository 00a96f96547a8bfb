import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { TargetConfig } from "../../core/config/target";
import { PlatformComponent } from "../component";
import { cascading } from "../stateful";

/** Kubernetes' Pod Security Standards. */
export type PodSecurity = "restricted" | "baseline" | "privileged";

export interface NamespaceConfig {
  readonly name: string;
  readonly partOf: string;
  readonly podSecurity: PodSecurity;
  readonly target: TargetConfig["kind"];
}

export interface NamespaceArgs {
  readonly config: NamespaceConfig;
}

/** A platform's namespace, whose pods must keep to a Pod Security Standard. */
export class Namespace extends PlatformComponent {
  static readonly token = "streaming:namespace:Namespace";

  constructor(name: string, { config }: NamespaceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Namespace.token, name, { namespace: config.name }, opts);
    this.add(
      k8s.core.v1.Namespace,
      "object",
      { metadata: { name: config.name, labels: namespaceLabels(config) } },
      cascading(config.target),
    );
    this.registerOutputs({});
  }
}

function namespaceLabels({ partOf, podSecurity }: NamespaceConfig): Record<string, string> {
  return {
    "app.kubernetes.io/part-of": partOf,
    "app.kubernetes.io/managed-by": "pulumi",
    "pod-security.kubernetes.io/enforce": podSecurity,
    "pod-security.kubernetes.io/warn": podSecurity,
    "pod-security.kubernetes.io/audit": podSecurity,
  };
}
