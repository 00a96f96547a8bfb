import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../../component";
import { stateful } from "../../stateful";
import { claimSize, configMap, disruptionBudget, growingClaims, serviceAccount } from "./objects";
import type { RedpandaPlan } from "./plan";
import { type RedpandaSecrets, superuserSecret, tlsSecret } from "./secrets";
import { clientService, externalService, headlessService } from "./services";
import { statefulSet } from "./statefulset";

export interface RedpandaClusterArgs {
  readonly plan: RedpandaPlan;
  readonly deps: {
    readonly namespace: pulumi.Resource;
    /** Of secured brokers. */
    readonly secrets: RedpandaSecrets | undefined;
  };
}

/** Redpanda brokers as a plain StatefulSet, with the Services through which they are reached. Stateful. */
export class RedpandaCluster extends PlatformComponent {
  static readonly token = "streaming:kafka:RedpandaCluster";

  constructor(name: string, { plan, deps }: RedpandaClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(RedpandaCluster.token, name, { namespace: plan.namespace, cluster: plan.cluster }, opts, [deps.namespace]);
    const { core, apps, policy } = k8s;
    const settings = this.add(core.v1.ConfigMap, "config", configMap(plan));
    const account = this.add(core.v1.ServiceAccount, "account", serviceAccount(plan));
    const headless = this.add(core.v1.Service, "headless-service", headlessService(plan));
    const secrets = deps.secrets === undefined ? [] : this.secrets(plan, deps.secrets);
    const brokers = this.add(apps.v1.StatefulSet, "brokers", statefulSet(plan), {
      ...stateful(plan.target),
      after: [settings, account, headless, ...secrets],
      // A change there would replace the StatefulSet and grow no claim; the patches below do.
      ignoreChanges: ["spec.volumeClaimTemplates"],
      customTimeouts: { create: `${plan.patienceMinutes}m`, update: `${plan.patienceMinutes}m` },
    });
    for (const claim of growingClaims(plan))
      this.add(core.v1.PersistentVolumeClaimPatch, `claim-${claim}`, claimSize(plan, claim), {
        after: [brokers],
        retainOnDelete: true,
      });
    this.add(core.v1.Service, "client-service", clientService(plan), { after: [brokers] });
    if (plan.external !== undefined)
      this.add(core.v1.Service, "external-service", externalService(plan, plan.external.port), { after: [brokers] });
    if (plan.redundant) this.add(policy.v1.PodDisruptionBudget, "disruption-budget", disruptionBudget(plan));
    this.registerOutputs({});
  }

  private secrets(plan: RedpandaPlan, { superuserPassword, certificate }: RedpandaSecrets): readonly pulumi.Resource[] {
    const { Secret } = k8s.core.v1;
    return [
      this.add(Secret, "superuser", superuserSecret(plan, superuserPassword)),
      this.add(Secret, "tls", tlsSecret(plan, certificate)),
    ];
  }
}
