/** Clusters that speak Kafka's protocol, whatever runs them, and the topics on them. */
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import type { Scene } from "../framework/scene";
import { bytesOf, millicoresOf } from "../pods/quantity";
import { type RedpandaCluster, redpandaClusters, volumeSizes } from "./redpanda";
import {
  KAFKA_TOPIC,
  type StrimziCluster,
  brokerPools,
  brokersOf,
  clusterName,
  poolSetting,
  strimziClusters,
  volumesOf,
} from "./strimzi";

export const PROVIDER_TOPIC = "kafka:index/topic:Topic";
const REDPANDA_TOPIC = "cluster.redpanda.com/Topic";

export type Brokers = { readonly item: Item } & (
  | { readonly engine: "kafka"; readonly strimzi: StrimziCluster }
  | { readonly engine: "redpanda"; readonly redpanda: RedpandaCluster }
);

export const allBrokers = (scene: Scene): readonly Brokers[] => [
  ...scene.get(strimziClusters).map((strimzi) => ({ engine: "kafka" as const, item: strimzi.item, strimzi })),
  ...scene.get(redpandaClusters).map((redpanda) => ({ engine: "redpanda" as const, item: redpanda.item, redpanda })),
];

export const brokerCount = (brokers: Brokers): number =>
  brokers.engine === "kafka" ? brokersOf(brokers.strimzi) : brokers.redpanda.brokers;

/** Bytes of the smallest broker's volumes; undefined where none is persistent. */
export function volumePerBroker(scene: Scene, brokers: Brokers): number | undefined {
  const sizes =
    brokers.engine === "redpanda"
      ? volumeSizes(scene, brokers.redpanda)
      : brokerPools(brokers.strimzi).map((pool) =>
          volumesOf(pool)
            .filter((volume) => volume.at("type").text !== "ephemeral")
            .reduce((sum, volume) => sum + (bytesOf(volume.at("size")) ?? 0), 0),
        );
  const persistent = sizes.filter((size) => size > 0);
  return persistent.length === 0 ? undefined : Math.min(...persistent);
}

/** Bytes and millicores of the smallest broker. */
export function brokerSize(brokers: Brokers): {
  readonly memory: number | undefined;
  readonly cpu: number | undefined;
} {
  const resources =
    brokers.engine === "redpanda"
      ? [brokers.redpanda.resources]
      : brokerPools(brokers.strimzi).map((pool) => poolSetting(pool, "resources"));
  const least = (read: (field: Field) => number | undefined, what: string): number | undefined => {
    const all = resources
      .map((field) => read(field.at("limits", what)) ?? read(field.at("requests", what)))
      .filter((amount) => amount !== undefined);
    return all.length === 0 ? undefined : Math.min(...all);
  };
  return { memory: least(bytesOf, "memory"), cpu: least(millicoresOf, "cpu") };
}

export interface Topic {
  readonly item: Item;
  /** In Kafka. */
  readonly name: string;
  /** Not in sight, or several could be meant: undefined. */
  readonly on: Brokers | undefined;
  readonly partitions: Field;
  readonly replication: Field;
  readonly config: Field;
}

export function topics(scene: Scene): readonly Topic[] {
  const brokers = scene.get(allBrokers);
  return [
    ...scene.of(KAFKA_TOPIC).flatMap((item) =>
      scene.attempt(item, (): readonly Topic[] => {
        const on = brokers.find(({ item: kafka }) => kafka.name === clusterName(item) && reaches(kafka, item));
        const { spec } = item;
        return [
          {
            item,
            name: plain(spec, "topicName") ?? item.name,
            on,
            partitions: spec.at("partitions"),
            replication: spec.at("replicas"),
            config: spec.at("config"),
          },
        ];
      }),
    ),
    ...scene.of(REDPANDA_TOPIC).flatMap((item) =>
      scene.attempt(item, (): readonly Topic[] => {
        const { spec } = item;
        return [
          {
            item,
            name: plain(spec, "overwriteTopicName") ?? item.name,
            on: brokers.find((one) => one.engine === "redpanda" && one.item.name === redpandaOf(item)),
            partitions: spec.at("partitions"),
            replication: spec.at("replicationFactor"),
            config: spec.at("additionalConfig"),
          },
        ];
      }),
    ),
    ...scene.of(PROVIDER_TOPIC).flatMap((item) =>
      scene.attempt(item, (): readonly Topic[] => {
        const { props } = item;
        return [
          {
            item,
            name: plain(props, "name") ?? item.resource.name,
            on: nearest(scene, item, brokers),
            partitions: props.at("partitions"),
            replication: props.at("replicationFactor"),
            config: props.at("config"),
          },
        ];
      }),
    ),
  ];
}

/** The cluster that a topic of Redpanda's operator names. */
const redpandaOf = (topic: Item): string | undefined => topic.spec.at("cluster", "clusterRef", "name").text;

/** The topic operator looks at topics in the cluster's namespace, or in another that it is told. */
const reaches = (kafka: Item, topic: Item): boolean =>
  topic.namespace === (kafka.spec.at("entityOperator", "topicOperator", "watchedNamespace").text ?? kafka.namespace);

/** A topic whose name isn't known yet still has one in the program. */
function plain(field: Field, key: string): string | undefined {
  const name = field.isUnknown ? undefined : field.at(key);
  return name === undefined || name.isUnknown ? undefined : name.text;
}

export const topicsOn = (scene: Scene, brokers: Brokers): readonly Topic[] =>
  scene.get(topics).filter(({ on }) => on === brokers);

/** The brokers that share the most ancestors with a topic: a provider's topic doesn't name its cluster. */
function nearest(scene: Scene, topic: Item, brokers: readonly Brokers[]): Brokers | undefined {
  const own = ancestors(scene, topic);
  const shared = brokers
    .map((one) => ({ one, depth: ancestors(scene, one.item).filter((urn) => own.includes(urn)).length }))
    .sort((a, b) => b.depth - a.depth);
  const [first, second] = shared;
  if (first === undefined) return undefined;
  return second === undefined || first.depth > second.depth ? first.one : undefined;
}

const byUrn = (scene: Scene): ReadonlyMap<string, Item> => new Map(scene.items.map((item) => [item.urn, item]));

function ancestors(scene: Scene, item: Item): readonly string[] {
  const urns: string[] = [];
  let parent = item.resource.parent;
  while (parent !== undefined && !urns.includes(parent)) {
    urns.push(parent);
    parent = scene.get(byUrn).get(parent)?.resource.parent;
  }
  return urns;
}
