import * as kafka from "@pulumi/kafka";
import type * as pulumi from "@pulumi/pulumi";
import type { KafkaAccess } from "../../../core/config/access";
import type { TargetConfig } from "../../../core/config/target";
import { PlatformComponent } from "../../component";
import { stateful } from "../../stateful";
import { type KafkaLogin, providerArgs } from "../login";
import type { TopicPlan } from "./plan";

export interface TopicsArgs {
  readonly plan: {
    readonly topics: readonly TopicPlan[];
    readonly access: KafkaAccess;
    readonly target: TargetConfig["kind"];
  };
  /** The brokers, and whatever else must be there before they are reached. */
  readonly deps: {
    readonly cluster: pulumi.Resource;
    /** Where brokers ask for one. */
    readonly login: KafkaLogin | undefined;
  };
}

/** Topics, made through the Kafka protocol at the addresses that the runner has. Stateful. */
export class Topics extends PlatformComponent {
  static readonly token = "streaming:kafka:Topics";
  /** The connection, for whoever else has something to make on these brokers. */
  readonly provider: kafka.Provider;

  constructor(name: string, { plan, deps }: TopicsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Topics.token, name, {}, opts, [deps.cluster]);
    const provider = this.add(kafka.Provider, "provider", providerArgs(plan.access, deps.login));
    this.provider = provider;
    for (const { name: topic, partitions, replication, config } of plan.topics)
      this.add(
        kafka.Topic,
        topic,
        { name: topic, partitions, replicationFactor: replication, config },
        { provider, ...stateful(plan.target) },
      );
    this.registerOutputs({});
  }
}
