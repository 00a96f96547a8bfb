import { z } from "zod";
import { type Complaints, complain, parts, each } from "../framework/finding";
import { per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type RedpandaChart, type RedpandaCluster, redpandaClusters, redpandaSettings } from "../kinds/redpanda";
import { type Pool, type StrimziCluster, podTemplateOf, replicasOf, strimziClusters } from "../kinds/strimzi";
import { apartOf, keepsApart, labelsOf } from "../pods/spread";

export const rackAntiAffinity = stackRule<object>({
  id: "KAF-08",
  slug: "rack-antiaffinity",
  severity: "critical",
  level: per("off", "mandatory"),
  description: "Brokers keep to nodes of their own by a hard rule, and know their zone where there are several.",
  why: "A rack alone doesn't spread brokers: two of them on one node lose two copies of a partition at once.",
  remedy:
    "Add required podAntiAffinity by kubernetes.io/hostname (or a topologySpreadConstraint with DoNotSchedule) to template.pod, and spec.kafka.rack with topologyKey topology.kubernetes.io/zone.",
  args: z.strictObject({}),
  defaults: per({}, {}),
  example: { target: "multi-node", bad: example(""), good: example(affinity()) },
  check: (scene) => [
    ...scene.get(strimziClusters).flatMap((cluster) => strimziComplaints(scene, cluster)),
    ...each(scene.get(redpandaClusters), (cluster) => redpandaComplaints(scene, cluster)),
  ],
});

function strimziComplaints(scene: Scene, cluster: StrimziCluster): Complaints {
  return [
    ...cluster.pools.flatMap((pool) => parts(pool.item, () => poolComplaints(pool))),
    ...parts(cluster.item, () => {
      const rack = cluster.kafka.at("rack", "topologyKey");
      return scene.target.zones.length > 1 && !rack.isSet
        ? [
            complain(
              cluster.item,
              rack,
              "is missing: copies of a partition may all be in one zone; must be topology.kubernetes.io/zone",
            ),
          ]
        : [];
    }),
  ];
}

function poolComplaints(pool: Pool): Complaints {
  if (replicasOf(pool) < 2) return [];
  const template = podTemplateOf(pool);
  return keepsApart(apartOf(template, undefined))
    ? []
    : [
        complain(
          pool.item,
          template.at("affinity"),
          `lets ${pool.isBroker ? "brokers" : "controllers"} share a node; must require anti-affinity by kubernetes.io/hostname or a topology spread`,
        ),
      ];
}

function redpandaComplaints(scene: Scene, cluster: RedpandaCluster): Complaints {
  const { item, brokers } = cluster;
  if (brokers < 2) return [];
  if (cluster.by === "operator") return chartComplaints(cluster);
  const template = item.spec.at("template");
  const apart = apartOf(template.at("spec"), labelsOf(template.at("metadata", "labels")));
  const racks = redpandaSettings(scene, cluster, "bootstrap.yaml")?.at("enable_rack_awareness").flag;
  return [
    ...(keepsApart(apart)
      ? []
      : [
          complain(
            item,
            template.at("spec", "affinity"),
            "lets brokers share a node; must require anti-affinity by kubernetes.io/hostname or a topology spread",
          ),
        ]),
    ...(scene.target.zones.length > 1 && racks === false
      ? [
          complain(
            item,
            "",
            "has enable_rack_awareness: false in bootstrap.yaml: copies of a partition may all be in one zone",
          ),
        ]
      : []),
  ];
}

/** The chart keeps brokers apart by a hard rule unless it is told otherwise. */
function chartComplaints({ item, values }: RedpandaChart): Complaints {
  const at = values.at("statefulset", "podAntiAffinity", "type");
  return (at.text ?? "hard") === "hard"
    ? []
    : [complain(item, at, `is ${at.text ?? ""}, must be hard: brokers may share a node`)];
}

function affinity(): string {
  return `
  template:
    pod:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: { matchLabels: { strimzi.io/cluster: events, strimzi.io/pool-name: broker } }`;
}

function example(template: string): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: events, namespace: streaming }
spec: { kafka: { version: 4.1.0, rack: { topologyKey: topology.kubernetes.io/zone } } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: broker, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec:
  replicas: 3
  roles: [broker]
  storage: { type: persistent-claim, size: 100Gi }${template}`;
}
