import { addUp, demand, type Demand } from "../../../core/capacity/demand";
import { SizeSheet } from "../../../core/capacity/derived";
import { formatBytes, formatThroughput } from "../../../core/capacity/format";
import { brokerData, replicasPerBroker, usableShare } from "../../../core/capacity/kafka/disk";
import { containerFor, heapFor } from "../../../core/capacity/kafka/memory";
import {
  clusterVcpus,
  MEMORY_PER_VCPU,
  writeEquivalent,
  type ClusterTraffic,
} from "../../../core/capacity/kafka/network";
import { INTERNAL_PARTITIONS } from "../../../core/capacity/kafka/partitions";
import { replicasFor, type Shape } from "../../../core/capacity/nodes/shape";
import { roundUp, sumOf } from "../../../core/capacity/numbers";
import { GiB, MiB } from "../../../core/units";
import { kafkaBudgets } from "./budgets";
import type { StrimziKafkaConfig, StrimziTopicConfig } from "./config";
import { kafkaCosts, kafkaPods } from "./pods";
import { planTopic, type StrimziTopicPlan } from "./topics";

export interface KafkaArgs {
  /** Platform's key in the config: `streamflow`. */
  readonly scope: string;
  /** Name of the Kafka resource. */
  readonly cluster: string;
  /** Name of the brokers' node pool. */
  readonly pool: string;
  readonly namespace: string;
  readonly config: StrimziKafkaConfig;
  readonly topics: Readonly<Record<string, StrimziTopicConfig>>;
  readonly shape: Shape;
  readonly consumersOf: (topic: string) => number;
}

export interface KafkaPlan {
  readonly cluster: string;
  readonly pool: string;
  readonly namespace: string;
  readonly brokers: number;
  readonly replication: number;
  readonly minInSync: number;
  readonly rackAware: boolean;
  /** Consumers read from a replica in their own zone. */
  readonly rackAwareFetch: boolean;
  readonly segmentBytes: number;
  readonly topics: readonly StrimziTopicPlan[];
  readonly broker: BrokerSize;
  /** Separate controllers; none where the broker is its own. */
  readonly controllers: number;
  readonly controller: { readonly cpu: number; readonly memory: number; readonly volume: number };
  readonly entityOperator: boolean;
  readonly exporter: boolean;
  readonly managedBy: StrimziKafkaConfig["managedBy"];
  readonly traffic: ClusterTraffic;
  readonly demand: Demand;
}

export interface BrokerSize {
  readonly cpu: number;
  readonly memory: number;
  readonly heap: number;
  readonly volume: number;
  /** Bytes of data that the topics put on each. */
  readonly data: number;
  /** Partition replicas on each, internal topics included. */
  readonly replicas: number;
}

/** Replication: three copies where there are three brokers. */
export const replicationOf = (brokers: number): number => Math.min(3, brokers);
/** Replicas that must confirm: one less than there are, so that one may be lost [Kafka docs, min.insync.replicas]. */
export const minInSyncOf = (replication: number): number => Math.max(1, replication - 1);

/** Least size of a broker: a small one where it shares its node with everything, else 1 core and 4 GiB per core. Heap floors leave Kafka room to start. */
const FLOOR = {
  "single-node": { cpu: 500, heap: 512 * MiB },
  "multi-node": { cpu: 1_000, heap: 2 * GiB },
} as const;
/** Controllers: some 5 GB of memory and disk is ample for a large cluster [Kafka operations guide, KRaft]; half a core and 1 GiB carry ours. */
const CONTROLLER = { cpu: 500, memory: GiB, volume: 5 * GiB } as const;

