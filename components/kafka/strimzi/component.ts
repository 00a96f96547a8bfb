import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../../component";
import { stateful } from "../../stateful";
import { waitFor } from "../../waits";
import type { KafkaDeployment } from "./deployment";
import { kafka } from "./kafka";
import { metricsConfigMap } from "./metrics";
import { nodePools } from "./pools";
import { type KafkaSecrets, superuser, superuserSecret, tlsSecret } from "./secrets";

export interface KafkaClusterArgs {
  readonly plan: KafkaDeployment;
  readonly deps: {
    readonly namespace: pulumi.Resource;
    /** Of secured brokers. */
    readonly secrets: KafkaSecrets | undefined;
  };
}

/** A Kafka cluster run by Strimzi, with the superuser of secured brokers. Stateful. */
export class KafkaCluster extends PlatformComponent {
  static readonly token = "streaming:kafka:KafkaCluster";

  constructor(name: string, { plan, deps }: KafkaClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(KafkaCluster.token, name, { namespace: plan.namespace, cluster: plan.cluster }, opts, [deps.namespace]);
    const { core, apiextensions } = k8s;
    const metrics = this.add(core.v1.ConfigMap, "metrics", metricsConfigMap(plan));
    const secrets =
      deps.secrets === undefined
        ? []
        : [
            this.add(core.v1.Secret, "superuser", superuserSecret(plan, deps.secrets)),
            this.add(core.v1.Secret, "tls", tlsSecret(plan, deps.secrets)),
          ];
    const pools = nodePools(plan).map((pool) =>
      this.add(apiextensions.CustomResource, `pool-${pool.metadata.name}`, pool, stateful(plan.target)),
    );
    const cluster = waitFor("Kafka", { instances: plan.brokers });
    const brokers = this.add(apiextensions.CustomResource, "cluster", kafka(plan, cluster.annotations), {
      ...stateful(plan.target),
      customTimeouts: cluster.customTimeouts,
      after: [metrics, ...secrets, ...pools],
    });
    if (plan.secured) {
      const user = waitFor("KafkaUser");
      this.add(apiextensions.CustomResource, "superuser-login", superuser(plan, user.annotations), {
        customTimeouts: user.customTimeouts,
        after: [brokers],
      });
    }
    this.registerOutputs({});
  }
}
