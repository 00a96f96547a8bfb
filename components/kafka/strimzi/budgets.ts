import type { Budget } from "../../../core/capacity/budget";
import { formatBytes, formatThroughput } from "../../../core/capacity/format";
import { brokerData, dataAfterLoss, usableShare } from "../../../core/capacity/kafka/disk";
import { HEAP_SHARE, NON_HEAP, pageCache } from "../../../core/capacity/kafka/memory";
import { BYTES_PER_VCPU, CPU_TARGET, VOLUME_THROUGHPUT, writeEquivalent } from "../../../core/capacity/kafka/network";
import { CLUSTER_PARTITION_LIMIT, partitionLimit } from "../../../core/capacity/kafka/partitions";
import { GiB, MiB } from "../../../core/units";
import type { KafkaPlan } from "./plan";

/** Share of a volume's throughput that writes may take; the rest is for catching up and re-replication. */
const THROUGHPUT_SHARE = 0.5;

/** What must suffice for a Kafka cluster: disk, disk after a lost broker, disk throughput, CPU, memory, heap, partitions. */
export function kafkaBudgets(plan: Omit<KafkaPlan, "demand">, scope: string): readonly Budget[] {
  const { broker, brokers, topics, traffic, replication } = plan;
  const path = (name: string): string => `${scope}.kafka.${name}`;
  const grown = (growth: number): number =>
    brokerData(
      topics.map((t) => ({ ...t, rate: t.rate * growth })),
      brokers,
      plan.segmentBytes,
    );
  const perBroker = writeEquivalent(traffic) / brokers;
  const written = (traffic.write * replication) / brokers;
  const memoryNeed = (growth: number): number => broker.heap + NON_HEAP + pageCache(written * growth);
  const share = usableShare(brokers);
  const budgets: Budget[] = [
    {
      name: "kafka-disk",
      path: path("volume"),
      level: "proof",
      unit: "GiB",
      need: broker.data / GiB,
      usable: (broker.volume * share) / GiB,
      have: broker.volume / GiB,
      formula: `topics put ${formatBytes(broker.data)} on each broker; ${share * 100} % of ${formatBytes(broker.volume)} may be filled`,
      remedy: `raise ${path("volume")} to ${Math.ceil(broker.data / share / GiB)}Gi, lower a retention, or add brokers`,
      needAt: (growth) => grown(growth) / GiB,
      whenFull: `the brokers' disk of ${scope} is full`,
    },
    {
      name: "kafka-disk-throughput",
      path: path("brokers"),
      level: "proof",
      unit: "MiB/s",
      need: written / MiB,
      usable: (VOLUME_THROUGHPUT * THROUGHPUT_SHARE) / MiB,
      have: VOLUME_THROUGHPUT / MiB,
      formula: `${formatThroughput(traffic.write)} at the peak × RF ${replication} ÷ ${brokers} broker(s), against half of a gp3 volume's 125 MiB/s`,
      remedy: "add brokers",
      needAt: (growth) => (written * growth) / MiB,
      whenFull: `the brokers' volumes of ${scope} can't write faster`,
    },
    {
      name: "kafka-cpu",
      path: path("cpu"),
      level: "proof",
      unit: "millicores",
      need: (perBroker / BYTES_PER_VCPU) * 1000,
      usable: broker.cpu * CPU_TARGET,
      have: broker.cpu,
      formula: `${formatThroughput(perBroker)} write-equivalent per broker ÷ 20 MB/s per core, at half load`,
      remedy: `raise ${path("cpu")} or add brokers`,
      needAt: (growth) => ((perBroker * growth) / BYTES_PER_VCPU) * 1000,
      whenFull: `the brokers' CPU of ${scope} is used up`,
    },
    {
      name: "kafka-memory",
      path: path("memory"),
      level: "proof",
      unit: "MiB",
      need: memoryNeed(1) / MiB,
      usable: broker.memory / MiB,
      have: broker.memory / MiB,
      formula: `heap ${formatBytes(broker.heap)} + 307 MiB + 30 s × ${formatThroughput(written)} of page cache`,
      remedy: `raise ${path("memory")}`,
      needAt: (growth) => memoryNeed(growth) / MiB,
      whenFull: `30 s of writes no longer fit the page cache of ${scope}'s brokers`,
    },
    {
      name: "kafka-heap",
      path: path("heap"),
      level: "proof",
      unit: "MiB",
      need: broker.heap / MiB,
      usable: (broker.memory * HEAP_SHARE) / MiB,
      have: broker.memory / MiB,
      formula: "heap is at most half of the memory; the rest is page cache",
      remedy: `lower ${path("heap")} or raise ${path("memory")}`,
    },
    {
      name: "kafka-partitions",
      path: path("brokers"),
      level: "proof",
      unit: "replicas",
      need: broker.replicas,
      usable: partitionLimit(broker.memory),
      have: partitionLimit(broker.memory),
      formula: `replicas per broker with internal topics, against the limit for ${formatBytes(broker.memory)}`,
      remedy: "add brokers or memory, or lower the partitions",
    },
  ];
  const all = broker.replicas * brokers;
  budgets.push({
    name: "kafka-cluster-partitions",
    path: path("brokers"),
    level: "proof",
    unit: "replicas",
    need: all,
    usable: CLUSTER_PARTITION_LIMIT,
    have: CLUSTER_PARTITION_LIMIT,
    formula: "replicas of the whole cluster; its controllers load all of them when they fail over",
    remedy: "lower the partitions",
  });
  if (brokers > replication) budgets.push(afterLoss(plan, path("volume"), grown));
  return budgets;
}

/** With more brokers than copies, a dead broker's replicas may be moved to the others, and must find room there. */
function afterLoss(
  { broker, brokers }: Omit<KafkaPlan, "demand">,
  path: string,
  grown: (growth: number) => number,
): Budget {
  return {
    name: "kafka-disk-after-loss",
    path,
    level: "proof",
    unit: "GiB",
    need: dataAfterLoss(broker.data, brokers) / GiB,
    usable: broker.volume / GiB,
    have: broker.volume / GiB,
    formula: `a dead broker's replicas on the others: ${formatBytes(broker.data)} × ${brokers} ÷ ${brokers - 1}`,
    remedy: `raise ${path}`,
    needAt: (growth) => dataAfterLoss(grown(growth), brokers) / GiB,
    whenFull: "the brokers that are left after a loss have no room for its replicas",
  };
}
