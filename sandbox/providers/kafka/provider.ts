/** Stand-in for the kafka plugin (Mongey's Terraform provider behind Pulumi's bridge). */
import { checkConfig, diffConfig } from "../bridged/config";
import { bridgedKind, type BridgedResource } from "../bridged/resource";
import type { ProviderDefinition } from "../kind";
import { aclResource } from "./acl";
import { KafkaClient } from "./client";
import { KAFKA_SETTINGS, kafkaSettings } from "./config";
import { quotaResource } from "./quota";
import { scramResource } from "./scram";
import { topicResource } from "./topic";

/** The resource types that are played. */
export function kafkaResources(client: KafkaClient): readonly BridgedResource[] {
  return [topicResource(client), aclResource(client), scramResource(client), quotaResource(client)];
}

export const provider: ProviderDefinition = {
  name: "kafka",
  version: "3.13.2",
  acceptSecrets: false,
  checkConfig: (news) => Promise.resolve(checkConfig(KAFKA_SETTINGS, news)),
  diffConfig: (oldInputs, news) => Promise.resolve(diffConfig(oldInputs, news)),
  configure(config) {
    const client = new KafkaClient(kafkaSettings(config));
    return Promise.resolve({ kinds: kafkaResources(client).map(bridgedKind), close: () => client.close() });
  },
};
