import { z } from "zod";
import { sumOf } from "../../core/capacity/numbers";
import { type Complaints, advise, complain, eachItem } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, stackRule } from "../framework/rule";
import type { Scene } from "../framework/scene";
import { DEPLOYMENT, SESSION_JOB, clusterOf, jobs, parallelismOf, sessionOf, slotsOf } from "../kinds/flink";

export const slotsMatch = stackRule<object>({
  id: "CAP-11",
  slug: "slots-match",
  severity: "high",
  level: both("mandatory"),
  description: "A Flink cluster has as many task slots as its widest job is parallel.",
  why: "A job that finds too few slots waits for ever and then fails; slots beyond the parallelism run nothing.",
  remedy: "Raise taskManager.replicas or taskmanager.numberOfTaskSlots, or lower the job's parallelism.",
  args: z.strictObject({}),
  defaults: both({}),
  example: { target: "multi-node", bad: example(8), good: example(4) },
  check: (scene) => eachItem(scene.of(DEPLOYMENT), (item) => complaintsFor(scene, item)),
});

function complaintsFor(scene: Scene, item: Item): Complaints {
  const { settings, job } = clusterOf(item);
  const each = slotsOf(settings);
  const replicas = item.spec.at("taskManager", "replicas");
  const managers = replicas.count;
  const isNative = (item.spec.at("mode").text ?? "native") === "native";
  // The operator makes as many TaskManagers as the parallelism needs.
  if (managers === undefined && (isNative || !job.isSet)) return [];
  const slots = (managers ?? 1) * each;
  const inSession = scene
    .get(jobs)
    .filter((one) => one.item.kind === SESSION_JOB && sessionOf(scene, one.item) === item);
  const need = job.isSet ? parallelismOf({ job, settings }) : sumOf(inSession, parallelismOf);
  const of = job.isSet ? "the job's parallelism" : "the parallelism of its session jobs";
  if (slots < need)
    return [complain(item, replicas, `gives ${slots} slot(s) with ${each} each, must give at least ${need}: ${of}`)];
  return job.isSet && slots - need >= each
    ? [advise(item, replicas, `gives ${slots} slots, ${slots - need} of which ${of} of ${need} never uses`)]
    : [];
}

function example(parallelism: number): string {
  return `
apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
metadata: { name: scoring, namespace: streaming }
spec:
  mode: standalone
  flinkConfiguration: { taskmanager.numberOfTaskSlots: "2" }
  taskManager: { replicas: 2, resource: { cpu: 1, memory: 2048m } }
  job: { jarURI: "local:///opt/job.jar", parallelism: ${parallelism} }`;
}
