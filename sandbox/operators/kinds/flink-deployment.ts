import { flinkObjects, obsoleteDeployments } from "../flink/objects";
import { labelsOf, metadataOf, podOf, REVISION, taskManagerCount, taskManagerPrefix } from "../flink/pods";
import {
  FLINK_DEPLOYMENTS,
  FLINK_SESSION_JOBS,
  flinkNames,
  type FlinkDeployment,
  type FlinkSessionJob,
} from "../flink/resources";
import { deploymentStatus, type Progress } from "../flink/status";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import { Applier } from "../kubernetes/applier";
import { isRolledOut } from "../kubernetes/deployments";
import type { Live, Pod } from "../kubernetes/objects";
import { createMissing, isReady, isTerminating } from "../kubernetes/pods";
import { DEPLOYMENTS, objectPath, PODS } from "../kubernetes/resources";
import { deleteIfThere, tellingRefusals, updateStatus } from "../kubernetes/writes";
import type { Outcome } from "../queue";

const WORKING_INTERVAL_MS = 500;

/** Plays the Flink operator, and the JobManager where that makes TaskManagers' pods by itself. No job runs: it counts as running when its pods do. */
export const flinkDeployment: Kind = {
  name: "flink-deployment",
  reality:
    "Flink's JobManagers and TaskManagers are pods only; no job runs, no checkpoint is written, the REST API does not answer",
  play,
};

function play(world: World): Player {
  const applier = new Applier(world.client);
  return {
    watches: [
      { type: FLINK_DEPLOYMENTS },
      {
        type: FLINK_SESSION_JOBS,
        concerns: (job) => [{ ...nameOf(job), name: (job as FlinkSessionJob).spec.deploymentName }],
      },
      { type: DEPLOYMENTS, concerns: byLabel },
      { type: PODS, concerns: byLabel },
    ],
    reconcile: (name) => reconcile(world, applier, name),
  };
}

async function reconcile(world: World, applier: Applier, name: Name): Promise<Outcome> {
  const { store, client, log } = world;
  const flink = store.get(FLINK_DEPLOYMENTS, name.namespace, name.name);
  if (!flink || flink.metadata.deletionTimestamp !== undefined) return DONE;
  const path = objectPath(FLINK_DEPLOYMENTS, name.namespace, name.name);
  const jobs = store.list(FLINK_SESSION_JOBS, name.namespace).filter(({ spec }) => spec.deploymentName === name.name);
  const report = async (progress: Progress, error?: string): Promise<void> => {
    const status = {
      ...deploymentStatus(flink, jobs, progress, new Date()),
      ...(error === undefined ? {} : { error }),
    };
    const isNews = await updateStatus(client, path, flink, status);
    if (isNews)
      log.say(
        `flink ${name.namespace}/${name.name}: ${[progress, ...(error === undefined ? [] : [error])].join(", ")}`,
      );
  };
  // STABLE drops at once when the specification changed, and comes back when it is true.
  if (flink.status?.observedGeneration !== flink.metadata.generation) await report("deploying");
  await applier.apply(flinkObjects(flink, jobs));
  for (const deployment of obsoleteDeployments(flink)) {
    if (store.get(DEPLOYMENTS, name.namespace, deployment))
      await deleteIfThere(client, objectPath(DEPLOYMENTS, name.namespace, deployment));
  }
  const isDeployed = (deployment: string): boolean => isRolledOut(store.get(DEPLOYMENTS, name.namespace, deployment));
  const isComplete =
    flink.spec.mode === "standalone"
      ? isDeployed(flinkNames.taskManagers(name.name))
      : await tellingRefusals(
          () => keepTaskManagers(world, flink, jobs),
          (error) => report("deploying", error),
        );
  if (flink.spec.job?.state === "suspended") {
    await report("suspended");
    return DONE;
  }
  const isRunning = isComplete && isDeployed(flinkNames.jobManager(name.name));
  await report(isRunning ? "running" : "deploying");
  return isRunning ? DONE : { againInMs: WORKING_INTERVAL_MS };
}

/** In native mode the JobManager asks for its TaskManagers one by one. True when as many as needed are ready. */
async function keepTaskManagers(
  { store, client, log }: World,
  flink: FlinkDeployment,
  jobs: readonly FlinkSessionJob[],
): Promise<boolean> {
  const { namespace, name } = flink.metadata;
  const jobManager = store.get(DEPLOYMENTS, namespace, flinkNames.jobManager(name));
  const wanted = podOf(flink, "taskmanager");
  const count = taskManagerCount(flink, jobs);
  const pods = store.list(PODS, namespace).filter((pod) => isTaskManager(flink, pod));
  const isCurrent = (pod: Pod): boolean =>
    !isTerminating(pod) && pod.metadata.annotations?.[REVISION] === wanted.metadata.annotations[REVISION];
  const current = pods.filter(isCurrent).sort((a, b) => indexOf(a) - indexOf(b));
  for (const pod of [...pods.filter((p) => !isTerminating(p) && !isCurrent(p)), ...current.slice(count)]) {
    await deleteIfThere(client, objectPath(PODS, namespace, pod.metadata.name));
  }
  const highest = Math.max(0, ...pods.map(indexOf));
  // Only a JobManager that runs can ask for TaskManagers.
  if (current.length < count && jobManager && (jobManager.status?.availableReplicas ?? 0) > 0) {
    for (let i = 1; i <= count - current.length; i++) {
      const pod = flinkNames.taskManager(name, 1, highest + i);
      const base = metadataOf(flink, pod, "taskmanager", jobManager);
      const body = { apiVersion: "v1", kind: "Pod", metadata: { ...base, ...wanted.metadata }, spec: wanted.spec };
      if (await createMissing(client, body)) log.say(`flink ${namespace}/${name}: pod ${pod} made`);
    }
  }
  return pods.every(isCurrent) && current.length === count && current.every(isReady);
}

function isTaskManager(flink: FlinkDeployment, pod: Pod): boolean {
  const labels = labelsOf(flink, "taskmanager");
  const isLabelled = Object.entries(labels).every(([key, value]) => pod.metadata.labels?.[key] === value);
  return isLabelled && pod.metadata.name.startsWith(taskManagerPrefix(flink));
}

const indexOf = (pod: Pod): number => Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? 0);

function byLabel(object: Live): readonly Name[] {
  const { app, type } = object.metadata.labels ?? {};
  return app !== undefined && (type ?? "").startsWith("flink-") ? [{ ...nameOf(object), name: app }] : [];
}
