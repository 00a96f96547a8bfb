import { z } from "zod";
import { formatBytes, formatThroughput } from "../../core/capacity/format";
import { PAGE_CACHE_SECONDS } from "../../core/capacity/kafka/memory";
import { sumOf } from "../../core/capacity/numbers";
import { factor, size } from "../../core/config/fields";
import { GiB, MiB, KiB, parseSize } from "../../core/units";
import type { Field } from "../framework/field";
import { type Complaints, complain, parts } from "../framework/finding";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { ownEntry } from "../framework/value";
import { allBrokers, topicsOn } from "../kinds/kafka";
import { type Pool, type StrimziCluster, brokersOf, poolSetting, strimziClusters } from "../kinds/strimzi";
import { replicationOf } from "../kinds/topic-load";
import { bytesOf } from "../pods/quantity";

interface Args {
  readonly share: number;
  readonly most: string;
}

/** What Strimzi gives to the heap where nobody says: half of the memory, up to 5 GiB [Strimzi docs, jvmOptions]. */
const STANDARD = { share: 0.5, most: 5 * GiB } as const;

export const heapCache = stackRule<Args>({
  id: "KAF-06",
  slug: "heap-cache",
  severity: "high",
  level: both("mandatory"),
  description:
    "A broker's memory is limited, its heap is at most half of it and 6 GiB, and the rest caches half a minute of writes.",
  why: "Kafka serves recent records from the page cache: a heap that takes the memory makes every read a disk read, and the kernel kills the pod.",
  remedy: "Set resources.limits.memory on each node pool and -Xmx to at most half of it.",
  args: z.strictObject({
    share: factor(0.1, 1).describe("Share of a broker's memory that the heap may take."),
    most: z
      .string()
      .refine((text) => size().safeParse(text).success, { error: "must be a size such as 6Gi" })
      .describe("Largest heap."),
  }),
  defaults: both({ share: 0.5, most: "6Gi" }),
  example: { target: "multi-node", bad: example("3584m"), good: example("2048m") },
  check: (scene, args) =>
    scene
      .get(strimziClusters)
      .flatMap((cluster) =>
        cluster.pools.flatMap((pool) => parts(pool.item, () => poolComplaints(scene, cluster, pool, args))),
      ),
});

function poolComplaints(scene: Scene, cluster: StrimziCluster, pool: Pool, { share, most }: Args): Complaints {
  const resources = poolSetting(pool, "resources");
  const limit = bytesOf(resources.at("limits", "memory"));
  if (limit === undefined)
    return [
      complain(
        pool.item,
        resources.at("limits", "memory"),
        "is missing: a broker's memory must be limited, and the heap be sized by it",
      ),
    ];
  const options = poolSetting(pool, "jvmOptions");
  const at = options.at("-Xmx");
  const heap = javaBytes(at) ?? Math.min(limit * STANDARD.share, STANDARD.most);
  // Controllers cache next to nothing.
  const allowed = pool.isBroker ? share : 0.75;
  const ceiling = Math.min(limit * allowed, parseSize(most) ?? Infinity);
  if (heap > ceiling)
    return [
      complain(
        pool.item,
        at,
        `is ${formatBytes(heap)}, must be at most ${formatBytes(ceiling)}: ${Math.round(allowed * 100)} % of the memory of ${formatBytes(limit)}, and never above ${most}`,
      ),
    ];
  const rate = pool.isBroker ? writesPerBroker(scene, cluster) : 0;
  const need = heap + PAGE_CACHE_SECONDS * rate;
  return need <= limit
    ? []
    : [
        complain(
          pool.item,
          resources.at("limits", "memory"),
          `is ${formatBytes(limit)}, must be at least ${formatBytes(need)}: the heap, and ${PAGE_CACHE_SECONDS} s of ${formatThroughput(rate)} that are written`,
        ),
      ];
}

/** Bytes per second that one broker writes at the peak, of the topics whose rate is declared. */
function writesPerBroker(scene: Scene, cluster: StrimziCluster): number {
  const brokers = scene.get(allBrokers).find(({ item }) => item === cluster.item);
  const count = brokersOf(cluster);
  if (brokers === undefined || count === 0) return 0;
  return (
    sumOf(topicsOn(scene, brokers), (topic) => {
      const declared = ownEntry(scene.workload.topics, topic.name);
      if (declared === undefined) return 0;
      return declared.rate.perSecond * declared.peakFactor * declared.messageSize.bytes * replicationOf(topic);
    }) / count
  );
}

const JAVA_UNITS: Readonly<Record<string, number>> = { "": 1, k: KiB, m: MiB, g: GiB, t: 1024 * GiB };

/** `2g`, `2048M`: as the JVM reads it. */
function javaBytes(field: Field): number | undefined {
  const [, number, unit = ""] = /^(\d+)([kmgt]?)$/i.exec(field.text ?? "") ?? [];
  return number === undefined ? undefined : Number(number) * (JAVA_UNITS[unit.toLowerCase()] ?? 1);
}

function example(heap: string): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: events, namespace: streaming }
spec: { kafka: { version: 4.1.0 } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: broker, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec:
  replicas: 3
  roles: [broker]
  resources: { requests: { cpu: "1", memory: 4Gi }, limits: { memory: 4Gi } }
  jvmOptions: { -Xms: ${heap}, -Xmx: ${heap} }
  storage: { type: persistent-claim, size: 20Gi }`;
}
