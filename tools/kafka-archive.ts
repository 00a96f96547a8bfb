import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Kafka, logLevel } from "kafkajs";
import { kafkaCommand } from "../sandbox/kafka/java";
import type { KafkaTools } from "../sandbox/kafka/java";
import { brokerAnswers } from "../sandbox/kafka/probe";
import { serverProperties } from "../sandbox/kafka/properties";

const START_DEADLINE_MS = 120_000;
const POLL_MS = 100;

/** `kafka-archive.ts JAVA LIBS OUT`: runs a broker once and keeps the classes that it loaded as an archive, which later brokers map instead of loading them. */
async function main([java, libs, out]: readonly string[]): Promise<void> {
  if (!java || !libs || !out) throw new Error("usage: kafka-archive.ts JAVA LIBS OUT");
  const tools: KafkaTools = { java, libs };
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "kafka-archive-"));
  try {
    const [client, admin, controller] = await freePorts();
    const properties = path.join(dir, "server.properties");
    const voters = [{ nodeId: 1, controllerPort: controller }];
    const config = {
      nodeId: 1,
      ports: { client, admin, controller },
      voters,
      brokers: 1,
      logDir: path.join(dir, "data"),
    };
    fs.writeFileSync(properties, serverProperties({ ...config, security: { kind: "plain" }, overrides: {} }));
    await run(tools, "kafka.tools.StorageTool", ["format", "-t", CLUSTER_ID, "-c", properties], dir);
    const broker = start(tools, "kafka.Kafka", [properties], dir, [`-XX:ArchiveClassesAtExit=${out}`]);
    await answering(broker, client, path.join(dir, "java.log"));
    await useBroker(client);
    broker.kill("SIGTERM");
    if (broker.exitCode === null) await once(broker, "exit");
    if (!fs.existsSync(out)) throw new Error(`Java wrote no archive; see ${path.join(dir, "java.log")}.`);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** Any valid one: 16 bytes in base64. */
const CLUSTER_ID = "c2FuZGJveC1hcmNoaXZlMQ";

async function answering(broker: ChildProcess, port: number, log: string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!(await brokerAnswers(port))) {
    if (broker.exitCode !== null || Date.now() > deadline)
      throw new Error(`The broker didn't start: ${fs.readFileSync(log, "utf8")}`);
    await pause(POLL_MS);
  }
}

/** What every sandbox does with a broker, so that these classes are in the archive, too. */
async function useBroker(port: number): Promise<void> {
  const kafka = new Kafka({ brokers: [`127.0.0.1:${port}`], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic: "archive", numPartitions: 1, replicationFactor: 1 }],
    waitForLeaders: true,
  });
  await admin.fetchTopicMetadata({ topics: ["archive"] });
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: "archive", messages: [{ value: "1" }] });
  await producer.disconnect();
}

async function run(tools: KafkaTools, mainClass: string, args: readonly string[], dir: string): Promise<void> {
  const child = start(tools, mainClass, args, dir, []);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${mainClass} failed: ${fs.readFileSync(path.join(dir, "java.log"), "utf8")}`);
}

function start(
  tools: KafkaTools,
  mainClass: string,
  args: readonly string[],
  dir: string,
  flags: readonly string[],
): ChildProcess {
  const [program, ...rest] = kafkaCommand(tools, mainClass, args, flags);
  const log = fs.openSync(path.join(dir, "java.log"), "a");
  return spawn(program, rest, { cwd: dir, stdio: ["ignore", log, log] });
}

async function freePorts(): Promise<[number, number, number]> {
  const servers = [net.createServer(), net.createServer(), net.createServer()] as const;
  const port = async (server: net.Server): Promise<number> => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as net.AddressInfo).port;
  };
  const ports: [number, number, number] = [await port(servers[0]), await port(servers[1]), await port(servers[2])];
  servers.forEach((server) => server.close());
  return ports;
}

void main(process.argv.slice(2));
