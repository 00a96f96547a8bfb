/** Operators write a pod's schema out wherever a pod may stand. Parts that occur twice are kept once, which makes files and checks several times smaller. */
import { createHash } from "node:crypto";
import { type Schema, isSchema } from "./strict";

/** Shorter parts aren't worth a definition. */
const LEAST_LETTERS = 200;

/** A part that occurs more than once: where it is kept, and what it holds. */
interface Shared {
  readonly name: string;
  readonly schema: unknown;
}

export function share(schema: Schema): Schema {
  const counts = new Map<string, number>();
  count(schema, counts);
  const parts = new Map<string, Shared>();
  const replaced = replace(schema, "root", counts, parts);
  if (!isSchema(replaced)) throw new Error("a schema stays one");
  const $defs = [...parts.values()]
    .map((part) => [part.name, part.schema] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...replaced, $defs: Object.fromEntries($defs) };
}

function count(value: unknown, counts: Map<string, number>): void {
  if (Array.isArray(value)) for (const item of value) count(item, counts);
  if (!isSchema(value)) return;
  const text = textOf(value);
  const seen = counts.get(text) ?? 0;
  if (text !== "") counts.set(text, seen + 1);
  // What is inside a repeated part repeats with it.
  if (seen === 0 || text === "") for (const item of Object.values(value)) count(item, counts);
}

function replace(
  value: unknown,
  name: string,
  counts: ReadonlyMap<string, number>,
  parts: Map<string, Shared>,
): unknown {
  if (Array.isArray(value)) return value.map((item) => replace(item, name, counts, parts));
  if (!isSchema(value)) return value;
  const within = () =>
    Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, replace(item, nameOf(key, name), counts, parts)]),
    );
  const text = textOf(value);
  if ((counts.get(text) ?? 0) < 2) return within();
  const part = parts.get(text) ?? {
    name: `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 6)}`,
    schema: within(),
  };
  parts.set(text, part);
  return { $ref: `#/$defs/${part.name}` };
}

/** A long schema of an object with fields, or of a list, in a form that equal ones share; empty for all else. */
function textOf(schema: Schema): string {
  const isPart =
    (schema["type"] === "object" && isSchema(schema["properties"])) ||
    (schema["type"] === "array" && isSchema(schema["items"]));
  const text = isPart ? JSON.stringify(schema) : "";
  return text.length < LEAST_LETTERS ? "" : text;
}

const KEYWORDS = ["properties", "items", "additionalProperties", "anyOf", "oneOf", "allOf", "not"];
const nameOf = (key: string, parent: string): string => (KEYWORDS.includes(key) || !/^\w+$/.test(key) ? parent : key);
