import { z } from "zod";
import { formatBytes } from "../../core/capacity/format";
import { sumOf } from "../../core/capacity/numbers";
import {
  INTERNAL_PARTITIONS,
  MIN_FREE,
  SEGMENT,
  SMALLEST_VOLUME,
  segmentReserve,
} from "../../core/capacity/redpanda/disk";
import { type Complaints, complain, each } from "../framework/finding";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { allBrokers, topicsOn } from "../kinds/kafka";
import { type RedpandaCluster, redpandaClusters, volumeSizes } from "../kinds/redpanda";
import { bytesPerBroker, loadOf, partitionsOf, replicationOf } from "../kinds/topic-load";

export const diskFloor = stackRule<object>({
  id: "RPK-02",
  slug: "disk-floor",
  severity: "critical",
  level: both("mandatory"),
  description:
    "A Redpanda broker's volume has at least 20 GiB, and holds its topics with 5 GiB and two segments per replica to spare.",
  why: "With less than 5 GiB free on one broker, all brokers refuse all producers.",
  remedy: "Enlarge the volumes (a patch of each claim: a StatefulSet's templates don't change), or shorten retention.",
  args: z.strictObject({}),
  defaults: both({}),
  example: { target: "single-node", bad: example("10Gi"), good: example("40Gi") },
  check: (scene) => each(scene.get(redpandaClusters), (cluster) => complaintsFor(scene, cluster)),
});

function complaintsFor(scene: Scene, cluster: RedpandaCluster): Complaints {
  const sizes = volumeSizes(scene, cluster);
  if (sizes.length === 0) return [];
  const volume = Math.min(...sizes);
  const at =
    cluster.by === "set" ? "spec.volumeClaimTemplates" : cluster.values.at("storage", "persistentVolume", "size");
  if (volume < SMALLEST_VOLUME)
    return [complain(cluster.item, at, `is ${formatBytes(volume)}, must be at least ${formatBytes(SMALLEST_VOLUME)}`)];
  const brokers = scene.get(allBrokers).find(({ item }) => item === cluster.item);
  const own = brokers === undefined ? [] : topicsOn(scene, brokers);
  const data = sumOf(own, (topic) => {
    const load = loadOf(scene, topic);
    return load === undefined ? 0 : bytesPerBroker(topic, load, cluster.brokers);
  });
  const replicas = Math.ceil(
    (sumOf(own, (topic) => partitionsOf(topic) * replicationOf(topic)) +
      INTERNAL_PARTITIONS.offsets * Math.min(3, cluster.brokers)) /
      cluster.brokers,
  );
  const need = data + MIN_FREE + segmentReserve(replicas, SEGMENT);
  return need <= volume
    ? []
    : [
        complain(
          cluster.item,
          at,
          `is ${formatBytes(volume)}, must be at least ${formatBytes(need)}: ${formatBytes(data)} of data, 5 GiB free, and two segments for each of ${replicas} replicas`,
        ),
      ];
}

function example(size: string): string {
  return `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redpanda, namespace: streaming }
spec:
  replicas: 1
  serviceName: redpanda
  selector: { matchLabels: { app: redpanda } }
  template:
    metadata: { labels: { app: redpanda } }
    spec:
      containers:
        - { name: redpanda, image: "docker.redpanda.com/redpandadata/redpanda:v25.3.6", args: [redpanda, start] }
  volumeClaimTemplates:
    - metadata: { name: datadir }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: ${size} } } }`;
}
