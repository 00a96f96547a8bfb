import { outlastsZone } from "../../../core/capacity/kafka/zones";
import { demand, type Demand } from "../../../core/capacity/demand";
import { spread } from "../../../core/capacity/nodes/shape";
import { podsOf } from "../../../core/capacity/pods/pod";
import type { RedpandaCapacityArgs, RedpandaSize } from "./capacity";
import { CLAIM_TEMPLATE } from "./names";

/** The StatefulSet's pods, Guaranteed: limits are the requests. Raft needs a majority of each partition's copies, and of the brokers. */
export function redpandaPods({ cluster, namespace, shape }: RedpandaCapacityArgs, size: RedpandaSize): Demand {
  const component = `${namespace}/${cluster}`;
  const resources = { cpu: size.cores * 1000, memory: size.memory };
  const pods = podsOf({
    count: size.brokers,
    podName: (index) => `${cluster}-${index}`,
    namespace,
    component,
    requests: resources,
    limits: resources,
    pinned: true,
    ...spread(shape, size.brokers),
  });
  const mayLose = Math.floor((size.replication - 1) / 2);
  const outlasts = outlastsZone(size.replication, mayLose, shape.zones);
  const zoneNeed = outlasts ? Math.floor(size.brokers / 2) + 1 : size.brokers - mayLose;
  return demand({
    pods,
    volumes: pods.map((p) => ({ name: `${CLAIM_TEMPLATE}-${p.name}`, namespace, bytes: size.volume, pod: p.name })),
    survival: [
      {
        component,
        label: `brokers of ${cluster}`,
        needs: { node: size.brokers - mayLose, zone: zoneNeed },
        because: `a majority of the ${size.replication} copies of each partition`,
      },
    ],
  });
}
