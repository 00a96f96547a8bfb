import { z } from "zod";
import { formatBytes, formatCores } from "../../core/capacity/format";
import { CORES, memoryForCores } from "../../core/capacity/redpanda/memory";
import { count } from "../../core/config/fields";
import type { Field } from "../framework/field";
import { type Complaints, complain } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, resourceRule, type Kind } from "../framework/rule";
import { REDPANDA, flagOf, redpandaContainer } from "../kinds/redpanda";
import { bytesOf, millicoresOf } from "../pods/quantity";

export const redpandaResources = resourceRule<{ cores: number }>({
  id: "RPK-01",
  slug: "resources",
  severity: "high",
  level: both("mandatory"),
  kinds: ["apps/StatefulSet", REDPANDA],
  description:
    "A Redpanda broker has whole, even cores, at least 2.22 GiB of memory for each, and requests equal to limits.",
  why: "Redpanda pins one thread to each core and takes its memory at once: what isn't guaranteed is throttled or killed.",
  remedy:
    "Set equal requests and limits with an even number of cores and at least 2.22 GiB for each, on every container of the pod.",
  args: z.strictObject({ cores: count(1, 128).describe("Fewest cores.") }),
  defaults: per({ cores: CORES.developer }, { cores: CORES.recommended }),
  example: { target: "multi-node", bad: example('"4"', "4Gi"), good: example('"4"', "10Gi") },
  check: (item, { cores }, target) =>
    item.kind === REDPANDA ? customResource(item, cores, target) : statefulSet(item, cores, target),
});

function statefulSet(item: Item, least: number, target: Kind): Complaints {
  const container = redpandaContainer(item);
  if (container === undefined) return [];
  const pod = item.spec.at("template", "spec");
  const all = [...pod.at("containers").list, ...pod.at("initContainers").list];
  const smp = flagOf(container, "smp");
  const developer = flagOf(container, "overprovisioned") !== undefined || flagOf(container, "mode") === "dev-container";
  return [
    ...sizeComplaints(item, container.at("resources"), least, target),
    ...all.flatMap((one) => guaranteed(item, one.at("resources"))),
    ...(target === "multi-node" && developer
      ? [
          complain(
            item,
            container.at("args"),
            "runs in developer mode (--overprovisioned or --mode dev-container), must not: threads aren't pinned",
          ),
        ]
      : []),
    ...(smp !== undefined && millicoresOf(container.at("resources", "limits", "cpu")) !== Number(smp) * 1000
      ? [complain(item, container.at("args"), "gives Redpanda another number by --smp, must be the container's cores")]
      : []),
  ];
}

function customResource(item: Item, least: number, target: Kind): Complaints {
  const resources = item.spec.at("clusterSpec", "resources");
  if (resources.at("cpu").isSet || resources.at("memory").isSet)
    return [
      complain(
        item,
        resources,
        "uses the chart's legacy mode (cpu.cores, memory.container), must be requests and limits",
      ),
    ];
  return [...sizeComplaints(item, resources, least, target), ...guaranteed(item, resources)];
}

function sizeComplaints(item: Item, resources: Field, least: number, target: Kind): Complaints {
  const at = resources.at("limits", "cpu");
  const cpu = millicoresOf(at);
  if (cpu === undefined) return [complain(item, at, "is missing: Redpanda must know its cores")];
  const cores = cpu / 1000;
  const isWhole = Number.isInteger(cores) && (cores % 2 === 0 || (cores === 1 && target === "single-node"));
  if (!isWhole)
    return [
      complain(
        item,
        at,
        `is ${formatCores(cpu)}, must be a whole, even number of cores${target === "single-node" ? ", or 1" : ""}`,
      ),
    ];
  if (cores < least) return [complain(item, at, `is ${formatCores(cpu)}, must be at least ${least}`)];
  const memory = bytesOf(resources.at("limits", "memory")) ?? 0;
  const need = memoryForCores(cores);
  return memory >= need
    ? []
    : [
        complain(
          item,
          resources.at("limits", "memory"),
          `is ${formatBytes(memory)}, must be at least ${formatBytes(need)} with ${cores} core(s): 2.22 GiB for each`,
        ),
      ];
}

/** QoS class Guaranteed needs it of every container [Kubernetes docs, Pod Quality of Service Classes]. */
function guaranteed(item: Item, resources: Field): Complaints {
  return (["cpu", "memory"] as const).flatMap((what) => {
    const read = what === "cpu" ? millicoresOf : bytesOf;
    const limit = read(resources.at("limits", what));
    const request = read(resources.at("requests", what));
    if (limit === undefined)
      return [
        complain(item, resources.at("limits", what), "is missing: only equal requests and limits are guaranteed"),
      ];
    return request === undefined || request === limit
      ? []
      : [
          complain(
            item,
            resources.at("requests", what),
            "must equal the limit: only then the broker's share is guaranteed",
          ),
        ];
  });
}

function example(cpu: string, memory: string): string {
  return `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redpanda, namespace: streaming }
spec:
  replicas: 3
  serviceName: redpanda
  selector: { matchLabels: { app: redpanda } }
  template:
    metadata: { labels: { app: redpanda } }
    spec:
      containers:
        - name: redpanda
          image: docker.redpanda.com/redpandadata/redpanda:v25.3.6
          args: [redpanda, start, --smp=4]
          resources: { requests: { cpu: ${cpu}, memory: ${memory} }, limits: { cpu: ${cpu}, memory: ${memory} } }
  volumeClaimTemplates:
    - metadata: { name: datadir }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 100Gi } } }`;
}
