import { z } from "zod";
import { count } from "../../core/config/fields";
import { type Complaints, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, resourceRule } from "../framework/rule";
import { DEPLOYMENT, clusterOf } from "../kinds/flink";
import { haOf } from "../kinds/flink-ha";

export const highAvailability = resourceRule<{ jobManagers: number }>({
  id: "FLK-04",
  slug: "ha",
  severity: "high",
  level: both("mandatory"),
  kinds: [DEPLOYMENT],
  description:
    "A Flink cluster keeps its jobs' whereabouts outside the JobManager, and has a second JobManager where there are several nodes.",
  why: "Without high availability a JobManager that restarts has forgotten its jobs and their checkpoints.",
  remedy:
    "Set high-availability.type: kubernetes with high-availability.storageDir in the object store; jobManager.replicas: 2 on several nodes.",
  args: z.strictObject({ jobManagers: count(1, 9).describe("Fewest JobManagers.") }),
  defaults: per({ jobManagers: 1 }, { jobManagers: 2 }),
  example: { target: "multi-node", bad: example(1), good: example(2) },
  check: (item, { jobManagers }) =>
    parts(
      item,
      () => metadata(item),
      () => standbys(item, jobManagers),
    ),
});

function metadata(item: Item): Complaints {
  const { settings } = clusterOf(item);
  const at = haOf(settings);
  const missing = 'spec.flinkConfiguration["high-availability.type"]';
  if (at === undefined)
    return [
      complain(item, missing, "is missing or NONE, must be kubernetes: a JobManager that restarts forgets its jobs"),
    ];
  return settings.get("high-availability.storageDir") === undefined
    ? [
        complain(
          item,
          'spec.flinkConfiguration["high-availability.storageDir"]',
          "is missing: high availability doesn't start without it",
        ),
      ]
    : [];
}

function standbys(item: Item, least: number): Complaints {
  const at = item.spec.at("jobManager", "replicas");
  const given = at.number ?? 1;
  return given >= least
    ? []
    : [complain(item, at, `is ${given}, must be at least ${least}: a standby takes over in seconds`)];
}

function example(replicas: number): string {
  return `
apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
metadata: { name: scoring, namespace: streaming }
spec:
  flinkConfiguration: { high-availability.type: kubernetes, high-availability.storageDir: "s3://acme-flink/ha" }
  jobManager: { replicas: ${replicas}, resource: { cpu: 1, memory: 1600m } }`;
}
