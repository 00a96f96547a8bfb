import type { Placement, UserIds } from "../pods";
import type { Resources } from "../../core/capacity/pods/pod";

/** A Deployment of like pods with one container, and what belongs to it. */
export interface WorkloadPlan {
  /** Of the Deployment, and of its container, ServiceAccount, Service and disruption budget. */
  readonly name: string;
  readonly namespace: string;
  readonly partOf: string;
  readonly image: string;
  readonly replicas: number;
  readonly requests: Resources;
  readonly limits: Resources;
  readonly placement: Placement;
  /** Two may never run at once, for instance because each has a memory of its own. */
  readonly alone?: boolean;
  /** What the image's entry point gets. */
  readonly args?: readonly string[];
  /** Of the container; with `service`, also of a Service of the workload's name. */
  readonly ports: readonly WorkloadPort[];
  readonly service: boolean;
  /** Annotations of the Service. */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  readonly environment: Environment;
  readonly volumes: readonly WorkloadVolume[];
  readonly init: readonly InitContainer[];
  readonly health: Health;
  readonly user: UserIds;
  /** Of everything that the container reads at its start: when it changes, the pods are replaced. */
  readonly checksum: string;
  /** Seconds that a pod gets to finish its work. */
  readonly graceSeconds: number;
  /** Minutes that `pulumi up` waits for all pods. */
  readonly patienceMinutes: number;
}

export interface WorkloadPort {
  readonly name: string;
  readonly port: number;
  readonly protocol?: "TCP" | "UDP";
}

export interface Environment {
  readonly variables: Readonly<Record<string, string>>;
  /** ConfigMaps whose keys are variables. */
  readonly configMaps: readonly string[];
  readonly secrets: readonly SecretVariable[];
}

/** A variable whose value only a Secret holds. */
export interface SecretVariable {
  readonly name: string;
  readonly secret: string;
  readonly key: string;
}

/** What the container finds in a folder; `scratch` is empty at first, and gone with the pod. */
export type WorkloadVolume =
  | { readonly kind: "config-map" | "secret"; readonly name: string; readonly source: string; readonly folder: string }
  | { readonly kind: "scratch"; readonly name: string; readonly folder: string; readonly size: string };

/** Runs to its end before the container starts. It sees the same volumes but none of the variables, and asks for no more than the container. */
export interface InitContainer {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
}

export type Check =
  | { readonly http: { readonly path: string; readonly port: string } }
  | { readonly tcp: string }
  | { readonly command: readonly string[] };

export interface Health {
  readonly alive: Check;
  /** Absent: ready while alive. */
  readonly ready?: Check;
  /** Longest start, in seconds, before silence counts as a fault. */
  readonly startSeconds: number;
  /** Seconds between two checks. */
  readonly everySeconds: number;
  /** Seconds that one check may take. */
  readonly withinSeconds: number;
}

/** Labels by which Services, budgets and spread rules find the pods. They can't change in a Deployment's life. */
export const workloadSelector = ({ name, partOf }: Pick<WorkloadPlan, "name" | "partOf">) => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/instance": partOf,
});
