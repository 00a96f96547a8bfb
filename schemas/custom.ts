/** Kinds that operators define, from their CustomResourceDefinitions. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { UserError } from "../core/problems";
import { CUSTOM } from "./kinds";
import { share } from "./share";
import { METADATA, type Schema, isSchema, strict } from "./strict";

export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly scope: "Cluster" | "Namespaced";
  readonly schema: Schema;
}

interface Definition {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly scope: "Cluster" | "Namespaced";
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** `folders` are searched for YAML files with CRDs; all wanted kinds must be there. */
export function customSchemas(folders: readonly string[]): readonly CustomKind[] {
  const definitions = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.ya?ml$/.test(file))
      .sort()
      .flatMap((file) =>
        parseAllDocuments(readFileSync(join(folder, file), "utf8")).map((document) => document.toJS() as unknown),
      ),
  );
  const found = definitions.filter(isDefinition).flatMap(kindsOf);
  const missing = wanted().filter((name) => !found.some(({ apiVersion, kind }) => `${apiVersion} ${kind}` === name));
  if (missing.length > 0)
    throw new UserError(`No CustomResourceDefinition for ${missing.join(", ")} in ${folders.join(", ")}`);
  return found;
}

/** `apiVersion kind` of all that the stacks declare. */
const wanted = (): readonly string[] =>
  Object.entries(CUSTOM).flatMap(([apiVersion, kinds]) => kinds.map((kind) => `${apiVersion} ${kind}`));

const isDefinition = (value: unknown): value is Definition =>
  isSchema(value) && value["kind"] === "CustomResourceDefinition";

function kindsOf({ spec }: Definition): readonly CustomKind[] {
  const { kind } = spec.names;
  return spec.versions
    .map(({ name, schema }) => ({ apiVersion: `${spec.group}/${name}`, openApi: schema.openAPIV3Schema }))
    .filter(({ apiVersion }) => wanted().includes(`${apiVersion} ${kind}`))
    .map(({ apiVersion, openApi }) => ({ apiVersion, kind, scope: spec.scope, schema: withHead(openApi) }));
}

/** Every custom object has these three, whether its definition says so or not. */
function withHead(schema: Schema): Schema {
  const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
  const closed = strict({
    ...schema,
    properties: { ...properties, apiVersion: { type: "string" }, kind: { type: "string" }, metadata: {} },
  });
  const own = isSchema(closed["properties"]) ? closed["properties"] : {};
  return share({ ...closed, properties: { ...own, metadata: { $ref: `kubernetes.json#/$defs/${METADATA}` } } });
}
