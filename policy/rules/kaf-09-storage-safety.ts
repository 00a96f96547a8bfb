import { z } from "zod";
import { flag } from "../../core/config/fields";
import type { Field } from "../framework/field";
import { type Complaints, advise, complain, each, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type RedpandaCluster, redpandaClusters } from "../kinds/redpanda";
import { type Pool, poolSetting, strimziClusters, volumesOf } from "../kinds/strimzi";

interface Args {
  readonly keep: boolean;
  readonly expandable: boolean;
}

export const storageSafety = stackRule<Args>({
  id: "KAF-09",
  slug: "storage-safety",
  severity: "critical",
  level: both("mandatory"),
  description: "Brokers keep their data on persistent volumes that outlive the cluster's object and can grow.",
  why: "An ephemeral volume goes with its pod; deleteClaim takes the data with the custom resource, a slip of one command.",
  remedy:
    "Use storage type persistent-claim with deleteClaim: false, and a StorageClass with allowVolumeExpansion: true.",
  args: z.strictObject({
    keep: flag().describe("Whether volumes must outlive the cluster; else a finding is only shown."),
    expandable: flag().describe("Whether volumes must be able to grow; else a finding is only shown."),
  }),
  defaults: per({ keep: false, expandable: false }, { keep: true, expandable: true }),
  example: {
    target: "multi-node",
    bad: example("{ type: persistent-claim, size: 100Gi, deleteClaim: true }"),
    good: example("{ type: persistent-claim, size: 100Gi, deleteClaim: false }"),
  },
  check: (scene, args) => [
    ...scene
      .get(strimziClusters)
      .flatMap(({ pools }) => pools.flatMap((pool) => parts(pool.item, () => poolComplaints(scene, pool, args)))),
    ...each(scene.get(redpandaClusters), (cluster) => redpandaComplaints(scene, cluster, args)),
  ],
});

function poolComplaints(scene: Scene, pool: Pool, args: Args): Complaints {
  const volumes = volumesOf(pool);
  if (volumes.length === 0)
    return [complain(pool.item, poolSetting(pool, "storage"), "is missing: brokers must have persistent volumes")];
  return volumes.flatMap((volume) => {
    if (volume.at("type").text !== "persistent-claim")
      return [
        complain(
          pool.item,
          volume.at("type"),
          `is ${volume.at("type").text ?? "missing"}, must be persistent-claim: the data goes with the pod`,
        ),
      ];
    const deletes = volume.at("deleteClaim").flag === true;
    return [
      ...(deletes
        ? [
            (args.keep ? complain : advise)(
              pool.item,
              volume.at("deleteClaim"),
              "is true, must be false: the data goes with the custom resource",
            ),
          ]
        : []),
      ...expansion(scene, pool.item, volume.at("class"), args),
    ];
  });
}

function redpandaComplaints(scene: Scene, cluster: RedpandaCluster, args: Args): Complaints {
  const { item } = cluster;
  if (cluster.by === "operator") {
    const volume = cluster.values.at("storage", "persistentVolume");
    const enabled = volume.at("enabled");
    return enabled.flag === false
      ? [complain(item, enabled, "is false, must be true: the brokers' data goes with their pods")]
      : expansion(scene, item, volume.at("storageClass"), args);
  }
  const claims = item.spec.at("volumeClaimTemplates").list;
  if (claims.length === 0)
    return [complain(item, "spec.volumeClaimTemplates", "is missing: the brokers' data goes with their pods")];
  const deletion = item.spec.at("persistentVolumeClaimRetentionPolicy", "whenDeleted");
  return [
    ...(args.keep && deletion.text === "Delete"
      ? [complain(item, deletion, "is Delete, must be Retain: the data goes with the StatefulSet")]
      : []),
    ...claims.flatMap((claim) => expansion(scene, item, claim.at("spec", "storageClassName"), args)),
  ];
}

/** Only a class that is in sight can be judged. */
function expansion(scene: Scene, item: Item, at: Field, { expandable }: Args): Complaints {
  const name = at.text ?? scene.target.storageClass;
  const found = scene.of("storage.k8s.io/StorageClass").find((one) => one.name === name);
  if (found === undefined || found.props.at("allowVolumeExpansion").flag === true) return [];
  return [
    (expandable ? complain : advise)(
      item,
      at,
      `is ${name}, whose volumes can't grow: its StorageClass must have allowVolumeExpansion: true`,
    ),
  ];
}

function example(storage: string): string {
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
  storage: ${storage}`;
}
