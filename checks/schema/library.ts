/** The committed schemas, read when a kind is first needed. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import type { BuiltIn } from "../../schemas/built-in";
import type { CustomKind } from "../../schemas/custom";

const FOLDER = join(__dirname, "..", "..", "schemas");

export interface KindSchema {
  readonly scope: "Cluster" | "Namespaced";
  readonly validate: ValidateFunction;
}

// Formats only name Go's types, and Go's patterns aren't written for JavaScript's `u` flag.
const ajv = new Ajv({
  allErrors: true,
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
  verbose: true,
  code: { optimize: false },
});
const kinds = new Map<string, KindSchema | undefined>();
let builtIn: BuiltIn | undefined;

/** Nothing where the kind has no schema here. */
export function schemaOf(apiVersion: string, kind: string): KindSchema | undefined {
  const key = `${apiVersion}/${kind}`;
  if (!kinds.has(key)) kinds.set(key, builtInKind(key) ?? customKind(apiVersion, kind));
  return kinds.get(key);
}

function builtInKind(key: string): KindSchema | undefined {
  const { kinds: known } = definitions();
  const found = known[key];
  return found && { scope: found.scope, validate: ajv.compile({ $ref: `kubernetes.json#/$defs/${found.definition}` }) };
}

function customKind(apiVersion: string, kind: string): KindSchema | undefined {
  const file = join(FOLDER, `${apiVersion.replace("/", "_")}_${kind}.json`);
  if (!existsSync(file)) return undefined;
  definitions();
  const { scope, schema } = JSON.parse(readFileSync(file, "utf8")) as CustomKind;
  return { scope, validate: ajv.compile(schema) };
}

function definitions(): BuiltIn {
  if (builtIn === undefined) {
    builtIn = JSON.parse(readFileSync(join(FOLDER, "kubernetes.json"), "utf8")) as BuiltIn;
    ajv.addSchema({ $defs: builtIn.$defs }, "kubernetes.json");
  }
  return builtIn;
}
