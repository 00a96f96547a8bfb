/** Which planned resources are Kubernetes objects, and how each of them fares. */
import type { Problem } from "../../core/problems";
import { type Plan, type PlannedResource } from "../plan";
import { checkObject } from "./check";

/** Custom resources of the Kubernetes provider that stand for one object of the API; not its Helm releases or lists of files. */
export function isKubernetesObject({ type, custom, props }: PlannedResource): boolean {
  return (
    custom &&
    type.startsWith("kubernetes:") &&
    typeof props["apiVersion"] === "string" &&
    typeof props["kind"] === "string"
  );
}

/** A patch changes an object that something else made. */
export const isPatch = ({ type }: PlannedResource): boolean => type.endsWith("Patch");

/** Every fault of every object; each path starts with the resource's name. */
export function schemaProblems({ resources }: Plan): readonly Problem[] {
  return resources.filter(isKubernetesObject).flatMap((resource) =>
    checkObject(resource.props, { patch: isPatch(resource) }).map((problem) => ({
      ...problem,
      path: `${resource.name} ${problem.path}`,
    })),
  );
}
