import { createHash } from "node:crypto";
import type { Live } from "../kubernetes/objects";
import { taskManagerCount } from "./pods";
import type { FlinkDeployment, FlinkSessionJob, FlinkStatus, JobSpec } from "./resources";

/** Statuses as the operator writes them. */

export type Progress = "deploying" | "running" | "suspended";

export function deploymentStatus(
  flink: FlinkDeployment,
  jobs: readonly FlinkSessionJob[],
  progress: Progress,
  now: Date,
): FlinkStatus {
  const { name } = flink.metadata;
  const isRunning = progress === "running";
  return {
    ...common(flink, progress, now),
    jobManagerDeploymentStatus: progress === "suspended" ? "MISSING" : isRunning ? "READY" : "DEPLOYING",
    jobStatus: flink.spec.job ? jobStatus(flink, flink.spec.job, progress, now) : {},
    taskManager: { labelSelector: `component=taskmanager,app=${name}`, replicas: taskManagerCount(flink, jobs) },
    ...(isRunning ? { clusterInfo: { "flink-version": flink.spec.flinkVersion.slice(1).replace("_", ".") } } : {}),
  };
}

export function sessionJobStatus(job: FlinkSessionJob, progress: Progress, now: Date): FlinkStatus {
  return { ...common(job, progress, now), jobStatus: jobStatus(job, job.spec.job ?? {}, progress, now) };
}

function common(object: FlinkDeployment | FlinkSessionJob, progress: Progress, now: Date): FlinkStatus {
  const spec = JSON.stringify({ spec: object.spec, resource_metadata: { apiVersion: object.apiVersion } });
  const before = object.status?.reconciliationStatus;
  const isFirst = before?.lastStableSpec === undefined;
  const lifecycle: Record<Progress, string> = {
    running: "STABLE",
    suspended: "SUSPENDED",
    deploying: isFirst ? "DEPLOYED" : "UPGRADING",
  };
  return {
    ...(object.metadata.generation === undefined ? {} : { observedGeneration: object.metadata.generation }),
    lifecycleState: lifecycle[progress],
    reconciliationStatus: {
      state: progress === "deploying" && !isFirst ? "UPGRADING" : "DEPLOYED",
      lastReconciledSpec: spec,
      ...(progress === "running" ? { lastStableSpec: spec } : isFirst ? {} : { lastStableSpec: before.lastStableSpec }),
      reconciliationTimestamp:
        before?.lastReconciledSpec === spec ? (before.reconciliationTimestamp ?? now.getTime()) : now.getTime(),
    },
  };
}

const STATES: Readonly<Record<Progress, string>> = {
  deploying: "RECONCILING",
  running: "RUNNING",
  suspended: "SUSPENDED",
};

/** A run's id and start are kept until the next run. */
function jobStatus(
  object: FlinkDeployment | FlinkSessionJob,
  job: JobSpec,
  progress: Progress,
  now: Date,
): Readonly<Record<string, unknown>> {
  const before = object.status?.jobStatus ?? {};
  const state = STATES[progress];
  const isSame = before.state === state;
  const at = String(now.getTime());
  return {
    jobId: jobIdOf(object),
    jobName: job.entryClass ?? job.jarURI?.split("/").pop() ?? object.metadata.name,
    state,
    startTime: isSame ? (before.startTime ?? at) : at,
    updateTime: isSame ? (before.updateTime ?? at) : at,
  };
}

/** 32 hexadecimal digits, the same for the same object as long as it isn't changed. */
const jobIdOf = ({ metadata }: Live): string =>
  createHash("md5")
    .update(`${metadata.uid}/${metadata.generation ?? 0}`)
    .digest("hex");
