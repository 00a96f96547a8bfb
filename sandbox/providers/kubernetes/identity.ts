/** From a resource's type to the kind of object that it declares, and from an object to its id. */
import type { Props } from "../kind";
import { nameOfUrn, typeOfUrn } from "../protocol/urn";
import { kindOf, nameOf, namespaceOf, textAt, withAt } from "./objects";

/** `kubernetes:apps/v1:StatefulSet` → `StatefulSet` */
const typeName = (urn: string): string => typeOfUrn(urn).split(":")[2] ?? "";

/** `kubernetes:core/v1:Service` → `v1` */
const apiVersionOfType = (urn: string): string => (typeOfUrn(urn).split(":")[1] ?? "").replace(/^core\//, "");

/** Patch resources manage single fields of an object that somebody else owns: `kubernetes:core/v1:ServicePatch`. */
export const isPatch = (urn: string, object: Props): boolean =>
  typeName(urn).endsWith("Patch") && !kindOf(object).endsWith("Patch");

/** The kind as the type says; a kind whose own name ends in `Patch` gives itself in its inputs. */
export function withKind(urn: string, object: Props): Props {
  const apiVersion = textAt(object, "apiVersion") || apiVersionOfType(urn);
  const kind = kindOf(object) || typeName(urn).replace(/Patch$/, "");
  return { ...object, apiVersion: apiVersion.replace(/^core\//, ""), kind };
}

/** `namespace/name`, or `name` for what has no namespace. */
export function idOf(object: Props): string {
  const namespace = namespaceOf(object);
  return namespace ? `${namespace}/${nameOf(object)}` : nameOf(object);
}

/** Name and namespace of an id, set on an object of which only the kind is known. */
export function withId(object: Props, id: string): Props {
  const [first = "", second] = id.split("/");
  const named = withAt(object, ["metadata", "name"], second ?? first);
  return second === undefined ? named : withAt(named, ["metadata", "namespace"], first);
}

/** A name that nobody has yet: the resource's own with eight hexadecimal digits. */
export const uniqueName = (urn: string, seed: Buffer): string => `${nameOfUrn(urn)}-${hex(seed)}`;

/** The name under which one resource's fields are managed on the server. */
export const newFieldManager = (): string => `pulumi-kubernetes-${hex(Buffer.alloc(0))}`;

function hex(seed: Buffer): string {
  const bytes = seed.length >= 4 ? seed.subarray(0, 4) : crypto.getRandomValues(Buffer.alloc(4));
  return bytes.toString("hex");
}
