/** All resources of a plan in one file, for programs. */
import { type Plan, type PlannedResource, redact } from "../plan";

/** Holds everything, and marks a folder as a render. */
export const LIST = "resources.json";

export const listOf = ({ resources }: Plan): string =>
  `${JSON.stringify(
    resources.map((resource) => ({ urn: resource.urn, ...record(resource) })),
    null,
    2,
  )}\n`;

/** A resource without what it keeps secret. */
export function record({ type, name, props, opts, parent, dependencies }: PlannedResource): object {
  return {
    type,
    name,
    props: redact(props),
    opts: dependencies.length === 0 ? opts : { ...opts, dependsOn: dependencies },
    parent: parent ?? null,
  };
}
