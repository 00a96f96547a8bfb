/** What a client that shares nothing with the stack sees of its brokers. */
import { ConfigResourceTypes, Kafka, logLevel } from "kafkajs";
import type { Admin } from "kafkajs";

export interface TopicSeen {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly retentionMs: number;
}

const kafka = (bootstrap: string): Kafka =>
  new Kafka({ clientId: "journey", brokers: bootstrap.split(","), logLevel: logLevel.NOTHING });

async function withAdmin<T>(bootstrap: string, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka(bootstrap).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** All topics but Kafka's own, sorted by name. */
export const topicsOf = (bootstrap: string): Promise<readonly TopicSeen[]> =>
  withAdmin(bootstrap, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata();
    const own = topics.filter(({ name }) => !name.startsWith("__")).sort((a, b) => a.name.localeCompare(b.name));
    return Promise.all(
      own.map(async ({ name, partitions }) => ({
        name,
        partitions: partitions.length,
        replication: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        retentionMs: Number((await configOf(admin, name)).get("retention.ms")),
      })),
    );
  });

/** Sets one topic's retention and keeps what else was set. */
export const alterRetention = (bootstrap: string, topic: string, ms: number): Promise<void> =>
  withAdmin(bootstrap, async (admin) => {
    const config = new Map([...(await configOf(admin, topic, "set only")), ["retention.ms", String(ms)]]);
    const configEntries = [...config].map(([name, value]) => ({ name, value }));
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
    });
  });

/** Produces a message to each topic and reads it back: topic to what came. */
export async function roundTrip(bootstrap: string, topics: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const client = kafka(bootstrap);
  const producer = client.producer();
  const consumer = client.consumer({ groupId: `journey-${Date.now()}` });
  const seen = new Map<string, string>();
  try {
    await producer.connect();
    for (const topic of topics) await producer.send({ topic, messages: [{ value: `to ${topic}` }] });
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          eachMessage: ({ topic, message }) => {
            seen.set(topic, message.value?.toString() ?? "");
            if (seen.size === topics.length) resolve();
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
  }
  return new Map([...seen].sort(([a], [b]) => a.localeCompare(b)));
}

/** A topic's settings by name; `set only` leaves out what is the broker's default. */
async function configOf(admin: Admin, topic: string, which: "all" | "set only" = "all"): Promise<Map<string, string>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
  });
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  return new Map(
    entries
      .filter(({ isDefault }) => which === "all" || !isDefault)
      .map(({ configName, configValue }) => [configName, configValue]),
  );
}
