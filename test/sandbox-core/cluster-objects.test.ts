import { describe, expect, test } from "vitest";
import { TargetConfig } from "../../core/config/target";
import { clusterObjects } from "../../sandbox/control-plane/cluster-objects";

const target = (over: object = {}) =>
  TargetConfig.parse({
    kind: "multi-node",
    distribution: "other",
    zones: ["a", "b", "c"],
    nodes: [{ count: 6, cpu: "4", memory: "16Gi", disk: "100Gi" }],
    kubelet: {
      evictionHard: { memory: "512Mi" },
      kubeReserved: { cpu: "200m", memory: "1Gi" },
      systemReserved: { cpu: "300m", memory: "512Mi" },
    },
    storageClass: "gp3",
    ...over,
  });

const ofKind = (kind: string, over?: object) => clusterObjects(target(over)).filter((object) => object.kind === kind);

describe("the nodes", () => {
  test("are spread evenly over the zones", () => {
    const zones = ofKind("Node").map(({ metadata }) => metadata.labels?.["topology.kubernetes.io/zone"]);
    expect(zones).toEqual(["a", "b", "c", "a", "b", "c"]);
  });

  test("offer what reservations and eviction threshold leave", () => {
    const [node] = ofKind("Node");
    expect(node?.status).toMatchObject({
      capacity: { cpu: "4", memory: "16Gi" },
      allocatable: { cpu: "3500m", memory: "14Gi" },
    });
  });
});

describe("the storage class", () => {
  test("has the target's name and waits for a pod", () => {
    expect(ofKind("StorageClass")).toMatchObject([
      { metadata: { name: "gp3" }, volumeBindingMode: "WaitForFirstConsumer", allowVolumeExpansion: true },
    ]);
  });

  test("of a single node can't grow volumes", () => {
    const single = {
      kind: "single-node",
      zones: ["local"],
      nodes: [{ count: 1, cpu: "4", memory: "16Gi", disk: "100Gi" }],
    };
    expect(ofKind("StorageClass", single)).toMatchObject([{ allowVolumeExpansion: false }]);
  });
});
