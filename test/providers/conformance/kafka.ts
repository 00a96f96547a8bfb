/** What the kafka provider must do (SDK 3.13). */
import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes, type Admin } from "@platformatic/kafka";
import { becomesTrue } from "../../../sandbox/operators/poll";
import { UNKNOWN_INPUT, type KindCases } from "./cases";

export interface KafkaWorld {
  /** An administrator who isn't the provider. */
  readonly admin: Admin;
}

const { SET } = IncrementalAlterConfigOperationTypes;

/** The controller confirms a change before the broker shows it: what is done behind the provider's back is done once it can be seen. */
async function untilSeen(probe: () => Promise<boolean>): Promise<void> {
  if (!(await becomesTrue(probe, 30_000))) throw new Error("the broker doesn't show what was done");
}

async function setTopicConfig(
  { admin }: KafkaWorld,
  topic: string,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  const configs = Object.entries(config).map(([name, value]) => ({ name, value, configOperation: SET }));
  await admin.incrementalAlterConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic, configs }],
  });
  const configurationKeys = Object.keys(config);
  await untilSeen(async () => {
    const [found] = await admin.describeConfigs({
      resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic, configurationKeys }],
    });
    return found?.configs.every(({ name, value }) => value === config[name]) ?? false;
  });
}

async function deleteTopic({ admin }: KafkaWorld, name: string): Promise<void> {
  await admin.deleteTopics({ topics: [name] });
  await untilSeen(async () => !(await admin.listTopics()).includes(name));
}

const topic = {
  name: "conformance.topic",
  partitions: 2,
  replicationFactor: 1,
  config: { "retention.ms": "3600000", "cleanup.policy": "delete" },
};

export const topicCases: KindCases<KafkaWorld> = {
  token: "kafka:index/topic:Topic",
  inputs: topic,
  id: topic.name,
  outputs: topic,
  equivalents: [{ title: "numbers given as text", inputs: { ...topic, partitions: "2" } }],
  updates: [
    {
      title: "another retention",
      inputs: { ...topic, config: { ...topic.config, "retention.ms": "7200000" } },
      changes: ["config"],
      outputs: { config: { "retention.ms": "7200000", "cleanup.policy": "delete" } },
    },
    {
      title: "a setting that is left out goes back to the broker's default",
      inputs: { ...topic, config: { "retention.ms": "7200000" } },
      changes: ["config"],
      outputs: { config: { "retention.ms": "7200000" } },
    },
    {
      title: "more partitions and a setting at once",
      inputs: { ...topic, partitions: 4, config: { "retention.ms": "3600000" } },
      changes: ["config", "partitions"],
      outputs: { partitions: 4, config: { "retention.ms": "3600000" } },
    },
  ],
  replacements: [
    {
      title: "fewer partitions",
      inputs: { ...topic, partitions: 3, config: { "retention.ms": "3600000" } },
      because: ["partitions"],
      deleteBeforeReplace: true,
    },
    {
      title: "another name",
      inputs: { ...topic, name: "conformance.other", partitions: 4 },
      because: ["name"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "a setting of the program's",
      change: (world) => setTopicConfig(world, topic.name, { "retention.ms": "1000" }),
      outputs: { config: { "retention.ms": "1000" } },
      changes: ["config"],
    },
    {
      title: "a setting that the program doesn't have",
      change: (world) => setTopicConfig(world, topic.name, { "max.message.bytes": "2000000" }),
      outputs: { config: { "retention.ms": "3600000", "max.message.bytes": "2000000" } },
      changes: ["config"],
    },
  ],
  unknown: { inputs: { ...topic, partitions: UNKNOWN_INPUT }, outputs: ["partitions"] },
  imported: {
    id: topic.name,
    inputs: { name: topic.name, partitions: 4, replicationFactor: 1, config: { "retention.ms": "3600000" } },
  },
  refused: [
    {
      title: "no partitions",
      inputs: { ...topic, partitions: 0 },
      reason: /expected partitions to be at least \(1\), got 0/,
      by: "check",
    },
    {
      title: "no replicas",
      inputs: { ...topic, replicationFactor: 0 },
      reason: /expected replication_factor to be at least \(1\), got 0/,
      by: "check",
    },
    {
      title: "a missing number of partitions",
      inputs: { name: topic.name, replicationFactor: 1 },
      reason: /partitions/,
      by: "check",
    },
    {
      title: "more replicas than brokers",
      inputs: { ...topic, replicationFactor: 9 },
      reason: /kafka server: Replication-factor is invalid/,
      by: "create",
    },
    {
      title: "a setting of the wrong type",
      inputs: { ...topic, config: { "retention.ms": "soon" } },
      reason: /kafka server: The configuration is invalid/,
      by: "create",
    },
  ],
  remove: (world) => deleteTopic(world, topic.name),
};

const acl = {
  aclPrincipal: "User:conformance",
  aclHost: "*",
  aclOperation: "Read",
  aclPermissionType: "Allow",
  aclResourceType: "Topic",
  aclResourceName: "conformance.",
  resourcePatternTypeFilter: "Prefixed",
};

export const aclCases: KindCases<KafkaWorld> = {
  token: "kafka:index/acl:Acl",
  inputs: acl,
  id: "User:conformance|*|Read|Allow|Topic|conformance.|Prefixed",
  outputs: acl,
  updates: [],
  replacements: [
    {
      title: "another operation",
      inputs: { ...acl, aclOperation: "Write" },
      because: ["aclOperation"],
      deleteBeforeReplace: false,
    },
    {
      title: "another pattern",
      inputs: { ...acl, resourcePatternTypeFilter: "Literal" },
      because: ["resourcePatternTypeFilter"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [],
  unknown: { inputs: { ...acl, aclPrincipal: UNKNOWN_INPUT }, outputs: ["aclPrincipal"] },
  imported: { id: "User:conformance|*|Read|Allow|Topic|conformance.|Prefixed", inputs: acl },
  refused: [
    {
      title: "an operation that Kafka doesn't know",
      inputs: { ...acl, aclOperation: "Peek" },
      reason: /Unknown operation: Peek/,
      by: "create",
    },
    {
      title: "a missing principal",
      inputs: { ...acl, aclPrincipal: null },
      reason: /aclPrincipal|acl_principal/,
      by: "check",
    },
  ],
  remove: async ({ admin }) => {
    const filter = {
      resourceType: 2,
      resourceName: acl.aclResourceName,
      resourcePatternType: 4,
      principal: acl.aclPrincipal,
      host: "*",
      operation: 3,
      permissionType: 3,
    } as const;
    await admin.deleteAcls({ filters: [filter] });
  },
};
