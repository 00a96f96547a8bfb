/** Every pod that the resources lead to, operators' pods included. */
import { demand, type Demand, type Survival } from "../../core/capacity/demand";
import { shapeOf } from "../../core/capacity/nodes/shape";
import { systemDemand } from "../../core/capacity/nodes/system";
import { type Daemon, type Pod, podsOf } from "../../core/capacity/pods/pod";
import type { Scene } from "../framework/scene";
import { strimziClusters } from "../kinds/strimzi";
import type { PodGroup } from "./group";
import { OPERATED, operatedGroups } from "./operators";
import { placementOf } from "./spread";
import { strimziGroups } from "./strimzi";
import { WORKLOADS, workloadGroup } from "./workloads";

export function podGroups(scene: Scene): readonly PodGroup[] {
  return [
    ...scene.of(...WORKLOADS).flatMap((item) => scene.attempt(item, () => [workloadGroup(item, scene)])),
    ...scene
      .get(strimziClusters)
      .flatMap((cluster) => scene.attempt(cluster.item, () => strimziGroups(scene, cluster))),
    ...scene.of(...OPERATED).flatMap((item) => scene.attempt(item, () => operatedGroups(item, scene))),
  ];
}

/** The model as demand on the cluster, with what the cluster itself runs. Jobs pass, so they aren't placed. */
export function demandOf(scene: Scene): Demand {
  const groups = scene.get(podGroups);
  const { cluster } = scene;
  const system = systemDemand(cluster, shapeOf(cluster));
  const running = groups.filter(({ life }) => life === "running");
  return demand({
    pods: [...system.pods, ...running.flatMap((group) => podsOfGroup(group, scene.nodes.length))],
    daemons: [...system.daemons, ...groups.filter(({ life }) => life === "everywhere").map(daemonOf)],
    survival: [...system.survival, ...running.flatMap(survivalOf)],
  });
}

const componentOf = ({ namespace, component }: PodGroup): string => `${namespace}/${component}`;

const podsOfGroup = (group: PodGroup, nodes: number): readonly Pod[] =>
  podsOf({
    count: group.count,
    podName: (index) => `${group.component}-${index}`,
    namespace: group.namespace,
    component: componentOf(group),
    ...group.size,
    ...placementOf(group.apart, { count: group.count, nodes }),
    pinned: group.pinned,
  });

const daemonOf = ({ component, namespace, size }: PodGroup): Daemon => ({ name: component, namespace, ...size });

function survivalOf(group: PodGroup): readonly Survival[] {
  if (group.needs === undefined) return [];
  const { count: node, inZone: zone = node, because } = group.needs;
  return [{ component: componentOf(group), label: group.component, needs: { node, zone }, because }];
}
