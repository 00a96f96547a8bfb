/** Topics on the brokers: reading them and the four ways in which they change. */
import type { Connection, incrementalAlterConfigsV1, metadataV12 } from "@platformatic/kafka";
import type { CallContext } from "../kind";
import type { KafkaClient } from "./client";
import { CODES, codeOf, serverError, unlessDone } from "./errors";
import { library } from "./library";
import { assignReplicas } from "./replicas";

export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** What is set on the topic itself; values that come from the brokers' configuration are none of the topic's. */
  readonly config: Readonly<Record<string, string>>;
}

/** Where a value comes from that is not the topic's own. */
function defaultSources(): readonly number[] {
  const { ConfigSources } = library();
  return [
    ConfigSources.DEFAULT_CONFIG,
    ConfigSources.STATIC_BROKER_CONFIG,
    ConfigSources.DYNAMIC_DEFAULT_BROKER_CONFIG,
  ];
}

export class TopicAdmin {
  constructor(
    private readonly client: KafkaClient,
    private readonly context: CallContext,
  ) {}

  /** Undefined where there is no such topic; it may also go while it is being read. */
  async read(name: string): Promise<Topic | undefined> {
    const [found, config] = [await this.metadata(name), await this.readConfig(name)];
    if (found === undefined || config === undefined) return undefined;
    const counts = found.partitions.map((partition) => partition.replicaNodes.length);
    const [replicationFactor = 0] = counts;
    const other = counts.find((count) => count !== replicationFactor);
    if (other !== undefined)
      throw new Error(`the replica count isn't the same across partitions ${replicationFactor} != ${other}`);
    return { name, partitions: found.partitions.length, replicationFactor, config };
  }

  async create({ name, partitions, replicationFactor, config }: Topic): Promise<void> {
    const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }));
    const topics = [{ topic: name, partitions, replicas: replicationFactor }];
    await this.client.run(this.context, async (admin, repeated) => {
      await admin.createTopics({ topics, configs }).catch(unlessDone(repeated, CODES.topicExists));
    });
  }

  async delete(name: string): Promise<void> {
    await this.client.run(this.context, async (admin, repeated) => {
      await admin.deleteTopics({ topics: [name] }).catch(unlessDone(repeated, CODES.unknownTopic));
    });
  }

  /** Sets what is wanted and returns every other value of the topic's own to its default. */
  async setConfig(name: string, wanted: Readonly<Record<string, string>>): Promise<void> {
    const { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } = library();
    const current = (await this.readConfig(name)) ?? {};
    const configs: incrementalAlterConfigsV1.IncrementalAlterConfigsRequestConfig[] = [
      ...Object.entries(wanted)
        .filter(([key, value]) => current[key] !== value)
        .map(([key, value]) => ({ name: key, value, configOperation: IncrementalAlterConfigOperationTypes.SET })),
      ...Object.keys(current)
        .filter((key) => wanted[key] === undefined)
        .map((key) => ({ name: key, configOperation: IncrementalAlterConfigOperationTypes.DELETE })),
    ];
    if (configs.length === 0) return;
    await this.client.run(this.context, (admin) =>
      admin.incrementalAlterConfigs({
        resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: name, configs }],
      }),
    );
  }

  /** Not by the admin client's own method, which takes calls for different topics at the same time for one call. */
  async addPartitions(name: string, count: number): Promise<void> {
    const topics = [{ name, count, assignments: null }];
    await this.client.runRaw(this.context, async (connection, repeated) => {
      await library()
        .createPartitionsV3.api.async(connection, topics, this.client.timeoutMs, false)
        .catch(unlessDone(repeated, CODES.invalidPartitions));
    });
  }

  async setReplicationFactor(name: string, replicationFactor: number): Promise<void> {
    const { alterPartitionReassignmentsV0, metadataV12 } = library();
    await this.client.runRaw(this.context, async (connection) => {
      const { brokers, topics } = await metadataV12.api.async(connection, [name], false, false);
      const brokerIds = brokers.map(({ nodeId }) => nodeId);
      const partitions = (topics[0]?.partitions ?? []).map(({ partitionIndex, replicaNodes }) => ({
        partitionIndex,
        replicas: assignReplicas(replicaNodes, brokerIds, replicationFactor, partitionIndex),
      }));
      await alterPartitionReassignmentsV0.api.async(connection, this.client.timeoutMs, true, [{ name, partitions }]);
    });
  }

  /** True while replicas are being added or taken away. */
  async isReassigning(name: string, partitions: number): Promise<boolean> {
    const partitionIndexes = Array.from({ length: partitions }, (_, index) => index);
    const { topics } = await this.client.runRaw(this.context, (connection) =>
      library().listPartitionReassignmentsV0.api.async(connection, this.client.timeoutMs, [{ name, partitionIndexes }]),
    );
    return topics.some((topic) =>
      topic.partitions.some((p) => p.addingReplicas.length + p.removingReplicas.length > 0),
    );
  }

  /** True once each partition has a leader: from then on the topic can be written to. */
  async hasLeaders(name: string): Promise<boolean> {
    const found = await this.metadata(name);
    return found?.partitions.every(({ leaderId }) => leaderId >= 0) ?? false;
  }

  private metadata(name: string): Promise<metadataV12.MetadataResponseTopic | undefined> {
    return this.client.runRaw(this.context, (connection) => describe(connection, name));
  }

  private async readConfig(name: string): Promise<Readonly<Record<string, string>> | undefined> {
    const resource = { resourceType: library().ConfigResourceTypes.TOPIC, resourceName: name, configurationKeys: null };
    try {
      const [described] = await this.client.run(this.context, (admin) =>
        admin.describeConfigs({ resources: [resource] }),
      );
      const defaults = defaultSources();
      const own = (described?.configs ?? []).filter(({ configSource }) => !defaults.includes(configSource));
      return Object.fromEntries(own.map((config) => [config.name, config.value ?? ""]));
    } catch (error) {
      if (codeOf(error) === CODES.unknownTopic) return undefined;
      throw error;
    }
  }
}

async function describe(connection: Connection, name: string): Promise<metadataV12.MetadataResponseTopic | undefined> {
  try {
    const { topics } = await library().metadataV12.api.async(connection, [name], false, false);
    const topic = topics.find((candidate) => candidate.name === name);
    if (topic !== undefined && topic.errorCode !== 0 && topic.errorCode !== CODES.unknownTopic)
      throw serverError(topic.errorCode);
    return topic?.errorCode === CODES.unknownTopic ? undefined : topic;
  } catch (error) {
    if (codeOf(error) === CODES.unknownTopic) return undefined;
    throw error;
  }
}