export function planKafka(args: KafkaArgs): KafkaPlan {
  const { config, shape, scope } = args;
  const { brokers } = config;
  const replication = replicationOf(brokers);
  const topicSheet = new SizeSheet(scope);
  const topics = Object.entries(args.topics).map(([name, topic]) =>
    planTopic(name, topic, { kafka: config, replication, consumersOf: args.consumersOf }, topicSheet),
  );
  const sheet = new SizeSheet(`${scope}.kafka`);
  const traffic = peakTraffic(topics, replication);
  const broker = sizeBroker(sheet, topics, traffic, args);
  const controllers = sheet.count(
    "controllers",
    "pods",
    replicasFor(shape, 3) === 1 ? 0 : 3,
    "three beside the brokers on a multi-node target; a single broker is its own",
  );
  const sized = (name: string, formula: string): string => `${name}: ${formula}`;
  const controller =
    controllers === 0
      ? CONTROLLER
      : {
          cpu: sheet.cpu(
            "controllers.cpu",
            CONTROLLER.cpu,
            sized("controller", "half a core carries the metadata of thousands of partitions"),
            config.controllers.cpu?.millicores,
          ),
          memory: sheet.memory(
            "controllers.memory",
            CONTROLLER.memory,
            "1 GiB; metadata of a few hundred partitions takes megabytes",
            config.controllers.memory?.bytes,
          ),
          volume: sheet.disk(
            "controllers.volume",
            CONTROLLER.volume,
            "5 GiB is ample for the metadata log",
            config.controllers.volume?.bytes,
          ),
        };
  const rackAware = shape.zones > 1 && brokers > 1;
  const plan: Omit<KafkaPlan, "demand"> = {
    cluster: args.cluster,
    pool: args.pool,
    namespace: args.namespace,
    brokers,
    replication,
    minInSync: minInSyncOf(replication),
    rackAware,
    rackAwareFetch: rackAware && config.rackAwareFetch,
    segmentBytes: config.segmentSize.bytes,
    topics,
    broker,
    controllers,
    controller,
    entityOperator: config.entityOperator,
    exporter: config.exporter,
    managedBy: config.managedBy,
    traffic,
  };
  const sizes = demand({
    sizes: [...topicSheet.sizes, ...sheet.sizes],
    budgets: kafkaBudgets(plan, scope),
    costs: kafkaCosts(plan, shape, config.rackAwareFetch),
  });
  return { ...plan, demand: addUp([sizes, kafkaPods(plan, shape)]) };
}

/** All topics' peaks at once. Groups are weighted by what they read. */
function peakTraffic(topics: readonly StrimziTopicPlan[], replication: number): ClusterTraffic {
  const write = sumOf(topics, (t) => t.peakBytes);
  const read = sumOf(topics, (t) => t.peakBytes * t.consumerGroups);
  return { write, replication, groups: write === 0 ? 0 : read / write };
}

function sizeBroker(
  sheet: SizeSheet,
  topics: readonly StrimziTopicPlan[],
  traffic: ClusterTraffic,
  { config, shape }: KafkaArgs,
): BrokerSize {
  const { brokers } = config;
  const floor = FLOOR[shape.kind];
  const internal = INTERNAL_PARTITIONS.offsets + INTERNAL_PARTITIONS.transactions;
  const replicas = Math.ceil(
    sumOf(topics, (t) => replicasPerBroker(t, brokers)) + (internal * traffic.replication) / brokers,
  );
  const perBroker = writeEquivalent(traffic) / brokers;
  const cpu = sheet.cpu(
    "cpu",
    Math.max(floor.cpu, roundUp((clusterVcpus(traffic) / brokers) * 1000, 100)),
    `max(${floor.cpu}m, ${formatThroughput(perBroker)} write-equivalent at the peak ÷ 20 MB/s per core ÷ 50 %)`,
    config.cpu?.millicores,
  );
  const wanted = roundUp(heapFor(replicas, floor.heap), 64 * MiB);
  const written = (traffic.write * traffic.replication) / brokers;
  const perCore = shape.kind === "multi-node" ? (cpu / 1000) * MEMORY_PER_VCPU : 0;
  const memory = sheet.memory(
    "memory",
    roundUp(Math.max(containerFor(config.heap?.bytes ?? wanted, written), perCore), 128 * MiB),
    `max(2 × heap, heap + 307 MiB + 30 s × ${formatThroughput(written)} of page cache${perCore > 0 ? `, ${formatBytes(perCore)} for its cores` : ""})`,
    config.memory?.bytes,
  );
  const heap = sheet.memory(
    "heap",
    Math.min(wanted, memory / 2),
    `${formatBytes(floor.heap)} + 1 MiB per 8 of ${replicas} replicas, at most half of the memory`,
    config.heap?.bytes,
  );
  const data = brokerData(topics, brokers, config.segmentSize.bytes);
  const volume = sheet.volume(
    "volume",
    roundUp(Math.max(data / usableShare(brokers), GiB), GiB),
    `Σ rate × size × retention × RF ${traffic.replication} ÷ ${brokers} broker(s) + open segments = ${formatBytes(data)}, ÷ ${usableShare(brokers)}`,
    { exactly: config.volume?.bytes, atLeast: config.minVolume?.bytes },
  );
  return { cpu, memory, heap, volume, data, replicas };
}
