/** Judges one Kubernetes object by its API's schema, strictly: what the API server would drop or refuse is a problem here. */
import type { ErrorObject } from "ajv";
import { nearest, written } from "../../core/config/faults";
import type { Problem } from "../../core/problems";
import { type PlainValue, type PlannedMap, type PlannedValue, Unknown, isPlannedMap, redact, reveal } from "../plan";
import { schemaOf } from "./library";

export interface CheckOptions {
  /** A patch names only what it changes: nothing is required of it. */
  readonly patch?: boolean;
}

/** In the order of the object; the same fault once. Problems never show a secret. */
export function checkObject(object: PlannedMap, { patch = false }: CheckOptions = {}): readonly Problem[] {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string")
    return [{ path: "kind", message: "and apiVersion are required" }];
  const schema = schemaOf(apiVersion, kind);
  if (schema === undefined)
    return [
      {
        path: "kind",
        message: `has no schema in schemas/: add ${apiVersion} ${kind} to schemas/kinds.ts and run npm run schemas`,
        got: kind,
      },
    ];
  schema.validate(reveal(object));
  const shown = redact(object);
  const errors = (schema.validate.errors ?? []).filter(
    (error) => !(patch && error.keyword === "required") && !isUnknown(object, error.instancePath),
  );
  return [...metadataProblems(object, schema.scope), ...distinct(errors.flatMap((error) => problemOf(error, shown)))];
}

function metadataProblems({ metadata }: PlannedMap, scope: "Cluster" | "Namespaced"): readonly Problem[] {
  if (metadata instanceof Unknown) return [];
  const { name, namespace } = isPlannedMap(metadata) ? metadata : {};
  return [
    ...(name === undefined ? [{ path: "metadata.name", message: "is required, or Pulumi makes one up" }] : []),
    ...(scope === "Namespaced" && namespace === undefined
      ? [{ path: "metadata.namespace", message: "is required, or the object lands in `default`" }]
      : []),
    ...(scope === "Cluster" && namespace !== undefined
      ? [{ path: "metadata.namespace", message: "must be absent: the kind has no namespace" }]
      : []),
  ];
}

function problemOf(error: ErrorObject, shown: PlainValue): readonly Problem[] {
  const path = pathOf(error.instancePath);
  const at = (key?: string) => written(key === undefined ? path : [...path, key]) || "the object";
  const got = valueAt(shown, path);
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case "additionalProperties": {
      const field = String(params["additionalProperty"]);
      return [
        {
          path: at(field),
          message: noField(field, Object.keys((error.parentSchema?.["properties"] ?? {}) as object)),
          got: valueAt(shown, [...path, field]),
        },
      ];
    }
    case "required":
      return [{ path: at(String(params["missingProperty"])), message: "is required" }];
    case "enum":
      return [
        { path: at(), message: `must be one of ${(params["allowedValues"] as unknown[]).map(String).join(", ")}`, got },
      ];
    case "type":
      return [{ path: at(), message: `must be ${[params["type"]].flat().join(" or ")}`, got }];
    default:
      return [{ path: at(), message: error.message ?? `breaks ${error.keyword}`, got }];
  }
}

function noField(field: string, known: readonly string[]): string {
  const near = nearest(field, known);
  return near === undefined ? "is no field of the API" : `is no field of the API; did you mean ${near}?`;
}

const pathOf = (pointer: string): readonly (string | number)[] =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

function valueAt(value: PlainValue, path: readonly (string | number)[]): PlainValue | undefined {
  return path.reduce<PlainValue | undefined>(
    (v, key) => new Map<string, PlainValue>(Object.entries(v ?? {})).get(String(key)),
    value,
  );
}

function isUnknown(object: PlannedValue, pointer: string): boolean {
  const at = pathOf(pointer).reduce<PlannedValue | undefined>(
    (v, key) => (v instanceof Unknown ? v : new Map<string, PlannedValue>(Object.entries(v ?? {})).get(String(key))),
    object,
  );
  return at instanceof Unknown;
}

const distinct = (problems: readonly Problem[]): readonly Problem[] =>
  problems.filter(
    ({ path, message }, i) => problems.findIndex((other) => other.path === path && other.message === message) === i,
  );
