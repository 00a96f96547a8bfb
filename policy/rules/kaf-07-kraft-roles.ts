import { z } from "zod";
import { count, flag } from "../../core/config/fields";
import { type Complaints, complain, parts } from "../framework/finding";
import { both, per, stackRule } from "../framework/rule";
import { type StrimziCluster, brokersOf, controllerPools, countOf, strimziClusters } from "../kinds/strimzi";

interface Args {
  readonly least: number;
  readonly combined: boolean;
}

export const kraftRoles = stackRule<Args>({
  id: "KAF-07",
  slug: "kraft-roles",
  severity: "critical",
  level: both("mandatory"),
  description:
    "A Kafka cluster has an odd number of KRaft controllers: one on a single node, three or more of their own elsewhere.",
  why: "Controllers agree by majority: two are no safer than one. A broker that is also a controller takes the quorum with it when it stalls.",
  remedy:
    "Give the cluster a node pool with role controller and three replicas beside its brokers; combine roles on a single node only.",
  args: z.strictObject({
    least: count(1, 9).describe("Fewest controllers."),
    combined: flag().describe("Whether a node may be broker and controller."),
  }),
  defaults: per({ least: 1, combined: true }, { least: 3, combined: false }),
  example: { target: "multi-node", bad: example(2), good: example(3) },
  check: (scene, args) =>
    scene.get(strimziClusters).flatMap((cluster) => parts(cluster.item, () => complaintsFor(cluster, args))),
});

function complaintsFor(cluster: StrimziCluster, { least, combined }: Args): Complaints {
  const { item, pools } = cluster;
  const zookeeper = item.spec.at("zookeeper");
  if (zookeeper.isSet && item.annotation("strimzi.io/kraft") !== "enabled")
    return [
      complain(item, zookeeper, "must go: Kafka 4 has no ZooKeeper; controllers are node pools with role controller"),
    ];
  if (pools.length === 0)
    return [complain(item, "", `has no KafkaNodePool with the label strimzi.io/cluster: ${item.name}`)];
  const controllers = controllerPools(cluster);
  const total = countOf(controllers);
  const [first] = controllers;
  const at = first?.at.at("replicas");
  const where = first?.item ?? item;
  if (total === 0) return [complain(item, "", "has no controllers: a node pool must have the role controller")];
  if (total % 2 === 0)
    return [
      complain(
        where,
        at ?? "",
        `makes ${total} controllers, must be an odd number: a majority of ${total} is no smaller than of ${total + 1}`,
      ),
    ];
  if (total < least)
    return [
      complain(
        where,
        at ?? "",
        `makes ${total} controller(s), must be at least ${least}, or one lost node stops the cluster`,
      ),
    ];
  if (brokersOf(cluster) === 0) return [complain(item, "", "has no brokers: a node pool must have the role broker")];
  const both = controllers.find(({ isBroker }) => isBroker);
  return both === undefined || combined
    ? []
    : [
        complain(
          both.item,
          both.at.at("roles"),
          "must not combine controller and broker here: a busy broker takes the quorum with it",
        ),
      ];
}

function example(controllers: number): string {
  return `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: events, namespace: streaming }
spec: { kafka: { version: 4.1.0 } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: controller, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec: { replicas: ${controllers}, roles: [controller], storage: { type: persistent-claim, size: 10Gi } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: broker, namespace: streaming, labels: { strimzi.io/cluster: events } }
spec: { replicas: 3, roles: [broker], storage: { type: persistent-claim, size: 100Gi } }`;
}
