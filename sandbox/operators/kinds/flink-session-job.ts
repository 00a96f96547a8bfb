import { FLINK_DEPLOYMENTS, FLINK_SESSION_JOBS, type FlinkSessionJob } from "../flink/resources";
import { sessionJobStatus, type Progress } from "../flink/status";
import { DONE, nameOf, type Kind, type Name, type Player, type World } from "../kind";
import { objectPath } from "../kubernetes/resources";
import { updateStatus } from "../kubernetes/writes";
import type { Outcome } from "../queue";

/** Plays the Flink operator for jobs of a session cluster: one counts as running when its cluster is stable with the slots that it needs. */
export const flinkSessionJob: Kind = {
  name: "flink-session-job",
  reality: "jobs of session clusters are objects only",
  play,
};

function play(world: World): Player {
  return {
    watches: [
      { type: FLINK_SESSION_JOBS },
      {
        type: FLINK_DEPLOYMENTS,
        concerns: ({ metadata }) =>
          world.store
            .list(FLINK_SESSION_JOBS, metadata.namespace)
            .filter(({ spec }) => spec.deploymentName === metadata.name)
            .map(nameOf),
      },
    ],
    reconcile: (name) => reconcile(world, name),
  };
}

async function reconcile({ store, client }: World, { namespace, name }: Name): Promise<Outcome> {
  const job = store.get(FLINK_SESSION_JOBS, namespace, name);
  if (!job || job.metadata.deletionTimestamp !== undefined) return DONE;
  const cluster = store.get(FLINK_DEPLOYMENTS, namespace, job.spec.deploymentName);
  const progress = progressOf(job, cluster?.status?.lifecycleState);
  await updateStatus(
    client,
    objectPath(FLINK_SESSION_JOBS, namespace, name),
    job,
    sessionJobStatus(job, progress, new Date()),
  );
  return DONE;
}

function progressOf({ spec }: FlinkSessionJob, cluster: string | undefined): Progress {
  if (spec.job?.state === "suspended") return "suspended";
  return cluster === "STABLE" ? "running" : "deploying";
}
