import { z } from "zod";
import { type Complaints, complain, eachItem } from "../framework/finding";
import type { Item } from "../framework/resource";
import { per, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { POOLER } from "../kinds/postgres";
import { redpandaContainer } from "../kinds/redpanda";
import { apartOf, labelsOf } from "../pods/spread";
import { copiesOf, podTemplate } from "../pods/workloads";

export const spread = stackRule<object>({
  id: "AVL-02",
  slug: "spread",
  severity: "high",
  level: per("off", "mandatory"),
  description:
    "Copies of a pod are told to keep apart, by anti-affinity or topology spread that matches their own labels.",
  why: "The scheduler may put all copies on the node that is emptiest at the moment: one node's loss takes them all.",
  remedy:
    "Add podAntiAffinity or topologySpreadConstraints by kubernetes.io/hostname, with a labelSelector that matches the pod's labels.",
  args: z.strictObject({}),
  defaults: per({}, {}),
  example: { target: "multi-node", bad: example("app: report"), good: example("app: reports") },
  check: (scene) =>
    eachItem(scene.of("apps/Deployment", "apps/StatefulSet", POOLER), (item) => complaintsFor(scene, item)),
});

function complaintsFor(scene: Scene, item: Item): Complaints {
  const isPooler = item.kind === POOLER;
  const count = isPooler ? (item.spec.at("instances").count ?? 1) : copiesOf(item, scene);
  const template = isPooler ? item.spec.at("template") : podTemplate(item);
  // Brokers need a hard rule, which is a rule of its own.
  if (count < 2 || template === undefined || redpandaContainer(item) !== undefined) return [];
  const labels = isPooler ? undefined : labelsOf(template.at("metadata", "labels"));
  const { ownNode, preferred, zoneSkew, hostSkew } = apartOf(template.at("spec"), labels);
  if (ownNode || preferred || zoneSkew !== undefined || hostSkew !== undefined) return [];
  return [
    complain(
      item,
      template.at("spec", "affinity"),
      `nothing keeps the ${count} copies on different nodes; must have podAntiAffinity or topologySpreadConstraints that match the pods' own labels`,
    ),
  ];
}

function example(labels: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reports, namespace: apps }
spec:
  replicas: 3
  selector: { matchLabels: { app: reports } }
  template:
    metadata: { labels: { app: reports } }
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector: { matchLabels: { ${labels} } }
      containers: [{ name: app, image: "registry.example.org/reports:1.4.2" }]`;
}
