/** From the dialects of OpenAPI that Kubernetes speaks to plain JSON Schema, closed: a field that isn't declared is an error. */

export interface Schema {
  readonly [keyword: string]: unknown;
}

export const METADATA = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
const INT_OR_STRING = { type: ["integer", "string"] };
/** As apimachinery parses quantities: a number with a decimal exponent or one of the suffixes. */
const QUANTITY = {
  type: ["string", "number"],
  pattern: "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$",
};
/** Definitions whose JSON form differs from what their schema says. */
const SPECIAL: Readonly<Record<string, Schema>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": QUANTITY,
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": INT_OR_STRING,
};

/** Keywords whose value is one schema, a list of schemas, or schemas by name. */
const ONE = ["items", "additionalProperties", "not"];
const LISTS = ["allOf", "anyOf", "oneOf"];
const KEPT = [
  "type",
  "enum",
  "pattern",
  "required",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
];
const KEPT_ALSO = ["minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems", "multipleOf", "const"];

/** `refs` translates the names of referenced definitions. */
export function strict(schema: Schema, refs: (reference: string) => string = String): Schema {
  if (typeof schema["$ref"] === "string") return { $ref: refs(schema["$ref"]) };
  if (schema["x-kubernetes-int-or-string"] === true || schema["format"] === "int-or-string")
    return { ...INT_OR_STRING, ...pick(schema, ["pattern"]) };
  return close(schema, convert(schema, refs, true));
}

export const special = (name: string): Schema | undefined => SPECIAL[name];

/** Branches (`anyOf` …) only add conditions, so they stay open; the schema around them declares the fields. */
function convert(schema: Schema, refs: (reference: string) => string, closing: boolean): Schema {
  const inner = (value: unknown) =>
    isSchema(value) ? (closing ? strict(value, refs) : convert(value, refs, false)) : value;
  // A reference with a note is written as `allOf` of one.
  const { allOf } = schema;
  if (Array.isArray(allOf) && allOf.length === 1 && isSchema(allOf[0]) && "$ref" in allOf[0])
    return strict(allOf[0], refs);
  return {
    ...nullable(pick(schema, [...KEPT, ...KEPT_ALSO]), schema["nullable"] === true),
    ...(typeof schema["pattern"] === "string" ? { pattern: javaScriptPattern(schema["pattern"]) } : {}),
    ...(isSchema(schema["properties"]) ? { properties: mapValues(schema["properties"], inner) } : {}),
    ...mapValues(pick(schema, ONE), inner),
    ...mapValues(pick(schema, LISTS), (list) =>
      Array.isArray(list) ? list.map((item: unknown) => (isSchema(item) ? convert(item, refs, false) : item)) : list,
    ),
  };
}

/** Go's patterns are JavaScript's but for a flag in the middle: `^(?i)(a|b)$`. */
function javaScriptPattern(pattern: string): string {
  const translated = pattern.replace(/\(\?i\)(.*)$/s, "(?i:$1)");
  new RegExp(translated);
  return translated;
}

function close(source: Schema, converted: Schema): Schema {
  const embedded = source["x-kubernetes-embedded-resource"] === true;
  const properties = isSchema(converted["properties"]) ? converted["properties"] : undefined;
  const open = source["x-kubernetes-preserve-unknown-fields"] === true || "additionalProperties" in converted;
  if (properties === undefined || open) return converted;
  const own = embedded
    ? { apiVersion: { type: "string" }, kind: { type: "string" }, metadata: { type: "object" }, ...properties }
    : properties;
  return { ...converted, properties: own, additionalProperties: false };
}

function nullable(schema: Schema, isNullable: boolean): Schema {
  if (!isNullable) return schema;
  const list = schema["enum"];
  return {
    ...schema,
    ...(typeof schema["type"] === "string" ? { type: [schema["type"], "null"] } : {}),
    ...(Array.isArray(list) ? { enum: [...(list as unknown[]), null] } : {}),
  };
}

export const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const mapValues = (schema: Schema, change: (value: unknown) => unknown): Schema =>
  Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, change(value)]));

const pick = (schema: Schema, keys: readonly string[]): Schema =>
  Object.fromEntries(keys.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]));
