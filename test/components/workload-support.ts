/** What a component registers, and the questions that are asked of every component that makes pods. */
import * as pulumi from "@pulumi/pulumi";
import { type Plan, type PlannedResource, reveal } from "../../checks/plan";
import { schemaProblems } from "../../checks/schema/objects";
import type { Pod, Resources } from "../../core/capacity/pods/pod";
import { parseCpu, parseSize } from "../../core/units";
import { run } from "../checks/plan/programs";
import { kindOf } from "./planned";

/** A namespace that stands in for the real one: any resource will do. */
class Place extends pulumi.ComponentResource {
  constructor() {
    super("test:workload:Place", "place");
  }
}

export const secretText = (text: string): pulumi.Output<string> => pulumi.secret(text);

/** The plan of a program that makes components in a namespace. */
export async function registered(program: (namespace: pulumi.Resource) => void): Promise<Plan> {
  const { resources, warnings } = await run(() => {
    program(new Place());
    return undefined;
  });
  return { project: "streaming", stack: "dev", resources, outputs: {}, warnings };
}

export const faultsOf = (plan: Plan): readonly string[] =>
  schemaProblems(plan).map(({ path, message }) => `${path} ${message}`);

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly resources?: Readonly<Record<"requests" | "limits", { readonly cpu: string; readonly memory: string }>>;
  readonly securityContext?: object;
}
export interface PodTemplate {
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly securityContext?: object;
    readonly affinity?: object;
    readonly topologySpreadConstraints?: readonly object[];
    readonly [field: string]: unknown;
  };
}
export interface Deployment {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas: number; readonly strategy: object; readonly template: PodTemplate };
}

/** As it would be sent to the API server, with secrets in clear. */
export const plain = <T>(resource: PlannedResource): T => reveal(resource.props) as T;

export const deployments = (plan: Plan): readonly Deployment[] =>
  plan.resources.filter((r) => kindOf(r) === "Deployment").map((r) => plain<Deployment>(r));

export const containersOf = ({ spec }: PodTemplate): readonly Container[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
];

/** Millicores and bytes; an init container may take no more than the container, so that the pod asks for what the model says. */
export function sizeOf({ spec }: PodTemplate, which: "requests" | "limits"): Resources {
  const sizes = (containers: readonly Container[]) =>
    containers.map(({ resources }) => ({
      cpu: parseCpu(resources?.[which].cpu ?? "") ?? Number.NaN,
      memory: parseSize(resources?.[which].memory ?? "") ?? Number.NaN,
    }));
  const sum = sizes(spec.containers).reduce((a, b) => ({ cpu: a.cpu + b.cpu, memory: a.memory + b.memory }));
  return sizes(spec.initContainers ?? []).reduce(
    (most, one) => ({ cpu: Math.max(most.cpu, one.cpu), memory: Math.max(most.memory, one.memory) }),
    sum,
  );
}

/** What the sizing model says of a pod. */
export const modelled = ({ requests, limits, ownNode, zoneSkew }: Pod) => ({
  requests,
  limits,
  ownNode,
  zoneSkew: zoneSkew ?? 0,
});

/** The same, read from a template's rules. */
export const declared = (template: PodTemplate) => ({
  requests: sizeOf(template, "requests"),
  limits: sizeOf(template, "limits"),
  ownNode: template.spec.affinity !== undefined,
  zoneSkew: template.spec.topologySpreadConstraints === undefined ? 0 : 1,
});

/** Pod Security Standard "restricted", as far as a template can break it here. */
export const RESTRICTED = {
  pod: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  container: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
} as const;
