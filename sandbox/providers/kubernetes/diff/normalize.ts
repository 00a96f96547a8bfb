/** Makes inputs and live objects comparable: what the API server rewrites by itself is no difference. */
import type { Props, Value } from "../../kind";
import { isList, isMap, kindOf, mapAt, textAt } from "../objects";
import { canonicalQuantity } from "./quantity";

/** Members whose values are quantities, by name. */
const quantityMaps = new Set(
  "limits requests hard capacity default defaultRequest min max maxLimitRequestRatio podFixed".split(" "),
);
const quantities = new Set(["sizeLimit", "divisor", "averageValue"]);

/** Fields of `metadata` that only the API server writes. */
const serverMetadata = new Set([
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
]);

/** Kinds of Kubernetes itself, which the API server rewrites into canonical form; custom resources are kept as given. */
export function isBuiltIn(object: Props): boolean {
  const [group] = textAt(object, "apiVersion").split("/");
  return group !== undefined && (!group.includes(".") || group.endsWith(".k8s.io"));
}

const scalarQuantity = (value: Value): Value =>
  typeof value === "string" || typeof value === "number" ? canonicalQuantity(value) : value;

function canonical(value: Value): Value {
  if (isList(value)) return value.map(canonical);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, member]): [string, Value] => {
    if (quantities.has(key)) return [key, scalarQuantity(member)];
    if (!quantityMaps.has(key) || !isMap(member)) return [key, canonical(member)];
    return [key, Object.fromEntries(Object.entries(member).map(([name, amount]) => [name, scalarQuantity(amount)]))];
  });
  return Object.fromEntries(entries);
}

/** `stringData` is write-only: the API server stores it as base64 in `data`. */
export function withSecretData(secret: Props): Props {
  if (textAt(secret, "apiVersion") !== "v1" || kindOf(secret) !== "Secret") return secret;
  const { stringData, ...rest } = secret;
  if (!isMap(stringData)) return secret;
  const encoded = Object.entries(stringData).map(([key, value]): [string, Value] => [
    key,
    typeof value === "string" ? Buffer.from(value).toString("base64") : value,
  ]);
  return { ...rest, data: { ...mapAt(secret, "data"), ...Object.fromEntries(encoded) } };
}

/** Without the fields that only the server writes. */
export function withoutServerMetadata(object: Props): Props {
  const metadata = Object.entries(mapAt(object, "metadata")).filter(([key]) => !serverMetadata.has(key));
  return { ...object, metadata: Object.fromEntries(metadata) };
}

/** Where quantities live; elsewhere (`data`) the same names are the user's own. */
const bodies = ["spec", "template", "overhead"];

export function normalize(object: Props): Props {
  const own = withoutServerMetadata(withSecretData(object));
  if (!isBuiltIn(object)) return own;
  const entries = Object.entries(own).map(([key, value]): [string, Value] => [
    key,
    bodies.includes(key) ? canonical(value) : value,
  ]);
  return Object.fromEntries(entries);
}
