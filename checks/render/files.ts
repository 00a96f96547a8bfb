/** The files of a render: one per resource, with names that people find, and all resources in one list for programs. */
import { stringify } from "yaml";
import { type Plan, type PlannedResource, isPlannedMap, redact } from "../plan";
import { isKubernetesObject, isPatch } from "../schema/objects";
import { LIST, listOf, record } from "./list";

/** Path to content, in order. Throws where two resources would share a file. */
export function filesOf(plan: Plan): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const resource of plan.resources) {
    const path = pathOf(resource);
    if (files.has(path)) throw new Error(`two resources would be written to ${path}; one is ${resource.urn}`);
    files.set(
      path,
      isKubernetesObject(resource) ? manifest(resource) : `${JSON.stringify(record(resource), null, 2)}\n`,
    );
  }
  return new Map([...[...files].sort(([a], [b]) => (a < b ? -1 : 1)), [LIST, listOf(plan)]]);
}

function pathOf(resource: PlannedResource): string {
  const { type, name, props } = resource;
  if (!isKubernetesObject(resource)) return `${type.replaceAll(/[:/]/g, "-")}/${fileName(name)}.json`;
  const metadata = isPlannedMap(props["metadata"]) ? props["metadata"] : {};
  const kind = `${text(props["kind"])}${isPatch(resource) ? "Patch" : ""}`;
  return `${metadata["namespace"] === undefined ? "_cluster" : text(metadata["namespace"])}/${kind}/${fileName(text(metadata["name"] ?? name))}.yaml`;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "[unknown]");
const fileName = (name: string): string => name.replaceAll("/", "-");

/** As Kubernetes would be given it. Long texts aren't folded, so that a diff shows the line that changed. */
const manifest = ({ props }: PlannedResource): string =>
  stringify(redact(props), { lineWidth: 0, aliasDuplicateObjects: false });
