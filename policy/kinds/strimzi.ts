/** Kafka clusters that Strimzi runs: the Kafka object with its node pools. */
import type { Field } from "../framework/field";
import { Field as FieldOf } from "../framework/field";
import type { Item } from "../framework/resource";
import type { Scene } from "../framework/scene";

export const KAFKA = "kafka.strimzi.io/Kafka";
export const NODE_POOL = "kafka.strimzi.io/KafkaNodePool";
export const KAFKA_TOPIC = "kafka.strimzi.io/KafkaTopic";
const CLUSTER_LABEL = "strimzi.io/cluster";

/** Nodes of one kind: a node pool, or what the Kafka object itself says in the form that was used before there were pools. */
export interface Pool {
  readonly item: Item;
  readonly name: string;
  readonly isBroker: boolean;
  readonly isController: boolean;
  /** Below it are `storage`, `resources`, `jvmOptions`, `template`. */
  readonly at: Field;
  /** What the pool doesn't say itself. */
  readonly otherwise: Field;
}

export interface StrimziCluster {
  readonly item: Item;
  readonly pools: readonly Pool[];
  /** `spec.kafka`. */
  readonly kafka: Field;
}

/** The cluster that an object belongs to by its label. */
export const clusterName = (item: Item): string | undefined => item.label(CLUSTER_LABEL);

export function strimziClusters(scene: Scene): readonly StrimziCluster[] {
  return scene.of(KAFKA).flatMap((item) =>
    scene.attempt(item, () => {
      const own = scene.in(item.namespace, NODE_POOL).filter((pool) => clusterName(pool) === item.name);
      const kafka = item.spec.at("kafka");
      const pools = own.length > 0 ? own.map((pool) => poolOf(pool, kafka)) : withoutPools(item, kafka);
      return [{ item, kafka, pools }];
    }),
  );
}

function poolOf(item: Item, kafka: Field): Pool {
  const roles = item.spec.at("roles").list.map((role) => role.text);
  return {
    item,
    name: item.name,
    isBroker: roles.includes("broker"),
    isController: roles.includes("controller"),
    at: item.spec,
    otherwise: kafka,
  };
}

/** Before node pools the Kafka object held the brokers' number, and ZooKeeper the controllers'. */
function withoutPools(item: Item, kafka: Field): readonly Pool[] {
  if (!kafka.at("replicas").isSet) return [];
  const none = new FieldOf(kafka.path, undefined);
  return [{ item, name: "kafka", isBroker: true, isController: false, at: kafka, otherwise: none }];
}

/** A setting of a pool: its own, else the cluster's. Where neither has it, it is missing in the pool. */
export function poolSetting(pool: Pool, ...keys: readonly string[]): Field {
  const own = pool.at.at(...keys);
  const common = pool.otherwise.at(...keys);
  return own.isSet || !common.isSet ? own : common;
}

/** A pool's `template.pod`, else the cluster's: the templates aren't merged. */
export const podTemplateOf = (pool: Pool): Field => poolSetting(pool, "template").at("pod");

export const replicasOf = (pool: Pool): number => pool.at.at("replicas").count ?? 0;

export const countOf = (pools: readonly Pool[]): number => pools.reduce((sum, pool) => sum + replicasOf(pool), 0);

export const brokerPools = ({ pools }: StrimziCluster): readonly Pool[] => pools.filter(({ isBroker }) => isBroker);
export const controllerPools = ({ pools }: StrimziCluster): readonly Pool[] =>
  pools.filter(({ isController }) => isController);
export const brokersOf = (cluster: StrimziCluster): number => countOf(brokerPools(cluster));

/** A broker setting; Kafka's own default where it is absent. */
export const brokerSetting = ({ kafka }: StrimziCluster, key: string): Field => kafka.at("config", key);

/** Volumes of one node: a single one, or those of a JBOD. */
export function volumesOf(pool: Pool): readonly Field[] {
  const storage = poolSetting(pool, "storage");
  return storage.at("type").text === "jbod" ? storage.at("volumes").list : storage.isSet ? [storage] : [];
}
