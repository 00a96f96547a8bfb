import { z } from "zod";
import { formatBytes } from "../../core/capacity/format";
import { sumOf } from "../../core/capacity/numbers";
import { factor } from "../../core/config/fields";
import { type Complaints, complain } from "../framework/finding";
import { per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { type PodGroup, claimed } from "../pods/group";
import { podGroups } from "../pods/model";
import { bytesOf } from "../pods/quantity";

const LOCAL = /local|hostpath/i;
const REQUEST = ["resources", "requests", "storage"];

export const nodeDiskSum = stackRule<{ share: number }>({
  id: "CAP-08",
  slug: "node-disk-sum",
  severity: "high",
  level: per("mandatory", "off"),
  description: "Volumes on the node's own disk together leave room for images, logs and the system.",
  why: "Nothing enforces the size of a local volume: the disk fills for all of them at once, and the kubelet evicts pods.",
  remedy: "Lower the claims or the retention behind them, or give the node a larger disk in streaming:target.",
  args: z.strictObject({ share: factor(0.1, 1).describe("Share of the node's disk that claims may take.") }),
  defaults: per({ share: 0.8 }, { share: 0.8 }),
  example: {
    target: "single-node",
    bad: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: archive, namespace: apps }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: local-path
  resources: { requests: { storage: 500Gi } }`,
    good: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: archive, namespace: apps }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: local-path
  resources: { requests: { storage: 50Gi } }`,
  },
  check: (scene, { share }) => diskComplaints(scene, share),
});

function diskComplaints(scene: Scene, share: number): Complaints {
  const { target } = scene;
  const isLocal = (storageClass: string | undefined): boolean => {
    if (storageClass === undefined || storageClass === target.storageClass) return scene.cluster.storage === "node";
    return LOCAL.test(storageClass);
  };
  const templates = scene
    .get(podGroups)
    .map((group): PodGroup => ({ ...group, claims: group.claims.filter((one) => isLocal(one.storageClass)) }));
  const patched = new Set(templates.flatMap((group) => claimNames(group)));
  const alone = scene
    .of("core/PersistentVolumeClaim")
    .filter((claim) => !patched.has(`${claim.namespace}/${claim.name}`))
    .flatMap((claim) =>
      scene.attempt(claim, () =>
        isLocal(claim.spec.at("storageClassName").text) ? [bytesOf(claim.spec.at(...REQUEST)) ?? 0] : [],
      ),
    );
  const patches = new Map(
    scene
      .of("core/PersistentVolumeClaimPatch")
      .flatMap((patch) =>
        scene.attempt(patch, () => [
          [`${patch.namespace}/${patch.name}`, bytesOf(patch.spec.at(...REQUEST)) ?? 0] as const,
        ]),
      ),
  );
  const sum = sumOf(templates, (group) => claimed(group) + growth(patches, group)) + sumOf(alone, (bytes) => bytes);
  const disk = sumOf(scene.nodes, ({ capacity }) => capacity.disk);
  return sum <= disk * share
    ? []
    : [
        complain(
          scene.whole,
          "streaming:target.nodes",
          `volumes on the node's disk claim ${formatBytes(sum)}, must be at most ${formatBytes(disk * share)}: ${Math.round(share * 100)} % of its ${formatBytes(disk)}`,
        ),
      ];
}

/** Claims that a StatefulSet's templates make: `data-orders-0`. */
const claimNames = ({ item, namespace, claims, count }: PodGroup): readonly string[] =>
  claims.flatMap(({ name }) => Array.from({ length: count }, (_, i) => `${namespace}/${name}-${item.name}-${i}`));

/** What patches of claims add to their templates. */
function growth(patches: ReadonlyMap<string, number>, group: PodGroup): number {
  const [largest = 0] = group.claims.map(({ bytes }) => bytes);
  return sumOf(claimNames(group), (name) => Math.max(0, (patches.get(name) ?? 0) - largest));
}
