/** TypeScript types of the operators' kinds, so that a misspelt field is marked while it is typed. */
import { compile } from "json-schema-to-typescript";
import type { CustomKind } from "./custom";
import { type Schema, isSchema, mapValues } from "./strict";

/** What people write of an object's metadata; the rest is the API server's. */
const METADATA = `/** What is written of an object's metadata; the rest is the API server's. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Values that were worked out elsewhere and aren't changed here. */
export type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
`;

/** File name to content. */
export async function typeFiles(kinds: readonly CustomKind[]): Promise<ReadonlyMap<string, string>> {
  const files = await Promise.all(kinds.map(async (kind) => [`${kind.kind}.ts`, await typesOf(kind)] as const));
  return new Map([...files, ["common.ts", METADATA]]);
}

async function typesOf({ apiVersion, kind, schema }: CustomKind): Promise<string> {
  const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
  const declared = Object.fromEntries(Object.entries(properties).filter(([key]) => key !== "status"));
  const own = {
    ...declared,
    apiVersion: { const: apiVersion },
    kind: { const: kind },
    metadata: { tsType: "ObjectMeta" },
  };
  const required = [
    "apiVersion",
    "kind",
    "metadata",
    ...(Array.isArray(schema["required"]) ? (schema["required"] as string[]) : []),
  ];
  const written = {
    ...withoutConditions(schema),
    properties: withoutConditions(own),
    required: [...new Set(required)],
  };
  const body = await compile(written as Parameters<typeof compile>[0], `Mutable${kind}`, {
    bannerComment: "",
    additionalProperties: true,
    style: { printWidth: 120, trailingComma: "all" },
  });
  return `/* Made by \`npm run schemas\` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of ${apiVersion} takes it, without \`status\`. */
export type ${kind} = DeepReadonly<Mutable${kind}>;

${body}`;
}

/** Alternatives only say which fields go together; as types they would hide the fields. */
function withoutConditions(schema: Schema): Schema {
  const kept = Object.fromEntries(
    Object.entries(schema).filter(
      ([key, value]) => !(["anyOf", "oneOf", "allOf", "not"].includes(key) && Array.isArray(value)) && key !== "not",
    ),
  );
  return mapValues(kept, (value) =>
    Array.isArray(value) ? value : isSchema(value) ? withoutConditions(value) : value,
  );
}
