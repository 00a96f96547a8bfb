/** Kubernetes' own kinds: all definitions that they need in one document, because pods appear in many of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Enums, readEnums } from "./enums";
import { BUILT_IN } from "./kinds";
import { METADATA, type Schema, isSchema, mapValues, special, strict } from "./strict";

export interface BuiltIn {
  readonly version: string;
  /** By `apiVersion/kind`. */
  readonly kinds: Readonly<Record<string, { readonly scope: "Cluster" | "Namespaced"; readonly definition: string }>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface KubernetesSources {
  readonly version: string;
  /** The Go modules k8s.io/kubernetes and k8s.io/api. */
  readonly kubernetes: string;
  readonly api: string;
}

export function builtInSchemas({ version, kubernetes, api }: KubernetesSources): BuiltIn {
  const documents = Object.keys(BUILT_IN).map(
    (apiVersion) => [apiVersion, readDocument(kubernetes, apiVersion)] as const,
  );
  const schemas = Object.assign({}, ...documents.map(([, document]) => document.components.schemas)) as Readonly<
    Record<string, Schema>
  >;
  const kinds = Object.fromEntries(
    documents.flatMap(([apiVersion, document]) =>
      (BUILT_IN[apiVersion] ?? []).map((kind) => [
        `${apiVersion}/${kind}`,
        { scope: scopeOf(document, apiVersion, kind), definition: definitionOf(schemas, apiVersion, kind) },
      ]),
    ),
  );
  const names = reachable(schemas, [METADATA, ...Object.values(kinds).map(({ definition }) => definition)]);
  const enums = readEnums(api, [...new Set(names.map(packageOf).filter((name) => name !== undefined))]);
  const $defs = Object.fromEntries(
    names.map((name) => [name, withWords(name, special(name) ?? strict(schemas[name] ?? {}, localRef), enums)]),
  );
  return { version, kinds, $defs };
}

function readDocument(kubernetes: string, apiVersion: string): OpenApi {
  const file = apiVersion.includes("/") ? `apis__${apiVersion.replace("/", "__")}` : `api__${apiVersion}`;
  return JSON.parse(
    readFileSync(join(kubernetes, "api", "openapi-spec", "v3", `${file}_openapi.json`), "utf8"),
  ) as OpenApi;
}

function definitionOf(schemas: Readonly<Record<string, Schema>>, apiVersion: string, kind: string): string {
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  const found = Object.entries(schemas).find(([, schema]) => {
    const kinds = schema["x-kubernetes-group-version-kind"];
    return (
      Array.isArray(kinds) &&
      kinds.some((k) => isSchema(k) && k["group"] === group && k["version"] === version && k["kind"] === kind)
    );
  });
  if (found === undefined) throw new Error(`Kubernetes describes no ${apiVersion} ${kind}`);
  return found[0];
}

function scopeOf(document: OpenApi, apiVersion: string, kind: string): "Cluster" | "Namespaced" {
  const create = Object.entries(document.paths).find(([, methods]) => {
    const post = methods["post"];
    const posted = isSchema(post) ? post["x-kubernetes-group-version-kind"] : undefined;
    return isSchema(posted) && posted["kind"] === kind;
  });
  if (create === undefined) throw new Error(`${apiVersion} ${kind} can't be created`);
  return create[0].includes("{namespace}") ? "Namespaced" : "Cluster";
}

const PREFIX = "#/components/schemas/";
const localRef = (reference: string): string => `#/$defs/${reference.slice(PREFIX.length)}`;

function reachable(schemas: Readonly<Record<string, Schema>>, roots: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    if (special(name) !== undefined) return;
    for (const [, reference = ""] of JSON.stringify(schemas[name]).matchAll(
      /"\$ref":"#\/components\/schemas\/([^"]+)"/g,
    ))
      visit(reference);
  };
  roots.forEach(visit);
  return [...found].sort();
}

/** `io.k8s.api.core.v1.Pod` is in `core/v1`. */
const packageOf = (definition: string): string | undefined =>
  /^io\.k8s\.api\.(\w+)\.(\w+)\./.exec(definition)?.slice(1).join("/");

function withWords(name: string, schema: Schema, enums: Enums): Schema {
  const words = enums.get(name);
  const properties = schema["properties"];
  if (words === undefined || !isSchema(properties)) return schema;
  const limited = Object.fromEntries(
    Object.entries(properties).map(([field, value]) => {
      const list = words.get(field);
      if (list === undefined || !isSchema(value)) return [field, value];
      return [
        field,
        isSchema(value["items"]) ? { ...value, items: { ...value["items"], enum: list } } : { ...value, enum: list },
      ];
    }),
  );
  return mapValues(schema, (value) => (value === properties ? limited : value));
}
