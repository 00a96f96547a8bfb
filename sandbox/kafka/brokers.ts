import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { UserError } from "../../core/problems";
import { readIfExists, writeFileAtomically } from "../files";
import { lastWords } from "../last-words";
import type { SandboxLayout } from "../layout";
import { choosePorts } from "../ports";
import { running, start, stop, type RunRecord } from "../processes";
import type { Login } from "./administration";
import { kafkaCommand, type KafkaTools } from "./java";
import { endStray } from "../operators/stray";
import { brokerAnswers } from "./probe";
import {
  serverProperties,
  type BrokerConfig,
  type BrokerPorts,
  type ClientSecurity,
  type SecuredClients,
} from "./properties";
import { brokerFolder, claimStorage, isFormatted, quorumOf, removeStorage } from "./storage";

/** One broker as its pod, its volume and its platform's configuration ask for it. */
export interface Broker {
  readonly namespace: string;
  readonly pod: string;
  /** The pod's uid: another pod under the same name is another run of the broker. */
  readonly podUid: string;
  readonly cluster: string;
  readonly nodeId: number;
  /** All brokers of the cluster, this one among them. */
  readonly members: readonly Member[];
  readonly rack?: string;
  /** What the data lives and dies with (`storage.ts`). */
  readonly volume: string;
  readonly security: BrokerSecurity;
  /** Users that are there from the first start. */
  readonly logins?: readonly Login[];
  readonly overrides: Readonly<Record<string, string>>;
}

/** As `ClientSecurity`, with certificates themselves in place of their files. */
export type BrokerSecurity =
  | { readonly kind: "plain" }
  | (Omit<SecuredClients, "tls"> & {
      /** PEM: the broker's certificate chain and key, and the authorities whose clients are trusted. */
      readonly tls?: { readonly certificate: string; readonly key: string; readonly authorities: string };
    });

export interface Member {
  readonly nodeId: number;
  readonly pod: string;
}

/** Real Kafka brokers of one sandbox, a process each. They outlive whoever started them. */
export class Brokers {
  constructor(
    private readonly layout: SandboxLayout,
    private readonly tools: KafkaTools,
  ) {}

  /** The pod that the living process serves; undefined where no process lives. */
  servedPod(namespace: string, pod: string): string | undefined {
    if (!this.process(namespace, pod)) return undefined;
    return readIfExists(this.servesFile(namespace, pod)) ?? "unknown";
  }

  /** Starts the broker on its data; formats the data first where there is none. Returns once the process runs: it answers some seconds later. */
  async start(broker: Broker): Promise<void> {
    const { namespace, pod, cluster, volume } = broker;
    const folder = brokerFolder(this.layout, namespace, pod);
    claimStorage(this.layout, namespace, pod, { cluster, volume });
    const ids = broker.members.map(({ nodeId }) => nodeId);
    const quorum = quorumOf(this.layout, namespace, cluster, ids);
    const config = await this.configOf(broker, quorum.voters);
    writeFileAtomically(folder.properties, serverProperties({ ...config, logDir: folder.logDir }), 0o600);
    const { client, admin, controller } = config.ports;
    await Promise.all([client, admin, controller].map((port) => endStray(port, folder.properties)));
    if (!isFormatted(folder)) await this.format(broker, quorum.clusterId, config);
    writeFileAtomically(this.servesFile(namespace, pod), broker.podUid);
    await start(this.layout, {
      name: processName(namespace, pod),
      command: kafkaCommand(this.tools, "kafka.Kafka", [folder.properties]),
    });
  }

  /** True if the broker serves requests now. */
  async answers(namespace: string, pod: string): Promise<boolean> {
    if (!this.process(namespace, pod)) return false;
    const ports = await this.portsOf(namespace, pod);
    return brokerAnswers(ports.admin);
  }

  /** Ends the broker in good order (it hands over its leaderships), by force after the deadline. */
  async stop(namespace: string, pod: string, deadlineMs?: number): Promise<void> {
    const record = this.process(namespace, pod);
    if (record) await stop(this.layout, record, deadlineMs);
  }

