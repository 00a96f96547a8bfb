import type { Live } from "../kubernetes/objects";
import type { ResourceType } from "../kubernetes/resources";

/** Kinds of the Flink operator, as far as its work here depends on them. */

export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
}

export interface ProcessSpec {
  readonly replicas?: number;
  readonly resource?: { readonly cpu?: number; readonly memory?: string; readonly ephemeralStorage?: string };
  readonly podTemplate?: PodTemplate;
}

export interface JobSpec {
  readonly jarURI?: string;
  readonly entryClass?: string;
  readonly parallelism?: number;
  readonly state?: "running" | "suspended";
}

export interface FlinkDeployment extends Live {
  readonly spec: {
    readonly image?: string;
    readonly flinkVersion: string;
    readonly serviceAccount?: string;
    readonly mode?: "native" | "standalone";
    readonly flinkConfiguration?: Readonly<Record<string, unknown>>;
    readonly podTemplate?: PodTemplate;
    readonly jobManager?: ProcessSpec;
    readonly taskManager?: ProcessSpec;
    readonly job?: JobSpec;
    readonly restartNonce?: number;
  };
  readonly status?: FlinkStatus;
}

export interface FlinkSessionJob extends Live {
  readonly spec: { readonly deploymentName: string; readonly job?: JobSpec };
  readonly status?: FlinkStatus;
}

export interface FlinkStatus {
  readonly observedGeneration?: number;
  readonly lifecycleState?: string;
  readonly jobStatus?: Readonly<Record<string, unknown>>;
  readonly reconciliationStatus?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

const API = "flink.apache.org/v1beta1";

export const FLINK_DEPLOYMENTS: ResourceType<FlinkDeployment> = {
  apiVersion: API,
  kind: "FlinkDeployment",
  plural: "flinkdeployments",
  namespaced: true,
};
export const FLINK_SESSION_JOBS: ResourceType<FlinkSessionJob> = {
  apiVersion: API,
  kind: "FlinkSessionJob",
  plural: "flinksessionjobs",
  namespaced: true,
};

/** Names that operator and Flink derive from a deployment's. */
export const flinkNames = {
  jobManager: (name: string): string => name,
  taskManagers: (name: string): string => `${name}-taskmanager`,
  taskManager: (name: string, attempt: number, index: number): string => `${name}-taskmanager-${attempt}-${index}`,
  rest: (name: string): string => `${name}-rest`,
  config: (name: string): string => `flink-config-${name}`,
} as const;

export function settingOf({ spec }: FlinkDeployment, name: string): string | undefined {
  const value = spec.flinkConfiguration?.[name];
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}
