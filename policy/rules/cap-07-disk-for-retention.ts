import { z } from "zod";
import { formatBytes } from "../../core/capacity/format";
import { segmentMsFor, usableShare } from "../../core/capacity/kafka/disk";
import { sumOf } from "../../core/capacity/numbers";
import { factor } from "../../core/config/fields";
import { type Complaints, complain, each } from "../framework/finding";
import { both, per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type Brokers, allBrokers, brokerCount, topicsOn, volumePerBroker } from "../kinds/kafka";
import { bytesPerBroker, loadOf } from "../kinds/topic-load";

export const diskForRetention = stackRule<{ share: number }>({
  id: "CAP-07",
  slug: "disk-for-retention",
  severity: "critical",
  level: both("mandatory"),
  description: "Each broker's volume holds what its topics keep: rate × size × retention × copies, with room to spare.",
  why: "A broker whose volume is full stops; with Redpanda, all brokers refuse producers before it.",
  remedy: "Enlarge the brokers' volumes, shorten retention, bound topics by retention.bytes, or add brokers.",
  args: z.strictObject({ share: factor(0.1, 1).describe("Share of a volume that data may fill.") }),
  defaults: per({ share: usableShare(1) }, { share: usableShare(3) }),
  example: {
    target: "single-node",
    workload: "topics: { orders: { rate: 1000/s, messageSize: 1Ki } }",
    bad: example("10Gi"),
    good: example("900Gi"),
  },
  check: (scene, { share }) => each(scene.get(allBrokers), (brokers) => complaintsFor(scene, brokers, share)),
});

function complaintsFor(scene: Scene, brokers: Brokers, share: number): Complaints {
  const volume = volumePerBroker(scene, brokers);
  const count = brokerCount(brokers);
  if (volume === undefined || count === 0) return [];
  const loads = topicsOn(scene, brokers).map((topic) => ({ topic, load: loadOf(scene, topic) }));
  const unknown = loads.filter(({ load }) => load === undefined).map(({ topic }) => topic.name);
  const data = sumOf(loads, ({ topic, load }) => (load === undefined ? 0 : bytesPerBroker(topic, load, count)));
  const { item } = brokers;
  if (data > volume * share)
    return [
      complain(
        item,
        "",
        `each broker must hold ${formatBytes(data)} of its topics' data; ${formatBytes(volume)} of volume take ${formatBytes(volume * share)} (${Math.round(share * 100)} %)`,
      ),
    ];
  return unknown.length === 0
    ? []
    : [
        {
          item,
          path: "",
          level: "cannot-prove",
          message: `the disk can't be proved: ${unknown.slice(0, 3).join(", ")}${unknown.length > 3 ? ` and ${unknown.length - 3} more` : ""} have neither a declared rate nor retention.bytes`,
        },
      ];
}

function example(size: string): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: events, namespace: streaming }
spec: { kafka: { version: 4.1.0 } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: dual, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec:
  replicas: 1
  roles: [controller, broker]
  storage: { type: persistent-claim, size: ${size}, deleteClaim: false }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec:
  partitions: 6
  replicas: 1
  config: { retention.ms: "${7 * 86_400_000}", segment.ms: "${segmentMsFor(7 * 86_400_000)}" }`;
}