  /** Ends the broker and removes its data. */
  async remove(namespace: string, pod: string): Promise<void> {
    await this.stop(namespace, pod);
    removeStorage(this.layout, namespace, pod);
  }

  /** What the broker wrote at last, on one line. */
  readonly lastWords = (namespace: string, pod: string): string => lastWords(this.layout, processName(namespace, pod));

  async portsOf(namespace: string, pod: string): Promise<BrokerPorts> {
    const [client, admin, controller] = portNames(namespace, pod);
    const ports = await choosePorts(this.layout, [client, admin, controller]);
    return { client: ports[client] ?? 0, admin: ports[admin] ?? 0, controller: ports[controller] ?? 0 };
  }

  private async configOf(broker: Broker, voters: readonly number[]): Promise<Omit<BrokerConfig, "logDir">> {
    const { namespace, pod, nodeId, rack, overrides, members } = broker;
    const voting = members.filter((m) => voters.includes(m.nodeId));
    const missing = voters.filter((id) => !members.some((m) => m.nodeId === id));
    if (missing.length > 0) {
      throw new UserError(
        `The data of ${namespace}/${broker.cluster} was made with voters ${voters.join(", ")}, and ${missing.join(", ")} is gone: ` +
          `give the cluster its brokers back, or delete its claims to begin empty.`,
      );
    }
    return {
      nodeId,
      ...(rack === undefined ? {} : { rack }),
      ports: await this.portsOf(namespace, pod),
      voters: await Promise.all(
        voting.map(async (m) => ({
          nodeId: m.nodeId,
          controllerPort: (await this.portsOf(namespace, m.pod)).controller,
        })),
      ),
      brokers: members.length,
      security: this.securityOf(broker),
      overrides,
    };
  }

  /** Writes the certificates where the broker reads them. */
  private securityOf({ namespace, pod, security }: Broker): ClientSecurity {
    if (security.kind === "plain") return security;
    const { tls, ...others } = security;
    if (!tls) return others;
    const { dir } = brokerFolder(this.layout, namespace, pod);
    const keystore = path.join(dir, "keystore.pem");
    const truststore = path.join(dir, "truststore.pem");
    writeFileAtomically(keystore, `${tls.key.trim()}\n${tls.certificate.trim()}\n`, 0o600);
    writeFileAtomically(truststore, tls.authorities);
    return { ...others, tls: { keystore, truststore } };
  }

  /** Formats beside the data's place and moves it there when whole, so that a kill in between leaves nothing half done. */
  private async format(broker: Broker, clusterId: string, config: Omit<BrokerConfig, "logDir">): Promise<void> {
    const folder = brokerFolder(this.layout, broker.namespace, broker.pod);
    const draft = `${folder.logDir}.new`;
    const properties = path.join(folder.dir, "format.properties");
    fs.rmSync(draft, { recursive: true, force: true });
    writeFileAtomically(properties, serverProperties({ ...config, logDir: draft }), 0o600);
    const [java, ...args] = kafkaCommand(this.tools, "kafka.tools.StorageTool", [
      "format",
      ...["--cluster-id", clusterId, "--config", properties],
    ]);
    try {
      await promisify(execFile)(java, args);
    } catch (error) {
      const { stderr } = error as { stderr?: string };
      throw new Error(`formatting ${broker.namespace}/${broker.pod} failed: ${(stderr ?? String(error)).trim()}`, {
        cause: error,
      });
    }
    fs.rmSync(properties);
    fs.rmSync(folder.logDir, { recursive: true, force: true });
    fs.renameSync(draft, folder.logDir);
  }

  private process(namespace: string, pod: string): RunRecord | undefined {
    return running(this.layout, processName(namespace, pod));
  }

  private servesFile(namespace: string, pod: string): string {
    return path.join(brokerFolder(this.layout, namespace, pod).dir, "pod-uid");
  }
}

const processName = (namespace: string, pod: string): string => `kafka/${namespace}/${pod}`;

/** Client, admin and controller port of a broker, by name. */
const portNames = (namespace: string, pod: string): readonly [string, string, string] => [
  `kafka/${namespace}/${pod}`,
  `kafka-admin/${namespace}/${pod}`,
  `kafka-controller/${namespace}/${pod}`,
];
