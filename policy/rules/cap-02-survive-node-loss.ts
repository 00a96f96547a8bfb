import { z } from "zod";
import { loseNode, loseZone, type Survived } from "../../core/capacity/placement/survival";
import { schedule } from "../../core/capacity/placement/scheduler";
import { daemonPods } from "../../core/capacity/pods/daemons";
import { flag } from "../../core/config/fields";
import { type Complaints, complain } from "../framework/finding";
import { per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { demandOf, podGroups } from "../pods/model";

export const surviveNodeLoss = stackRule<{ zones: boolean }>({
  id: "CAP-02",
  slug: "survive-node-loss",
  severity: "critical",
  level: per("off", "mandatory"),
  description: "With any one node lost, and any one of three zones, what is left serves on.",
  why: "Nodes are lost by upgrades and by failures; a cluster that only just holds everything is down with the first one.",
  remedy:
    "Spread the copies over nodes (required anti-affinity or topology spread), add copies, or give streaming:target more nodes.",
  args: z.strictObject({ zones: flag().describe("Whether a whole zone may be lost, where there are three or more.") }),
  defaults: per({ zones: false }, { zones: true }),
  example: {
    target: "multi-node",
    bad: `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders-db, namespace: apps }
spec:
  instances: 2
  affinity: { podAntiAffinityType: required }
  postgresql: { synchronous: { method: any, number: 1, dataDurability: required } }
  resources: { requests: { cpu: "1", memory: 2Gi }, limits: { memory: 2Gi } }
  storage: { size: 10Gi }`,
    good: `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders-db, namespace: apps }
spec:
  instances: 3
  affinity: { podAntiAffinityType: required }
  postgresql: { synchronous: { method: any, number: 1, dataDurability: required } }
  topologySpreadConstraints:
    - { maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { cnpg.io/cluster: orders-db } } }
  resources: { requests: { cpu: "1", memory: 2Gi }, limits: { memory: 2Gi } }
  storage: { size: 10Gi }`,
  },
  check: (scene, { zones }) => [...lossComplaints(scene, zones)],
});

function lossComplaints(scene: Scene, withZones: boolean): Complaints {
  const demand = scene.get(demandOf);
  const placement = schedule(scene.nodes, demand.pods, daemonPods(demand.daemons, scene.nodes));
  // What has no room even with every node there is another rule's business.
  if (placement.unplaced.length > 0) return [];
  const zones = withZones && scene.target.zones.length >= 3 ? scene.target.zones : [];
  const losses: readonly (readonly [string, Survived])[] = [
    ...scene.nodes.map(({ name }) => [`node ${name}`, loseNode(placement, name, demand)] as const),
    ...zones.map((zone) => [`zone ${zone}`, loseZone(placement, zone, demand)] as const),
  ];
  // The same component stops with each of several nodes: the first is enough to tell.
  const told = new Map<string, readonly [string, Survived, string]>();
  for (const [what, survived] of losses)
    for (const stopped of survived.stopped) {
      const [label = ""] = stopped.split(/ \d+ of /);
      if (!told.has(label)) told.set(label, [what, survived, stopped]);
    }
  return [...told].map(([label, [what, , stopped]]) => {
    const group = scene.get(podGroups).find(({ component }) => component === label);
    return complain(group?.item ?? scene.whole, "", `doesn't survive the loss of ${what}: ${stopped}`);
  });
}
