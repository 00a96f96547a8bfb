/**
 * What comes after what. A component stands for all that it holds, and the SDK would write every one of them down as a dependency of every resource
 * that comes after the component: most of a large stack's state, and of the time that each deployment takes. The engine follows dependencies
 * through others and through providers, when it creates and when it deletes, so those that another one implies are left out here.
 */
import type * as pulumi from "@pulumi/pulumi";

/** What a component made, in order. */
const held = new WeakMap<pulumi.Resource, pulumi.Resource[]>();
/** Everything that a resource comes after, through others as well. */
const before = new WeakMap<pulumi.Resource, ReadonlySet<pulumi.Resource>>();

/** The resources that must be named for one to come after all of `wanted`; `provider` is its own. */
export function prerequisites(
  wanted: readonly pulumi.Resource[],
  provider?: pulumi.Resource,
): readonly pulumi.Resource[] {
  const all = [...new Set(wanted.flatMap(whole))];
  const witnesses = provider === undefined ? all : [provider, ...all];
  return all.filter((resource) => !witnesses.some((other) => before.get(other)?.has(resource)));
}

/** Remembers what a component made, and what that was told to come after. */
export function recordChild(
  parent: pulumi.Resource,
  child: pulumi.Resource,
  direct: readonly (pulumi.Resource | undefined)[],
): void {
  const siblings = held.get(parent);
  if (siblings === undefined) held.set(parent, [child]);
  else siblings.push(child);
  const known = direct.filter((resource) => resource !== undefined);
  before.set(child, new Set(known.flatMap((resource) => [resource, ...(before.get(resource) ?? [])])));
}

/** A component's resources and those of the components in it; any other resource is itself. */
function whole(resource: pulumi.Resource): readonly pulumi.Resource[] {
  return held.get(resource)?.flatMap(whole) ?? [resource];
}
