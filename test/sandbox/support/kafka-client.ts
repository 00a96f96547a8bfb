/** What a client that shares nothing with the stack sees of its brokers. */
import { ConfigResourceTypes, Kafka, logLevel } from "kafkajs";
import type { Admin } from "kafkajs";

export interface TopicSeen {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly retentionMs: number;
}

/** For brokers that were just started or killed, on a machine that is busy: what passes by itself is waited for. */
export const PATIENT = {
  connectionTimeout: 10_000,
  retry: { retries: 10, initialRetryTime: 300, maxRetryTime: 5_000 },
} as const;

const kafka = (bootstrap: string): Kafka =>
  new Kafka({ clientId: "journey", brokers: bootstrap.split(","), logLevel: logLevel.NOTHING, ...PATIENT });

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

/** Produces numbered messages, each confirmed. */
export async function produce(bootstrap: string, topic: string, amount: number): Promise<void> {
  const producer = kafka(bootstrap).producer();
  await producer.connect();
  try {
    const messages = Array.from({ length: amount }, (_, i) => ({ key: String(i), value: String(i) }));
    await producer.send({ topic, acks: -1, messages });
  } finally {
    await producer.disconnect();
  }
}

/** Writes to one partition, without asking twice, until the broker takes no more; how many messages it took. */
export async function writeUntilRefused(bootstrap: string, topic: string): Promise<number> {
  const producer = kafka(bootstrap).producer({ retry: { retries: 0 } });
  await producer.connect();
  const value = Buffer.alloc(256 * 1024, "x");
  const isTaken = (): Promise<boolean> =>
    producer.send({ topic, acks: -1, messages: [{ partition: 0, value }] }).then(
      () => true,
      () => false,
    );
  try {
    let taken = 0;
    while (await isTaken()) taken += 1;
    return taken;
  } finally {
    await producer.disconnect();
  }
}

/** How many messages a topic holds. */
export const messagesKept = (bootstrap: string, topic: string): Promise<number> =>
  withAdmin(bootstrap, async (admin) =>
    (await admin.fetchTopicOffsets(topic)).reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0),
  );

/** The numbers of `produce`, read back and sorted. */
export async function readAll(bootstrap: string, topic: string): Promise<readonly number[]> {
  const expected = await messagesKept(bootstrap, topic);
  const seen: number[] = [];
  const consumer = kafka(bootstrap).consumer({ groupId: `count-${Date.now()}` });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          eachMessage: ({ message }) => {
            seen.push(Number(message.value?.toString()));
            if (seen.length >= expected) resolve();
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return seen.sort((a, b) => a - b);
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
