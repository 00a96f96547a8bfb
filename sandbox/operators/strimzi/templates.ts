import type { EnvVar, Volume, VolumeMount } from "../kubernetes/objects";

/** What Strimzi's kinds let their user add to pods and containers. */

export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly securityContext?: object;
  readonly volumes?: readonly Volume[];
  readonly [field: string]: unknown;
}

export interface ContainerTemplate {
  readonly env?: readonly EnvVar[];
  readonly securityContext?: object;
  readonly volumeMounts?: readonly VolumeMount[];
}

export interface Templates {
  readonly pod?: PodTemplate;
  readonly kafkaContainer?: ContainerTemplate;
  readonly initContainer?: ContainerTemplate;
  readonly persistentVolumeClaim?: { readonly metadata?: PodTemplate["metadata"] };
  readonly podDisruptionBudget?: { readonly maxUnavailable?: number };
}

/** A pod of the entity operator, the exporter or Cruise Control. */
export interface ComponentSpec {
  readonly image?: string;
  readonly resources?: object;
}
