/** Clients that share nothing with the stack, as somebody with a password or as somebody without. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Consumer as GroupMember, Producer as TransactionalProducer } from "@platformatic/kafka";
import { Kafka, logLevel, type Consumer, type KafkaConfig, type Producer } from "kafkajs";
import { kafkaCommand } from "../../../sandbox/kafka/java";
import { toolPath } from "../../../tools/paths";
import { PATIENT } from "./kafka-client";

export interface Identity {
  readonly username: string;
  readonly password: string;
  /** PEM: whom to trust. */
  readonly authority: string;
}

/** By TLS and SCRAM-SHA-512, or as `how` has it otherwise. */
export const clientAs = (
  brokers: readonly string[],
  { username, password, authority }: Identity,
  how: Partial<KafkaConfig> = {},
): Kafka =>
  new Kafka({
    clientId: username,
    brokers: [...brokers],
    ssl: { ca: [authority] },
    sasl: { mechanism: "scram-sha-512", username, password },
    logLevel: logLevel.NOTHING,
    ...PATIENT,
    ...how,
  });

/** How many copies of each topic are in sync, as one of the brokers knows it. */
export async function copiesOf(kafka: Kafka): Promise<readonly number[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata();
    return topics
      .filter(({ name }) => !name.startsWith("__"))
      .map(({ partitions }) => Math.min(...partitions.map(({ isr }) => isr.length)));
  } finally {
    await admin.disconnect();
  }
}

/** Brokers hear of a topic one after the other, and a copy that fell behind on a busy machine catches up by itself. */
export const IN_SYNC = { timeout: 60_000, interval: 500 } as const;

/** Confirmed by all copies in sync. */
export async function send(kafka: Kafka, topic: string, value: string, transactionalId?: string): Promise<void> {
  const producer = kafka.producer(
    transactionalId === undefined ? {} : { transactionalId, idempotent: true, maxInFlightRequests: 1 },
  );
  await using(producer, async () => {
    if (transactionalId === undefined) {
      await producer.send({ topic, acks: -1, messages: [{ value }] });
      return;
    }
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value }] });
    await transaction.commit();
  });
}

/** The first message of a topic, read in a consumer group. */
export async function receive(kafka: Kafka, topic: string, groupId: string): Promise<string> {
  const consumer = kafka.consumer({ groupId });
  const crashed = new Promise<never>((_, reject) => {
    // What passes by itself, such as a coordinator that isn't there yet, kafkajs tries again.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(payload.error);
    });
  });
  let value: string | undefined;
  await using(consumer, async () => {
    await consumer.subscribe({ topic, fromBeginning: true });
    const arrived = new Promise<string>((resolve, reject) => {
      const eachMessage = ({ message }: { readonly message: { readonly value: Buffer | null } }): Promise<void> => {
        resolve(message.value?.toString() ?? "");
        return Promise.resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    value = await Promise.race([arrived, crashed]);
  });
  return value ?? "";
}

async function using(client: Producer | Consumer, work: () => Promise<void>): Promise<void> {
  try {
    await client.connect();
    await work();
  } finally {
    await client.disconnect();
  }
}

/** Joins a group, or begins a transaction; kafkajs wouldn't tell the broker's reason for a refusal. */
export async function enter(
  brokers: readonly string[],
  { username, password, authority }: Identity,
  what: { readonly group: string } | { readonly transaction: string },
): Promise<void> {
  const client = {
    ...{ clientId: username, bootstrapBrokers: [...brokers], retries: 0 },
    ...{ sasl: { mechanism: "SCRAM-SHA-512", username, password } as const, tls: { ca: authority } },
  };
  const member = "group" in what ? new GroupMember({ ...client, groupId: what.group }) : undefined;
  const producer =
    "transaction" in what
      ? new TransactionalProducer({ ...client, transactionalId: what.transaction, idempotent: true })
      : undefined;
  try {
    await member?.joinGroup({});
    await producer?.beginTransaction();
  } catch (error) {
    throw new Error(reasonsOf(error).join(", "), { cause: error });
  } finally {
    await member?.close(true);
    await producer?.close();
  }
}

const reasonsOf = (error: unknown): readonly string[] =>
  error instanceof AggregateError
    ? error.errors.flatMap(reasonsOf)
    : [error instanceof Error ? error.message : String(error)];

/** One of Kafka's own commands, with a client's properties file. */
export async function kafkaTool(mainClass: string, args: readonly string[]): Promise<string> {
  const [java, ...command] = kafkaCommand({ java: toolPath("java"), libs: toolPath("kafka-libs") }, mainClass, args);
  return (await promisify(execFile)(java, command)).stdout;
}
