/** Plans of test configs, and questions to them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type Plan, type PlannedResource, planStack } from "../../checks/plan";
import type { Typed } from "../stacks/values";

const PROJECT = join(__dirname, "../..");

/** The plan of a stack whose file holds this config. */
export async function planOf(config: Typed): Promise<Plan> {
  const folder = mkdtempSync(join(tmpdir(), "plan-"));
  try {
    const stackFile = join(folder, "Pulumi.test.yaml");
    writeFileSync(
      stackFile,
      stringify({
        config: Object.fromEntries(Object.entries(config).map(([key, value]) => [`streaming:${key}`, value])),
      }),
    );
    return await planStack({ projectDir: PROJECT, stackFile });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `StatefulSet` of `kubernetes:apps/v1:StatefulSet`. */
export const kindOf = ({ type }: PlannedResource): string => type.slice(type.lastIndexOf(":") + 1);

/** The one resource of this kind with this name in Kubernetes, Kafka or PostgreSQL. */
export function find(plan: Plan, kind: string, name: string): PlannedResource {
  const found = plan.resources.filter((r) => r.custom && kindOf(r) === kind && physicalName(r) === name);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0)
    throw new Error(
      `${found.length} ${kind} named ${name}; there are ${
        plan.resources
          .filter((r) => kindOf(r) === kind)
          .map(physicalName)
          .join(", ") || "none"
      }`,
    );
  return only;
}

export const countOf = (plan: Plan, kind: string): number => plan.resources.filter((r) => kindOf(r) === kind).length;

/** The value at `spec.template.spec`, as plain JSON; the place's absence is undefined. */
export function at(resource: PlannedResource, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) => (typeof value === "object" && value !== null ? (value as Typed)[key] : undefined),
      resource.props,
    );
}

function physicalName({ props }: PlannedResource): string {
  const { metadata, name } = props as { metadata?: { name?: string }; name?: string };
  return metadata?.name ?? name ?? "";
}

/** Whether everything that `first` is must be gone after `second` on destroy: `second` depends on it, directly or through others. */
export function comesAfter(plan: Plan, second: PlannedResource, first: PlannedResource): boolean {
  const byUrn = new Map(plan.resources.map((r) => [r.urn, r]));
  const seen = new Set<string>();
  const queue = [second.urn];
  for (let urn = queue.pop(); urn !== undefined; urn = queue.pop()) {
    if (urn === first.urn) return true;
    if (seen.has(urn)) continue;
    seen.add(urn);
    const resource = byUrn.get(urn);
    queue.push(
      ...(resource?.dependencies ?? []),
      ...[resource?.parent, resource?.opts.provider?.split("::").slice(0, 4).join("::")].filter((u) => u !== undefined),
    );
  }
  return false;
}
