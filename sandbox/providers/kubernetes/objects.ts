/** Kubernetes objects as plain values, and safe ways into them. */
import type { Props, Value } from "../kind";
import { UNKNOWN } from "../kind";

export const isMap = (value: Value | undefined): value is Props =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** The value at a path of member names; undefined where a step is missing. */
export function at(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((inner, key) => (isMap(inner) ? inner[key] : undefined), value);
}

export function textAt(value: Value | undefined, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}

export function numberAt(value: Value | undefined, ...path: readonly string[]): number {
  const found = at(value, ...path);
  return typeof found === "number" ? found : 0;
}

export function mapAt(value: Value | undefined, ...path: readonly string[]): Props {
  const found = at(value, ...path);
  return isMap(found) ? found : {};
}

/** The members of a list that are objects. */
export function mapsAt(value: Value | undefined, ...path: readonly string[]): readonly Props[] {
  const found = at(value, ...path);
  return isList(found) ? found.filter(isMap) : [];
}

export const nameOf = (object: Props): string => textAt(object, "metadata", "name");
export const namespaceOf = (object: Props): string => textAt(object, "metadata", "namespace");
export const uidOf = (object: Props): string => textAt(object, "metadata", "uid");
export const kindOf = (object: Props): string => textAt(object, "kind");
export const annotation = (object: Props, name: string): string => textAt(object, "metadata", "annotations", name);

/** `v1/Service`, `apps/v1/StatefulSet` */
export const groupVersionKind = (object: Props): string => `${textAt(object, "apiVersion")}/${kindOf(object)}`;

/** The object with the value at a path of member names; what is missing on the way is made. */
export function withAt(object: Props, path: readonly string[], value: Value): Props {
  const [first, ...rest] = path;
  if (first === undefined) return object;
  return { ...object, [first]: rest.length === 0 ? value : withAt(mapAt(object, first), rest, value) };
}

/** The object without the member at a path. */
export function withoutAt(object: Props, path: readonly string[]): Props {
  const [first, ...rest] = path;
  const inner = first === undefined ? undefined : object[first];
  if (first === undefined || inner === undefined) return object;
  if (rest.length > 0) return isMap(inner) ? { ...object, [first]: withoutAt(inner, rest) } : object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== first));
}

/** Whether anything in it is not known yet. */
export function hasUnknown(value: Value): boolean {
  if (value === UNKNOWN) return true;
  if (isList(value)) return value.some(hasUnknown);
  return isMap(value) && Object.values(value).some(hasUnknown);
}

export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((member, i) => equal(member, b[i]));
  if (isMap(a) && isMap(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && equal(a[key], b[key]));
  }
  return a === b;
}
