import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { namespaceObject } from "../namespace/objects";
import { helmRelease } from "../release";
import { cascading } from "../stateful";
import { KEYSTORE_SECRET, OPERATOR_NAMESPACES } from "./names";
import type { OperatorsPlan } from "./releases";

export interface OperatorsArgs {
  readonly plan: OperatorsPlan;
  readonly deps: { readonly keystorePassword: pulumi.Output<string> | undefined };
}

/** The operators that the platforms' custom resources rely on, one release each. Where the cluster has them already, this isn't declared. */
export class Operators extends PlatformComponent {
  static readonly token = "streaming:operators:Operators";

  constructor(name: string, { plan, deps }: OperatorsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Operators.token, name, {}, opts);
    const namespaces = new Map(
      plan.namespaces.map((namespace) => [
        namespace.name,
        this.add(
          k8s.core.v1.Namespace,
          `namespace-${namespace.name}`,
          namespaceObject({ ...namespace, partOf: "operators" }),
          cascading(plan.target),
        ),
      ]),
    );
    const inNamespace = (of: string): readonly pulumi.Resource[] => [namespaces.get(of)].filter((n) => n !== undefined);
    const keystore =
      plan.keystore && deps.keystorePassword !== undefined
        ? [
            this.add(k8s.core.v1.Secret, "flink-keystore", keystoreSecret(deps.keystorePassword), {
              after: inNamespace(OPERATOR_NAMESPACES.flink),
            }),
          ]
        : [];
    const released = new Map<string, pulumi.Resource>();
    for (const release of plan.releases) {
      const before = release.after.flatMap((other) => released.get(other) ?? []);
      const own = release.namespace === OPERATOR_NAMESPACES.flink ? keystore : [];
      released.set(
        release.name,
        this.add(k8s.helm.v3.Release, release.name, helmRelease(release), {
          after: [...inNamespace(release.namespace), ...own, ...before],
        }),
      );
    }
    this.registerOutputs({});
  }
}

const keystoreSecret = (password: pulumi.Output<string>): k8s.types.input.core.v1.Secret => ({
  metadata: { name: KEYSTORE_SECRET.name, namespace: OPERATOR_NAMESPACES.flink },
  stringData: { [KEYSTORE_SECRET.key]: password },
});
