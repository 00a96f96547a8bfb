import { z } from "zod";
import { flag } from "../../core/config/fields";
import { type Complaints, complain, eachItem, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, per, stackRule } from "../framework/rule";
import { DEPLOYMENT, type FlinkJob, clusterOf, jobs } from "../kinds/flink";
import { haOf } from "../kinds/flink-ha";

/** What each folder is for, with all spellings of its setting, the present one first. */
const DIRS = [
  ["checkpoints", ["execution.checkpointing.dir", "state.checkpoints.dir"]],
  ["savepoints", ["execution.checkpointing.savepoint-dir", "state.savepoints.dir"]],
] as const;
const HA_DIR = ["the metadata of high availability", ["high-availability.storageDir"]] as const;
const OBJECT_STORE = /^(s3|s3a|s3p|gs|abfss?|wasbs?|oss|swift|cos|obs):\/\//;

export const durableDirs = stackRule<{ volumes: boolean }>({
  id: "FLK-03",
  slug: "durable-dirs",
  severity: "critical",
  level: both("mandatory"),
  description:
    "Checkpoints, savepoints and the metadata of high availability lie in an object store (on a single node also on a volume).",
  why: "State in a pod's own folder goes with the pod: the job starts from nothing, or not at all.",
  remedy:
    "Set execution.checkpointing.dir, execution.checkpointing.savepoint-dir and high-availability.storageDir to s3:// URLs.",
  args: z.strictObject({ volumes: flag().describe("Whether a folder on a mounted persistent volume will do.") }),
  defaults: per({ volumes: true }, { volumes: false }),
  example: {
    target: "multi-node",
    bad: example("file:///flink-data"),
    good: example("s3://acme-flink"),
  },
  check: (scene, { volumes }) => [
    ...scene.get(jobs).flatMap((job) => parts(job.item, ...DIRS.map((dir) => () => dirComplaints(job, dir, volumes)))),
    // Session clusters have it too.
    ...eachItem(scene.of(DEPLOYMENT), (item) => {
      const { settings } = clusterOf(item);
      return haOf(settings) === undefined ? [] : dirComplaints({ item, settings }, HA_DIR, volumes);
    }),
  ],
});

type Dir = readonly [what: string, keys: readonly string[]];

function dirComplaints(
  { item, settings }: Pick<FlinkJob, "item" | "settings">,
  [what, keys]: Dir,
  volumes: boolean,
): Complaints {
  const at = settings.get(...keys);
  const url = at?.text;
  if (at === undefined || url === undefined)
    return [
      complain(
        item,
        `spec.flinkConfiguration["${keys[0] ?? ""}"]`,
        `is missing: ${what} must lie where they outlive the pods`,
      ),
    ];
  if (OBJECT_STORE.test(url) || /^hdfs:\/\//.test(url)) return [];
  if (!volumes) return [complain(item, at, `is no object store, must be one (s3://…): ${what} must outlive any node`)];
  return isMounted(item, url)
    ? []
    : [complain(item, at, `lies in the pod itself, must be an object store or a mounted persistent volume`)];
}

/** Is the folder, or one above it, a persistent volume of the pod template? */
function isMounted(item: Item, url: string): boolean {
  const folder = url.replace(/^file:\/*/, "/");
  const templates = [item.spec.at("podTemplate", "spec"), item.spec.at("jobManager", "podTemplate", "spec")];
  return templates.some((spec) => {
    const lasting = spec
      .at("volumes")
      .list.filter(
        (volume) =>
          volume.at("persistentVolumeClaim").isSet ||
          volume.at("hostPath").isSet ||
          volume.at("nfs").isSet ||
          volume.at("csi").isSet,
      )
      .map((volume) => volume.at("name").text);
    return spec
      .at("containers")
      .list.flatMap((container) => container.at("volumeMounts").list)
      .filter((mount) => lasting.includes(mount.at("name").text))
      .some((mount) => `${folder}/`.startsWith(`${mount.at("mountPath").text ?? "/"}/`.replace(/\/+$/, "/")));
  });
}

function example(base: string): string {
  return `
apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
metadata: { name: scoring, namespace: streaming }
spec:
  flinkConfiguration:
    execution.checkpointing.dir: ${base}/checkpoints
    execution.checkpointing.savepoint-dir: s3://acme-flink/savepoints
    high-availability.type: kubernetes
    high-availability.storageDir: s3://acme-flink/ha
  job: { jarURI: "local:///opt/job.jar", parallelism: 2, upgradeMode: savepoint }`;
}
