import { z } from "zod";
import type { Field } from "../framework/field";
import { type Complaints, complain, eachItem } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { containersOf, podSpecs } from "../kinds/containers";
import { CLUSTER, POOLER } from "../kinds/postgres";
import { KAFKA, poolSetting, strimziClusters } from "../kinds/strimzi";
import { type Asked, askedBy } from "../pods/containers";
import { limitRanges } from "../pods/limit-range";
import { WORKLOADS } from "../pods/workloads";

/** Operators' kinds whose pods take `spec.resources`. */
const OPERATED = [
  CLUSTER,
  "kafka.strimzi.io/KafkaConnect",
  "kafka.strimzi.io/KafkaBridge",
  "monitoring.coreos.com/Prometheus",
];

export const resourcesSet = stackRule<object>({
  id: "SEC-01",
  slug: "resources-set",
  severity: "high",
  level: both("mandatory"),
  description: "Every container asks for CPU and memory, and has a limit of memory.",
  why: "What asks for nothing is scheduled anywhere and killed first; without a limit one leak takes the whole node.",
  remedy: "Set resources.requests.cpu, resources.requests.memory and resources.limits.memory on every container.",
  args: z.strictObject({}),
  defaults: both({}),
  example: {
    target: "single-node",
    bad: example("{ requests: { cpu: 100m } }"),
    good: example("{ requests: { cpu: 100m, memory: 128Mi }, limits: { memory: 128Mi } }"),
  },
  check: (scene) => [
    ...eachItem(scene.of(...WORKLOADS), (item) => workload(scene, item)),
    ...eachItem(scene.of(POOLER), (item) => pooler(item)),
    ...eachItem(scene.of(...OPERATED), (item) => lacking(item, item.spec.at("resources"), "")),
    ...eachItem(scene.of(KAFKA), (item) => kafka(scene, item)),
  ],
});

function workload(scene: Scene, item: Item): Complaints {
  const defaults = scene.get(limitRanges)(item.namespace);
  return podSpecs(item).flatMap((spec) =>
    containersOf(spec).flatMap(({ at, name }) => lacking(item, at.at("resources"), `container ${name} `, defaults)),
  );
}

/** The container named `pgbouncer` of the template is the pooler's own. */
function pooler(item: Item): Complaints {
  const containers = item.spec.at("template", "spec", "containers").list;
  const own = containers.find((container) => container.at("name").text === "pgbouncer");
  if (own === undefined)
    return [
      complain(
        item,
        "spec.template.spec.containers",
        "has no container pgbouncer with resources: PgBouncer asks for nothing",
      ),
    ];
  return lacking(item, own.at("resources"), "container pgbouncer ");
}

function kafka(scene: Scene, item: Item): Complaints {
  const cluster = scene.get(strimziClusters).find((one) => one.item === item);
  const { spec } = item;
  const beside = [
    spec.at("entityOperator", "topicOperator"),
    spec.at("entityOperator", "userOperator"),
    spec.at("kafkaExporter"),
    spec.at("cruiseControl"),
  ].filter((field) => field.isSet);
  return [
    ...(cluster?.pools ?? []).flatMap((pool) => lacking(pool.item, poolSetting(pool, "resources"), "")),
    // They carry no records: without them brokers serve on, so it is advice.
    ...beside.flatMap((part) =>
      lacking(item, part.at("resources"), "").map((complaint) => ({ ...complaint, level: "advisory" as const })),
    ),
  ];
}

function lacking(item: Item, at: Field, who: string, defaults?: Asked): Complaints {
  const { requests, limits } = askedBy(at, defaults);
  const missing = [
    ...(requests.cpu === undefined ? ["requests.cpu"] : []),
    ...(requests.memory === undefined ? ["requests.memory"] : []),
    ...(limits.memory === undefined ? ["limits.memory"] : []),
  ];
  return missing.length === 0 ? [] : [complain(item, at, `${who}must have ${missing.join(", ")}`)];
}

function example(resources: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reports, namespace: apps }
spec:
  selector: { matchLabels: { app: reports } }
  template:
    metadata: { labels: { app: reports } }
    spec:
      containers:
        - { name: app, image: "registry.example.org/reports:1.4.2", resources: ${resources} }`;
}
