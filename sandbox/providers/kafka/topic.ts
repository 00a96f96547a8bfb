/** `kafka.Topic`. */
import { intAtLeast } from "../bridged/check";
import type { BridgedResource } from "../bridged/resource";
import { integer, text, textMap, type Schema } from "../bridged/schema";
import { waitFor } from "../bridged/wait";
import type { CallContext, Props } from "../kind";
import type { KafkaClient } from "./client";
import { TopicAdmin, type Topic } from "./topic-admin";

const POLL_MS = 100;

const schema: Schema = {
  name: { type: "string", required: true, forceNew: true, autoNamed: true },
  partitions: { type: "int", required: true, validate: intAtLeast(1) },
  replicationFactor: { type: "int", required: true, validate: intAtLeast(1) },
  config: { type: "map" },
};

export function topicResource(client: KafkaClient): BridgedResource {
  return {
    token: "kafka:index/topic:Topic",
    schema,
    alsoForcesNew: (olds, news) => (integer(news, "partitions") < integer(olds, "partitions") ? ["partitions"] : []),
    importState: () => ({}),

    async create(planned, context) {
      const admin = new TopicAdmin(client, context);
      const topic = topicOf(planned);
      await admin.create(topic);
      await waitFor(
        async () =>
          (await admin.read(topic.name)) !== undefined && (await admin.hasLeaders(topic.name)) ? true : undefined,
        {
          ...wait(client, context),
          onTimeout: () =>
            new Error(
              `error waiting for topic (${topic.name}) to be created: ${timeoutWords("Created", "Pending", client)}`,
            ),
        },
      );
      return { id: topic.name, state: planned };
    },

    async read(id, _state, context) {
      const topic = await new TopicAdmin(client, context).read(id);
      return topic && { id, state: stateOf(topic) };
    },

    async update(id, olds, planned, context) {
      const admin = new TopicAdmin(client, context);
      const wanted = topicOf(planned);
      await admin.setConfig(id, wanted.config);
      if (wanted.replicationFactor !== integer(olds, "replicationFactor"))
        await changeReplicationFactor(admin, id, wanted, client, context);
      if (wanted.partitions !== integer(olds, "partitions")) await admin.addPartitions(id, wanted.partitions);
      await waitFor(async () => ((await isAsWanted(admin, wanted)) ? true : undefined), {
        ...wait(client, context),
        onTimeout: () =>
          new Error(`Error waiting for topic (${id}) to become ready: ${timeoutWords("Ready", "Updating", client)}`),
      });
      return planned;
    },

    async delete(id, state, context) {
      const admin = new TopicAdmin(client, context);
      const name = text(state, "name") || id;
      if ((await admin.read(name)) === undefined) return;
      await admin.delete(name);
      await waitFor(async () => ((await admin.read(name)) === undefined ? true : undefined), {
        ...wait(client, context),
        timeoutMs: 300_000,
        onTimeout: () =>
          new Error(`Error waiting for topic (${id}) to delete: timeout while waiting for state to become 'Deleted'`),
      });
    },
  };
}

async function changeReplicationFactor(
  admin: TopicAdmin,
  id: string,
  wanted: Topic,
  client: KafkaClient,
  context: CallContext,
): Promise<void> {
  const before = await admin.read(id);
  await admin.setReplicationFactor(id, wanted.replicationFactor);
  await waitFor(
    async () => ((await admin.isReassigning(id, before?.partitions ?? wanted.partitions)) ? undefined : true),
    {
      ...wait(client, context),
      onTimeout: () =>
        new Error(
          `Error waiting for topic (${id}) replication_factor to update: ${timeoutWords("Ready", "Updating", client)}`,
        ),
    },
  );
}

/** A replica count that still differs between partitions is a change under way. */
async function isAsWanted(admin: TopicAdmin, wanted: Topic): Promise<boolean> {
  const topic = await admin.read(wanted.name);
  if (topic === undefined) return false;
  const names = [...new Set([...Object.keys(topic.config), ...Object.keys(wanted.config)])];
  const sameConfig = names.every((name) => topic.config[name] === wanted.config[name]);
  return (
    sameConfig &&
    topic.partitions === wanted.partitions &&
    topic.replicationFactor === wanted.replicationFactor &&
    (await admin.hasLeaders(wanted.name))
  );
}

function topicOf(props: Props): Topic {
  return {
    name: text(props, "name"),
    partitions: integer(props, "partitions"),
    replicationFactor: integer(props, "replicationFactor"),
    config: textMap(props, "config"),
  };
}

function stateOf({ name, partitions, replicationFactor, config }: Topic): Props {
  return { name, partitions, replicationFactor, ...(Object.keys(config).length > 0 && { config }) };
}

function wait(client: KafkaClient, context: CallContext): { timeoutMs: number; everyMs: number; signal: AbortSignal } {
  return {
    timeoutMs: context.timeout > 0 ? context.timeout * 1000 : client.timeoutMs,
    everyMs: POLL_MS,
    signal: context.signal,
  };
}

function timeoutWords(target: string, last: string, client: KafkaClient): string {
  return `timeout while waiting for state to become '${target}' (last state: '${last}', timeout: ${Math.round(client.timeoutMs / 1000)}s)`;
}
