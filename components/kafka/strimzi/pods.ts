import { brokersLeft, outlastsZone } from "../../../core/capacity/kafka/zones";
import type { CostPart } from "../../../core/capacity/cost/quantities";
import { SECONDS_PER_MONTH } from "../../../core/capacity/cost/quantities";
import { crossZone } from "../../../core/capacity/cost/zones";
import { demand, type Demand, type Survival, type Volume } from "../../../core/capacity/demand";
import { spread, type Shape } from "../../../core/capacity/nodes/shape";
import { sumOf } from "../../../core/capacity/numbers";
import { podsOf, type Pod } from "../../../core/capacity/pods/pod";
import { GiB } from "../../../core/units";
import { FIRST_CONTROLLER_ID, strimziNames } from "./names";
import type { KafkaPlan } from "./plan";
import { ENTITY_OPERATOR, EXPORTER, type ServantSize } from "./servants";

/** Pods that Strimzi makes: brokers and controllers on volumes of their own, entity operator and exporter. Memory is both request and limit. */
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
  const servant = (component: string, name: string, containers: readonly ServantSize[]): Pod => ({
    name,
    namespace,
    component: `${namespace}/${component}`,
    requests: { cpu: sumOf(containers, (c) => c.cpu), memory: sumOf(containers, (c) => c.memory) },
    limits: { cpu: sumOf(containers, (c) => c.cpuLimit), memory: sumOf(containers, (c) => c.memory) },
    ownNode: false,
    pinned: false,
  });
  const extra = [
    ...(plan.entityOperator
      ? [servant("entity-operator", strimziNames.entityOperator(cluster), Object.values(ENTITY_OPERATOR))]
      : []),
    ...(plan.exporter ? [servant("kafka-exporter", strimziNames.exporter(cluster), [EXPORTER])] : []),
  ];
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
  const outlasts = plan.rackAware && outlastsZone(replication, mayLose, shape.zones);
  const zoneNeed = outlasts ? brokersLeft(brokers, shape.zones) : brokers - mayLose;
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
