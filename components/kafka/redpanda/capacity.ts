import { SECONDS_PER_MONTH, type CostPart } from "../../../core/capacity/cost/quantities";
import { crossZone } from "../../../core/capacity/cost/zones";
import { addUp, demand, type Demand } from "../../../core/capacity/demand";
import { SizeSheet } from "../../../core/capacity/derived";
import { formatBytes, formatThroughput } from "../../../core/capacity/format";
import { replicasPerBroker, segmentMsFor, usableShare, type TopicLoad } from "../../../core/capacity/kafka/disk";
import type { Shape } from "../../../core/capacity/nodes/shape";
import { roundUp, sumOf } from "../../../core/capacity/numbers";
import { INTERNAL_PARTITIONS, redpandaData, redpandaVolume } from "../../../core/capacity/redpanda/disk";
import { CORES, coresFor, memoryForCores } from "../../../core/capacity/redpanda/memory";
import { written } from "../../../core/config/faults";
import { GiB, MiB } from "../../../core/units";
import { replicationOf, USUAL_PARTITIONS } from "../topics/plan";
import type { TopicConfig, TopicsConfig } from "../topics/config";
import type { RedpandaConfig } from "./config";
import { redpandaBudgets } from "./budgets";
import { redpandaPods } from "./pods";

export interface RedpandaCapacityArgs {
  readonly scope: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly config: RedpandaConfig;
  readonly topics: TopicsConfig;
  readonly shape: Shape;
}

/** A broker's size and load, as its proofs need them. */
export interface RedpandaSize {
  readonly brokers: number;
  readonly replication: number;
  readonly cores: number;
  readonly memory: number;
  readonly volume: number;
  readonly data: number;
  readonly replicas: number;
  /** Bytes per second at the peak that each broker takes and gives. */
  readonly throughput: number;
  readonly loads: readonly TopicLoad[];
}

/** What the brokers are sized to, and what that asks of the cluster. */
export interface RedpandaCapacity {
  readonly size: RedpandaSize;
  readonly demand: Demand;
}

export function sizeRedpanda(args: RedpandaCapacityArgs): RedpandaCapacity {
  const { config, shape, scope } = args;
  const { brokers } = config;
  const topicSheet = new SizeSheet(scope);
  const loads = Object.entries(args.topics).map(([name, topic]) => loadOf(name, topic, brokers, topicSheet));
  const replication = replicationOf(brokers);
  const sheet = new SizeSheet(`${scope}.redpanda`);
  const topics = Object.values(args.topics);
  const peak = sumOf(
    topics,
    (t) => t.rate.perSecond * t.messageSize.bytes * t.peakFactor * (replicationOf(brokers) + t.consumerGroups),
  );
  const throughput = peak / brokers;
  const floor = shape.kind === "single-node" ? CORES.supported : CORES.recommended;
  const cpu = sheet.cpu(
    "cpu",
    coresFor(throughput, floor) * 1000,
    `max(${floor}, ${formatThroughput(throughput)} in and out at the peak ÷ 100 MB/s) cores, even`,
    config.cpu?.millicores,
  );
  const cores = cpu / 1000;
  const memory = sheet.memory(
    "memory",
    roundUp(memoryForCores(cores), 256 * MiB),
    `${cores} core(s) × 2 GiB ÷ 0.9`,
    config.memory?.bytes,
  );
  const replicas = Math.ceil(
    sumOf(loads, (t) => replicasPerBroker(t, brokers)) + (INTERNAL_PARTITIONS.offsets * replication) / brokers,
  );
  const data = redpandaData(loads, brokers);
  const share = usableShare(brokers);
  const volume = sheet.volume(
    "volume",
    roundUp(redpandaVolume({ data, replicas, brokers }), GiB),
    `max(20 GiB, ${formatBytes(data)} of data ÷ ${share}, data + 5 GiB that must stay free + 2 segments for each of ${replicas} replicas)`,
    { exactly: config.volume?.bytes, atLeast: config.minVolume?.bytes },
  );
  const size: RedpandaSize = { brokers, replication, cores, memory, volume, data, replicas, throughput, loads };
  const own = demand({
    sizes: [...topicSheet.sizes, ...sheet.sizes],
    budgets: redpandaBudgets(size, scope),
    costs: costs(args, size),
  });
  return { size, demand: addUp([own, redpandaPods(args, size)]) };
}

function loadOf(name: string, topic: TopicConfig, brokers: number, sheet: SizeSheet): TopicLoad {
  const partitions = sheet.count(
    written(["topics", name, "partitions"]),
    "partitions",
    USUAL_PARTITIONS,
    "six, as the runbook has them",
    topic.partitions,
  );
  return {
    rate: topic.rate.perSecond,
    messageBytes: topic.messageSize.bytes,
    retentionMs: topic.retention.ms,
    segmentMs: segmentMsFor(topic.retention.ms),
    partitions,
    replication: topic.replication ?? replicationOf(brokers),
    ...(topic.cleanupPolicy === "compact" && topic.keys !== undefined ? { keys: topic.keys } : {}),
    ...(topic.retentionBytes === undefined ? {} : { partitionBytes: topic.retentionBytes.bytes }),
  };
}

function costs({ topics, cluster, shape }: RedpandaCapacityArgs, size: RedpandaSize): readonly CostPart[] {
  const write = sumOf(Object.values(topics), (t) => t.rate.perSecond * t.messageSize.bytes);
  const read = sumOf(Object.values(topics), (t) => t.rate.perSecond * t.messageSize.bytes * t.consumerGroups);
  const bytes = crossZone({
    write,
    replication: size.replication,
    groups: write === 0 ? 0 : read / write,
    zones: shape.zones,
    rackAwareFetch: false,
  });
  return [
    { driver: "volume-gib", amount: (size.brokers * size.volume) / GiB, what: `${cluster} brokers` },
    {
      driver: "cross-zone-gib",
      amount: (bytes * SECONDS_PER_MONTH) / GiB,
      what: `${cluster} producers, replication and consumers`,
    },
  ];
}
