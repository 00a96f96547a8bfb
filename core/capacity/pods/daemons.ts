import type { Node } from "../nodes/cluster";
import type { Daemon, Pod } from "./pod";

/** A daemon's pod on a node; it is bound there and moves nowhere. */
export interface BoundPod extends Pod {
  readonly node: string;
}

/** One pod per node and daemon. */
export const daemonPods = (daemons: readonly Daemon[], nodes: readonly Node[]): readonly BoundPod[] =>
  nodes.flatMap((node) =>
    daemons.map((daemon) => ({
      ...daemon,
      name: `${daemon.name}-${node.name}`,
      component: `${daemon.namespace}/${daemon.name}`,
      ownNode: false,
      pinned: true,
      node: node.name,
    })),
  );
