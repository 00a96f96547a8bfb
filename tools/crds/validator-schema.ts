import * as acorn from "acorn";
import { simple } from "acorn-walk";

/** The part of OpenAPI v3 that custom resource definitions use here. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema;
  required?: string[];
  enum?: unknown[];
  anyOf?: Schema[];
  "x-kubernetes-int-or-string"?: true;
  "x-kubernetes-preserve-unknown-fields"?: true;
  /** Limits and formats, by the keyword that a schema has for them. */
  [keyword: string]: unknown;
}

/** Keywords whose value stands in the error's `params.limit`. */
const LIMITS = new Set([
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
]);

/**
 * The schema that a compiled validator (ajv's standalone form, as the packages of @kubernetes-models ship it) was made from: every check
 * reports an error with its keyword and parameters, and every property is checked by a call with its path.
 * Lost on the way, as validators don't need them: descriptions, defaults, CEL rules, keys of list maps.
 */
export function schemaOfValidator(source: string): Schema {
  return new Reader(acorn.parse(source, { ecmaVersion: "latest", sourceType: "module" })).schema();
}

class Reader {
  private readonly functions = new Map<string, acorn.FunctionDeclaration>();
  private readonly values = new Map<string, acorn.Expression>();
  private readonly imports = new Map<string, string>();
  private readonly known = new Map<string, Schema>();

  constructor(program: acorn.Program) {
    for (const statement of program.body) {
      const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      if (node?.type === "FunctionDeclaration") this.functions.set(node.id.name, node);
      if (node?.type === "VariableDeclaration") node.declarations.forEach((d) => this.declare(d));
      if (node?.type === "ImportDeclaration")
        node.specifiers.forEach((s) => this.imports.set(s.local.name, String(node.source.value)));
    }
  }

  schema(): Schema {
    const entry = this.values.get("validate");
    if (entry?.type !== "Identifier") throw new Error("The module exports no validator.");
    return this.schemaOf(entry.name);
  }

  private declare({ id, init }: acorn.VariableDeclarator): void {
    if (id.type === "Identifier" && init) this.values.set(id.name, init);
  }

  private schemaOf(name: string): Schema {
    const known = this.known.get(name);
    if (known) return structuredClone(known);
    // Metadata is the API server's own affair.
    if (this.imports.get(name)?.includes("ObjectMeta")) return { type: "object" };
    const fn = this.functions.get(name);
    if (!fn) throw new Error(`The validator calls ${name}, which isn't in its module.`);
    const schema: Schema = {};
    const alternatives: Schema[] = [];
    simple(fn.body, {
      ObjectExpression: (node) => this.readError(node, schema),
      CallExpression: (node) => this.readCall(node, schema, alternatives),
    });
    const result = finish(schema, alternatives);
    this.known.set(name, result);
    return structuredClone(result);
  }

  /** `{ schemaPath, keyword: "required", params: { missingProperty: "name" } }` */
  private readError(node: acorn.ObjectExpression, schema: Schema): void {
    const { keyword, params } = fieldsOf(node);
    if (!keyword || params?.type !== "ObjectExpression") return;
    const word = String(this.valueOf(keyword));
    const given = fieldsOf(params);
    const param = (name: string): unknown => given[name] && this.valueOf(given[name]);
    if (LIMITS.has(word)) schema[word] = param("limit");
    else if (word === "required") (schema.required ??= []).push(String(param("missingProperty")));
    else if (word === "enum") schema.enum = (param("allowedValues") as unknown[]).filter((value) => value !== null);
    else if (word === "type") schema.type = typeOf(param("type"));
    else if (word === "pattern" || word === "format") schema[word] = param(word);
    else if (word !== "anyOf") throw new Error(`A validator uses the keyword "${word}", which isn't known here.`);
  }

  /** `validate22(data.name, { instancePath: instancePath + "/name", … })`: the path says whose schema the called one is. */
  private readCall(node: acorn.CallExpression, schema: Schema, alternatives: Schema[]): void {
    const [, options] = node.arguments;
    if (node.callee.type !== "Identifier" || options?.type !== "ObjectExpression") return;
    const { instancePath } = fieldsOf(options);
    if (!instancePath) return;
    const place = placeOf(instancePath);
    const child = this.schemaOf(node.callee.name);
    if (place.kind === "property") (schema.properties ??= {})[place.name] = child;
    else if (place.kind === "items") schema.items = child;
    else if (place.kind === "values") schema.additionalProperties = child;
    else alternatives.push(child);
  }

  /** What a literal, or a name that stands for one, is worth. */
  private valueOf(node: acorn.Expression | acorn.SpreadElement): unknown {
    if (node.type === "Literal") return node.value;
    if (node.type === "TemplateLiteral") return node.quasis[0]?.value.cooked;
    if (node.type === "ArrayExpression") return node.elements.map((element) => element && this.valueOf(element));
    if (node.type === "UnaryExpression" && node.operator === "-") return -Number(this.valueOf(node.argument));
    const named = node.type === "Identifier" ? this.values.get(node.name) : undefined;
    if (!named) throw new Error(`A validator's check holds a ${node.type}, which isn't known here.`);
    return this.valueOf(named);
  }
}

type Place = { readonly kind: "self" | "items" | "values" } | { readonly kind: "property"; readonly name: string };

/** `instancePath`, `instancePath + "/name"`, `instancePath + "/" + i0`, `instancePath + "/" + key0.replace(…)` */
function placeOf(path: acorn.Expression): Place {
  if (path.type === "Identifier") return { kind: "self" };
  if (path.type !== "BinaryExpression")
    throw new Error(`A validator's path is a ${path.type}, which isn't known here.`);
  const { right } = path;
  if (right.type === "Identifier") return { kind: "items" };
  if (right.type === "CallExpression") return { kind: "values" };
  const name = right.type === "Literal" ? String(right.value).slice(1) : "";
  if (name === "" || name.includes("/")) throw new Error("A validator's path has a form that isn't known here.");
  return { kind: "property", name: name.replaceAll("~1", "/").replaceAll("~0", "~") };
}

function fieldsOf(node: acorn.ObjectExpression): Readonly<Record<string, acorn.Expression>> {
  const fields = node.properties.flatMap((property) => {
    if (property.type !== "Property") return [];
    const { key, value } = property;
    return [[key.type === "Identifier" ? key.name : String((key as acorn.Literal).value), value] as const];
  });
  return Object.fromEntries(fields);
}

/** One type; null beside it only says that a field may be left empty. */
function typeOf(value: unknown): string {
  const types = (Array.isArray(value) ? value : [value]).filter((type) => type !== "null");
  return types.length === 1 ? String(types[0]) : types.sort().join("|");
}

function finish(schema: Schema, alternatives: readonly Schema[]): Schema {
  const types = [...new Set([...alternatives.map(({ type }) => type), ...(schema.type?.split("|") ?? [])])].sort();
  if (types.join("|") === "integer|string") {
    delete schema.type;
    return { ...schema, anyOf: [{ type: "integer" }, { type: "string" }], "x-kubernetes-int-or-string": true };
  }
  const merged: Schema = Object.assign({}, ...alternatives, schema) as Schema;
  if (merged.type === undefined) throw new Error("A validator checks no type, so its schema can't be told.");
  const isFree = merged.type === "object" && !merged.properties && !merged.additionalProperties;
  return isFree ? { ...merged, "x-kubernetes-preserve-unknown-fields": true } : merged;
}
