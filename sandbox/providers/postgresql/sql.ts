/** SQL text: names and values are always quoted by the driver's own functions. */
import { crc32 } from "node:zlib";
import { escapeIdentifier, escapeLiteral } from "pg";

export const name = escapeIdentifier;
export const literal = escapeLiteral;

/** `schema.function(argument types)`: a function may be given with its arguments, which aren't part of its name. */
export function inSchema(schema: string, object: string): string {
  const [own = "", ...rest] = object.split("(");
  return `${name(schema)}.${name(own)}${rest.length > 0 ? `(${rest.join("(")}` : ""}`;
}

/** The order in which Terraform lists a set of strings: by the text of their checksums. Ids are made in this order. */
export function setOrder(values: readonly string[]): readonly string[] {
  const key = (value: string): string => String(crc32(value));
  return [...new Set(values)].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Runs statements in order, with what failed said in front of the server's words. */
export async function explain<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error instanceof Error ? error.cause : error,
    });
  }
}
