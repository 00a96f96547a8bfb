import { createHash } from "node:crypto";
import { merge } from "../kubernetes/merge";
import { ownedBy, type Live } from "../kubernetes/objects";
import {
  flinkNames,
  settingOf,
  type FlinkDeployment,
  type FlinkSessionJob,
  type PodTemplate,
  type ProcessSpec,
} from "./resources";

/** Pods of Flink's processes, as operator and Flink make them. */

export type Component = "jobmanager" | "taskmanager";

const MAIN = "flink-main-container";
export const REVISION = "streaming.sandbox/revision";

export function labelsOf({ metadata, spec }: FlinkDeployment, component: Component): Readonly<Record<string, string>> {
  const type = spec.mode === "standalone" ? "flink-standalone-kubernetes" : "flink-native-kubernetes";
  return { app: metadata.name, component, type };
}

/** Metadata and specification of a process's pod: the templates, with Flink's own container in them. */
export function podOf(flink: FlinkDeployment, component: Component) {
  const own: ProcessSpec = (component === "jobmanager" ? flink.spec.jobManager : flink.spec.taskManager) ?? {};
  const template = merge(flink.spec.podTemplate ?? {}, own.podTemplate ?? {}) as PodTemplate;
  const base = {
    serviceAccountName: flink.spec.serviceAccount ?? "default",
    containers: [mainContainer(flink, component, own)],
  };
  const spec = merge(base, template.spec ?? {}) as Readonly<Record<string, unknown>>;
  const revision = createHash("sha256")
    .update(JSON.stringify([spec, flink.spec.flinkConfiguration, flink.spec.restartNonce]))
    .digest("hex");
  return {
    metadata: {
      labels: { ...template.metadata?.labels, ...labelsOf(flink, component) },
      annotations: { ...template.metadata?.annotations, [REVISION]: revision.slice(0, 16) },
    },
    spec,
  };
}

export function metadataOf(flink: FlinkDeployment, name: string, component: Component, owner: Live = flink) {
  return {
    name,
    namespace: flink.metadata.namespace,
    labels: labelsOf(flink, component),
    ownerReferences: [ownedBy(owner)],
  };
}

function mainContainer(flink: FlinkDeployment, component: Component, { resource = {} }: ProcessSpec): object {
  const memory = resource.memory ?? settingOf(flink, `${component}.memory.process.size`);
  const requests = {
    ...(resource.cpu === undefined ? {} : { cpu: String(resource.cpu) }),
    ...(memory === undefined ? {} : { memory: kubernetesMemory(memory) }),
  };
  const factor = Number(settingOf(flink, `kubernetes.${component}.cpu.limit-factor`) ?? "1");
  const limits = resource.cpu === undefined ? requests : { ...requests, cpu: String(resource.cpu * factor) };
  const port = (name: string, containerPort: number) => ({ name, containerPort, protocol: "TCP" });
  const ports =
    component === "jobmanager"
      ? [port("rest", 8081), port("jobmanager-rpc", 6123), port("blobserver", 6124)]
      : [port("taskmanager-rpc", 6122)];
  return {
    name: MAIN,
    image: flink.spec.image ?? `flink:${flink.spec.flinkVersion.slice(1).replace("_", ".")}`,
    ports,
    resources: { requests, limits },
  };
}

/** Flink's sizes (`2048m` and `2g` count in units of 1024, whatever their spelling) as Kubernetes writes them; Kubernetes' own stay. */
export function kubernetesMemory(text: string): string {
  const [, amount, unit] = /^\s*(\d+)\s*([a-z]*)\s*$/.exec(text) ?? [];
  const suffix = { b: "", bytes: "", k: "Ki", kb: "Ki", m: "Mi", mb: "Mi", g: "Gi", gb: "Gi", t: "Ti", tb: "Ti" }[
    unit ?? "?"
  ];
  return amount === undefined || suffix === undefined ? text : `${amount}${suffix}`;
}

/** TaskManagers that the deployment runs: as many as said, else as its jobs need slots. */
export function taskManagerCount(flink: FlinkDeployment, jobs: readonly FlinkSessionJob[]): number {
  const { job, mode, taskManager } = flink.spec;
  if (job?.state === "suspended") return 0;
  if (taskManager?.replicas !== undefined && (mode === "standalone" || job)) return taskManager.replicas;
  const slots = Math.max(1, Number(settingOf(flink, "taskmanager.numberOfTaskSlots") ?? "1"));
  const fallback = Number(settingOf(flink, "parallelism.default") ?? "1");
  const running = (job ? [job] : jobs.flatMap((j) => j.spec.job ?? [])).filter((j) => j.state !== "suspended");
  return running.reduce((sum, j) => sum + Math.ceil((j.parallelism ?? fallback) / slots), 0);
}

export const taskManagerPrefix = (flink: FlinkDeployment): string => `${flinkNames.taskManagers(flink.metadata.name)}-`;
