/** Pods that Strimzi makes for a Kafka cluster. */
import { brokersLeft, outlastsZone } from "../../core/capacity/kafka/zones";
import type { Field } from "../framework/field";
import type { Scene } from "../framework/scene";
import { allBrokers, topicsOn } from "../kinds/kafka";
import { type Pool, type StrimziCluster, podTemplateOf, poolSetting, replicasOf, volumesOf } from "../kinds/strimzi";
import { replicationOf } from "../kinds/topic-load";
import { askedBy, together } from "./containers";
import { type PodGroup, claim, plainGroup } from "./group";
import { limitRanges } from "./limit-range";
import { ZONE, apartOf } from "./spread";

/** Brokers and controllers on volumes of their own, and what Strimzi runs beside them. */
export function strimziGroups(scene: Scene, cluster: StrimziCluster): readonly PodGroup[] {
  const { item, pools } = cluster;
  const defaults = scene.get(limitRanges)(item.namespace);
  const nodes = pools.map((pool) => poolGroup(scene, cluster, pool));
  const { spec } = item;
  const beside: readonly (readonly [string, readonly Field[]])[] = [
    [
      "entity-operator",
      ["topicOperator", "userOperator"].map((part) => spec.at("entityOperator", part)).filter((f) => f.isSet),
    ],
    ["kafka-exporter", [spec.at("kafkaExporter")].filter((f) => f.isSet)],
    ["cruise-control", [spec.at("cruiseControl")].filter((f) => f.isSet)],
  ];
  const servants = beside
    .filter(([, containers]) => containers.length > 0)
    .map(([name, containers]): PodGroup => ({
      ...plainGroup(item, `${item.name}-${name}`, 1),
      size: together(containers.map((container) => askedBy(container.at("resources"), defaults))),
      surge: 1,
    }));
  return [...nodes, ...servants];
}

function poolGroup(scene: Scene, cluster: StrimziCluster, pool: Pool): PodGroup {
  const count = replicasOf(pool);
  const volumes = volumesOf(pool).filter((volume) => volume.at("type").text !== "ephemeral");
  return {
    ...plainGroup(pool.item, `${cluster.item.name}-${pool.name}`, count),
    size: together([askedBy(poolSetting(pool, "resources"), scene.get(limitRanges)(pool.item.namespace))]),
    apart: apartOf(podTemplateOf(pool), undefined),
    pinned: true,
    claims: volumes.map((volume) => claim("data", volume.at("size"), volume.at("class"))),
    ...(count > 1 ? { needs: poolNeeds(scene, cluster, pool, count) } : {}),
  };
}

/** Brokers: as many may be lost as every topic has copies to spare. Controllers: a minority. */
function poolNeeds(scene: Scene, cluster: StrimziCluster, pool: Pool, count: number): NonNullable<PodGroup["needs"]> {
  if (!pool.isBroker) return { count: Math.floor(count / 2) + 1, because: `a majority of ${count} controllers` };
  const brokers = scene.get(allBrokers).find(({ item }) => item === cluster.item);
  const common = cluster.kafka.at("config", "min.insync.replicas").number ?? 1;
  const topics = (brokers === undefined ? [] : topicsOn(scene, brokers)).map((topic) => {
    const copies = replicationOf(topic);
    return { copies, spare: copies - (topic.config.at("min.insync.replicas").number ?? common) };
  });
  const least = Math.max(0, Math.min(1, ...topics.map(({ spare }) => spare)));
  const zones = Math.max(1, scene.target.zones.length);
  const byZone = cluster.kafka.at("rack", "topologyKey").text === ZONE;
  const outlasts = byZone && topics.every(({ copies, spare }) => outlastsZone(copies, spare, zones));
  return {
    count: count - least,
    ...(outlasts ? { inZone: brokersLeft(count, zones) } : {}),
    because: least > 0 ? "every topic has a copy to spare" : "a topic has no copy to spare",
  };
}
