import type { CostPart } from "../../../core/capacity/cost/quantities";
import { SECONDS_PER_MONTH } from "../../../core/capacity/cost/quantities";
import { crossZone } from "../../../core/capacity/cost/zones";
import { demand, type Demand, type Survival, type Volume } from "../../../core/capacity/demand";
import { spread, type Shape } from "../../../core/capacity/nodes/shape";
import { sumOf } from "../../../core/capacity/numbers";
import { podsOf, type Pod } from "../../../core/capacity/pods/pod";
import { GiB, MiB } from "../../../core/units";
import { FIRST_CONTROLLER_ID, strimziNames } from "./names";
import type { KafkaPlan } from "./plan";

/** Topic and user operator, 256 MiB each [Strimzi docs, example resources of the Entity Operator]. They have no default, and a quota would reject them. */
const ENTITY_OPERATOR = { cpu: 200, memory: 512 * MiB } as const;

/** Pods that Strimzi makes: brokers and controllers on volumes of their own, and the entity operator. Memory is both request and limit. */
export function kafkaPods(plan: Omit<KafkaPlan, "demand">, shape: Shape): Demand {
  const { namespace, cluster, pool, broker, controller } = plan;
  const brokers = podsOf({
    count: plan.brokers,
    podName: (index) => strimziNames.pod(cluster, pool, index),
    namespace,
    component: `${namespace}/broker`,
    requests: { cpu: broker.cpu, memory: broker.memory },
    limits: { cpu: broker.cpu * 2, memory: broker.memory },
    pinned: true,
    ...spread(shape, plan.brokers),
  });
  const controllers = podsOf({
    count: plan.controllers,
    podName: (index) => strimziNames.pod(cluster, "controller", FIRST_CONTROLLER_ID + index),
    namespace,
    component: `${namespace}/controller`,
    requests: { cpu: controller.cpu, memory: controller.memory },
    limits: { cpu: controller.cpu * 2, memory: controller.memory },
    pinned: true,
    ...spread(shape, plan.controllers),
  });
  const entityOperator: Pod = {
    name: strimziNames.entityOperator(cluster),
    namespace,
    component: `${namespace}/entity-operator`,
    requests: ENTITY_OPERATOR,
    limits: { cpu: 1_000, memory: ENTITY_OPERATOR.memory },
    ownNode: false,
    pinned: false,
  };
  const extra = plan.entityOperator ? [entityOperator] : [];
  return demand({
    // Strimzi starts the controllers, then the brokers, then what needs a running cluster.
    pods: [...controllers, ...brokers, ...extra],
    volumes: [...controllers.map((p) => claim(p, controller.volume)), ...brokers.map((p) => claim(p, broker.volume))],
    namespaces: [{ name: namespace, transient: extra.map((p) => ({ ...p, name: `${p.name} (surge)` })) }],
    survival: survival(plan, shape),
  });
}

const claim = (pod: Pod, bytes: number): Volume => ({
  name: `data-${pod.name}`,
  namespace: pod.namespace,
  bytes,
  pod: pod.name,
});

/** Each partition keeps min ISR replicas alive; controllers keep their majority. */
function survival(plan: Omit<KafkaPlan, "demand">, shape: Shape): readonly Survival[] {
  const { brokers, replication, minInSync, controllers, namespace } = plan;
  const mayLose = replication - minInSync;
  // With the rack in play a partition has at most ceil(RF ÷ zones) replicas in one zone, so all brokers of that zone may go together.
  const inOneZone = Math.ceil(replication / shape.zones);
  const zoneNeed =
    plan.rackAware && inOneZone <= mayLose ? brokers - Math.ceil(brokers / shape.zones) : brokers - mayLose;
  const list: Survival[] = [
    {
      component: `${namespace}/broker`,
      label: `brokers of ${plan.cluster}`,
      needs: { node: brokers - mayLose, zone: zoneNeed },
      because: `min ISR ${minInSync} of RF ${replication}`,
    },
  ];
  const majority = Math.floor(controllers / 2) + 1;
  if (controllers > 0)
    list.push({
      component: `${namespace}/controller`,
      label: `controllers of ${plan.cluster}`,
      needs: { node: majority, zone: majority },
      because: "their majority",
    });
  return list;
}

/** Volumes, and what crosses zones at the mean rate. */
export function kafkaCosts(
  plan: Omit<KafkaPlan, "demand">,
  shape: Shape,
  rackAwareFetch: boolean,
): readonly CostPart[] {
  const { topics, replication } = plan;
  const write = sumOf(topics, (t) => t.rate * t.messageBytes);
  const read = sumOf(topics, (t) => t.rate * t.messageBytes * t.consumerGroups);
  const groups = write === 0 ? 0 : read / write;
  const bytes = crossZone({ write, replication, groups, zones: shape.zones, rackAwareFetch });
  const volumes = plan.brokers * plan.broker.volume + plan.controllers * plan.controller.volume;
  return [
    { driver: "volume-gib", amount: volumes / GiB, what: `${plan.cluster} brokers and controllers` },
    {
      driver: "cross-zone-gib",
      amount: (bytes * SECONDS_PER_MONTH) / GiB,
      what: `${plan.cluster} producers, replication and consumers`,
    },
  ];
}
