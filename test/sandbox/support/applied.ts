/** What a component declares, made by a provider's plugin without the CLI. */
import { type Plan, type PlannedResource, reveal } from "../../../checks/plan";
import { comesAfter } from "../../components/planned";
import type { Plugin, Resource } from "../../providers/conformance/plugin";

type Inputs = Parameters<Plugin["check"]>[1];

/** In an order in which each finds what it depends on. */
function inOrder(plan: Plan, provider: string): readonly PlannedResource[] {
  const wanted = plan.resources.filter(({ type }) => type.startsWith(`${provider}:`));
  const before = (r: PlannedResource) => wanted.filter((other) => other !== r && comesAfter(plan, r, other)).length;
  const ranks = new Map(wanted.map((r) => [r, before(r)]));
  return [...wanted].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}

/** Makes the plan's resources of this provider: `aws`, `postgresql`. */
export async function apply(plugin: Plugin, plan: Plan, provider: string): Promise<readonly Resource[]> {
  const made: Resource[] = [];
  for (const { urn, props } of inOrder(plan, provider)) {
    const { inputs, reasons } = await plugin.check(urn, reveal(props) as Inputs);
    if (reasons.length > 0) throw new Error(`${urn}: ${reasons.join("; ")}`);
    made.push(await plugin.create(urn, inputs, false));
  }
  return made;
}

/** `urn: properties` of those that another run would change. */
export async function drifted(plugin: Plugin, resources: readonly Resource[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const resource of resources) {
    const now = await plugin.refresh(resource);
    const { changes } = now === undefined ? { changes: ["gone"] } : await plugin.diff(now, resource.inputs);
    if (changes.length > 0) found.push(`${resource.urn}: ${changes.join(", ")}`);
  }
  return found;
}
