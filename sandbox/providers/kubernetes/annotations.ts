/** What a declaration tells the provider by `pulumi.com/…` annotations. */
import { UserError } from "../../../core/problems";
import type { Props } from "../kind";
import { annotation, withAt } from "./objects";

const prefix = "pulumi.com/";
const isTrue = (object: Props, name: string): boolean => annotation(object, prefix + name) === "true";

export const isAutonamed = (object: Props): boolean => isTrue(object, "autonamed");
export const skipsAwait = (object: Props): boolean => isTrue(object, "skipAwait");
export const forcesPatch = (object: Props): boolean => isTrue(object, "patchForce");
export const fieldManagerOf = (object: Props): string => annotation(object, `${prefix}patchFieldManager`);

export const autonamed = (object: Props, name: string): Props =>
  withAt(withAt(object, ["metadata", "name"], name), ["metadata", "annotations", `${prefix}autonamed`], "true");

/** Seconds: the resource's `customTimeouts`, else the annotation, else undefined. */
export function timeoutOf(object: Props, customTimeout: number): number | undefined {
  if (customTimeout > 0) return customTimeout;
  const seconds = Number.parseInt(annotation(object, `${prefix}timeoutSeconds`), 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** What becomes of an object's dependents when it is deleted; they go first where nothing is said. */
export function propagationPolicy(object: Props): "Orphan" | "Background" | "Foreground" {
  switch (annotation(object, `${prefix}deletionPropagationPolicy`).toLowerCase()) {
    case "orphan":
      return "Orphan";
    case "background":
      return "Background";
    default:
      return "Foreground";
  }
}

/** The expressions of `pulumi.com/waitFor`: one, or a JSON list of them that must all hold. */
export function waitExpressions(object: Props): readonly string[] {
  const text = annotation(object, `${prefix}waitFor`);
  if (text === "") return [];
  const list = parseList(text);
  if (list?.length === 0) throw new UserError("pulumi.com/waitFor needs at least one condition, got an empty list");
  return list ?? [text];
}

function parseList(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((entry) => typeof entry === "string") ? value : undefined;
  } catch {
    return undefined;
  }
}
