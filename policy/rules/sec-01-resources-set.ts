import { z } from "zod";
import type { Field } from "../framework/field";
import { type Complaints, complain, eachItem } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { podParts } from "../kinds/containers";
import { DEPLOYMENT } from "../kinds/flink";
import { CLUSTER, POOLER } from "../kinds/postgres";
import { KAFKA, poolSetting, strimziClusters } from "../kinds/strimzi";
import { type Asked, NOTHING_ASKED, askedBy } from "../pods/containers";
import { limitRanges } from "../pods/limit-range";
import { WORKLOADS } from "../pods/workloads";

/** Flink's own container in a pod template; its resources stand elsewhere. */
const FLINK_CONTAINER = "flink-main-container";

/** Operators' kinds whose pods take `spec.resources`. */
const OPERATED = [
  "kafka.strimzi.io/KafkaConnect",
  "kafka.strimzi.io/KafkaBridge",
  "kafka.strimzi.io/KafkaMirrorMaker2",
  "monitoring.coreos.com/Prometheus",
  "monitoring.coreos.com/PrometheusAgent",
  "monitoring.coreos.com/Alertmanager",
  "monitoring.coreos.com/ThanosRuler",
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
    ...eachItem(scene.of(POOLER), (item) => pooler(scene, item)),
    ...eachItem(scene.of(DEPLOYMENT), (item) => sidecars(scene, item)),
    ...eachItem(scene.of(CLUSTER), (item) => lacking(item, item.spec.at("resources"), "", NOTHING_ASKED)),
    ...eachItem(scene.of(...OPERATED), (item) => lacking(item, item.spec.at("resources"), "", filled(scene, item))),
    ...eachItem(scene.of(KAFKA), (item) => kafka(scene, item)),
  ],
});

/** What a LimitRange gives to those who don't say. Brokers and databases must say: no default of a namespace is made for them. */
const filled = (scene: Scene, { namespace }: Item): Asked => scene.get(limitRanges)(namespace);

const workload = (scene: Scene, item: Item): Complaints =>
  podParts(item).flatMap(({ containers }) =>
    containers
      .filter(({ isEphemeral }) => !isEphemeral)
      .flatMap(({ at, name }) => lacking(item, at.at("resources"), `container ${name} `, filled(scene, item))),
  );

/** Containers beside Flink's own; of several templates that name one, any may say it. */
function sidecars(scene: Scene, item: Item): Complaints {
  const all = podParts(item).flatMap(({ containers }) => containers);
  const own = all.filter(({ name }) => name !== FLINK_CONTAINER);
  return own.flatMap(({ at, name }) =>
    all.some((other) => other.name === name && other.at !== at && other.at.at("resources").isSet)
      ? []
      : lacking(item, at.at("resources"), `container ${name} `, filled(scene, item)),
  );
}

/** The container named `pgbouncer` of the template is the pooler's own. */
function pooler(scene: Scene, item: Item): Complaints {
  const containers = item.spec.at("template", "spec", "containers").list;
  const own = containers.find((container) => container.at("name").text === "pgbouncer");
  const defaults = filled(scene, item);
  if (own === undefined && defaults === NOTHING_ASKED)
    return [
      complain(
        item,
        "spec.template.spec.containers",
        "has no container pgbouncer with resources: PgBouncer asks for nothing",
      ),
    ];
  const template = item.spec.at("template", "spec");
  return lacking(item, (own ?? template).at("resources"), "container pgbouncer ", defaults);
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
    ...(cluster?.pools ?? []).flatMap((pool) => lacking(pool.item, poolSetting(pool, "resources"), "", NOTHING_ASKED)),
    // They carry no records: without them brokers serve on, so it is advice.
    ...beside.flatMap((part) =>
      lacking(item, part.at("resources"), "", filled(scene, item)).map((complaint) => ({
        ...complaint,
        level: "advisory" as const,
      })),
    ),
  ];
}

function lacking(item: Item, at: Field, who: string, defaults: Asked): Complaints {
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
