import type { Budget } from "../../../core/capacity/budget";
import { formatBytes } from "../../../core/capacity/format";
import { dataAfterLoss, usableShare } from "../../../core/capacity/kafka/disk";
import { MIN_FREE, redpandaData, segmentReserve, writable } from "../../../core/capacity/redpanda/disk";
import { BYTES_PER_CORE, memoryForCores, replicaLimit } from "../../../core/capacity/redpanda/memory";
import { GiB, MiB } from "../../../core/units";
import type { RedpandaSize } from "./capacity";

/** What must suffice for Redpanda's brokers: disk, the floor below which all refuse producers, cores, memory, replicas. */
export function redpandaBudgets(size: RedpandaSize, scope: string): readonly Budget[] {
  const { brokers, volume, data, replicas, cores, memory, throughput } = size;
  const path = (name: string): string => `${scope}.redpanda.${name}`;
  const share = usableShare(brokers);
  const grown = (growth: number): number =>
    redpandaData(
      size.loads.map((t) => ({ ...t, rate: t.rate * growth })),
      brokers,
    );
  const reserved = MIN_FREE + segmentReserve(replicas);
  const afterLoss: Budget = {
    name: "redpanda-disk-after-loss",
    path: path("volume"),
    level: "proof",
    unit: "GiB",
    need: dataAfterLoss(data, brokers) / GiB,
    usable: writable(volume) / GiB,
    have: writable(volume) / GiB,
    formula: `a dead broker's replicas on the others: ${formatBytes(data)} × ${brokers} ÷ ${brokers - 1}, and 5 GiB free`,
    remedy: `raise ${path("volume")}`,
    needAt: (growth) => dataAfterLoss(grown(growth), brokers) / GiB,
    whenFull: `the brokers of ${scope} that are left after a loss have no room for its replicas`,
  };
  return [
    ...(brokers > size.replication ? [afterLoss] : []),
    {
      name: "redpanda-disk",
      path: path("volume"),
      level: "proof",
      unit: "GiB",
      need: data / GiB,
      usable: (volume * share) / GiB,
      have: writable(volume) / GiB,
      formula: `topics put ${formatBytes(data)} on each broker; ${share * 100} % of ${formatBytes(volume)} may be filled, and with 5 GiB left all brokers refuse producers`,
      remedy: `raise ${path("volume")} to ${Math.ceil(data / share / GiB)}Gi, lower a retention, or add brokers`,
      needAt: (growth) => grown(growth) / GiB,
      whenFull: `the brokers' disk of ${scope} is down to 5 GiB, and producers are refused`,
    },
    {
      name: "redpanda-floor",
      path: path("volume"),
      level: "proof",
      unit: "GiB",
      need: (data + reserved) / GiB,
      usable: volume / GiB,
      have: volume / GiB,
      formula: `${formatBytes(data)} of data + 5 GiB + 2 × 128 MiB for each of ${replicas} replicas`,
      remedy: `raise ${path("volume")} to ${Math.ceil((data + reserved) / GiB)}Gi or lower the partitions`,
    },
    {
      name: "redpanda-cpu",
      path: path("cpu"),
      level: "proof",
      unit: "MiB/s",
      need: throughput / MiB,
      usable: (cores * BYTES_PER_CORE) / MiB,
      have: (cores * BYTES_PER_CORE) / MiB,
      formula: `in and out per broker at the peak, against ${cores} core(s) × 100 MB/s`,
      remedy: `raise ${path("cpu")} or add brokers`,
      needAt: (growth) => (throughput * growth) / MiB,
      whenFull: `the brokers' cores of ${scope} are busy`,
    },
    {
      name: "redpanda-memory",
      path: path("memory"),
      level: "proof",
      unit: "MiB",
      need: memoryForCores(cores) / MiB,
      usable: memory / MiB,
      have: memory / MiB,
      formula: `${cores} core(s) × 2 GiB ÷ 0.9`,
      remedy: `raise ${path("memory")}`,
    },
    {
      name: "redpanda-replicas",
      path: path("memory"),
      level: "proof",
      unit: "replicas",
      need: replicas,
      usable: replicaLimit(cores, memory),
      have: replicaLimit(cores, memory),
      formula:
        "replicas per broker with internal topics, against 5,000 per core, 10 % of memory ÷ 200 KiB, and memory ÷ 2 MB",
      remedy: `raise ${path("memory")} or lower the partitions`,
    },
  ];
}
