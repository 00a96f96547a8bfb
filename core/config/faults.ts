/** From what zod says to what a user is told: one fault per setting, with the nearest right name for a wrong one. */
import { z } from "zod";
import type { Problem } from "../problems";
import { isMap, unwrap } from "./lenient";

export type Path = readonly (string | number)[];

/** A problem whose path isn't written out yet, so that it can be sorted. */
export interface Fault {
  readonly path: Path;
  readonly message: string;
  readonly got?: unknown;
}

/** A rule over several settings, e.g. replication and brokers. It sees only the sound parts of the config. */
export type Rule<T> = (config: T) => readonly Fault[];

export function faultsOf(error: z.ZodError, schema: z.ZodType, raw: unknown): readonly Fault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: notASetting(key, keysAt(schema, path)),
        got: valueAt(raw, [...path, key]),
      }));
    const got = valueAt(raw, path);
    if (issue.code === "invalid_key")
      return [{ path, message: `has a name that ${issue.issues[0]?.message ?? "isn't allowed"}` }];
    return [{ path, message: got === undefined ? missing(issue.message) : issue.message, got }];
  });
}

/** `must be 7d` becomes `is required and must be 7d` where nothing was given. */
function missing(message: string): string {
  return message.startsWith("must ") ? `is required; it ${message}` : "is required";
}

export function notASetting(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === undefined
    ? `is not a setting here; known are ${known.join(", ")}`
    : `is not a setting; did you mean ${near}?`;
}

/** The known word that a typing mistake most likely meant; none where all are far away. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const farthest = Math.max(1, Math.floor(word.length / 3));
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= farthest)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** How many letters must be inserted, removed or replaced (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The order of the schema: settings as declared, entries of a map as written, unknown keys last. */
export function inSchemaOrder(schema: z.ZodType, raw: unknown, faults: readonly Fault[]): readonly Fault[] {
  const ranked = faults.map((fault) => ({ fault, rank: rankOf(schema, raw, fault.path) }));
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ fault }) => fault);
}

function rankOf(schema: z.ZodType, raw: unknown, path: Path): readonly number[] {
  return path.map((key, depth) => {
    if (typeof key === "number") return key;
    const known = keysAt(schema, path.slice(0, depth));
    const written = valueAt(raw, path.slice(0, depth));
    const index = (known.length > 0 ? known : isMap(written) ? Object.keys(written) : []).indexOf(key);
    return index < 0 ? Number.MAX_SAFE_INTEGER : index;
  });
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((rank, i) => rank !== b[i]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}

/** The settings that an object of the schema has; none where the path leads to something else. */
function keysAt(schema: unknown, path: Path): readonly string[] {
  const inner = unwrap(schema);
  const [key, ...rest] = path;
  if (key === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodObject)
    return keysAt(Object.entries(inner.shape).find(([name]) => name === key)?.[1], rest);
  if (inner instanceof z.ZodRecord) return keysAt(inner.valueType, rest);
  if (inner instanceof z.ZodArray) return keysAt(inner.element, rest);
  return [];
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return typeof key === "number" ? (value[key] as unknown) : undefined;
    return isMap(value) ? value[String(key)] : undefined;
  }, raw);
}

/** As typed in the file: `target.nodes[0].cpu`, `apphub.topics["apphub.core.events"].retention` (what `pulumi config set --path` takes). */
export function written(path: Path): string {
  return path
    .map((key, i) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^[A-Za-z0-9_-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
      return i === 0 ? key : `.${key}`;
    })
    .join("");
}

/** The value is told where it fits on the line; of a whole section, the path says enough. */
export function asProblem({ path, message, got }: Fault): Problem {
  const told = got !== undefined && JSON.stringify(got).length <= LONGEST_GOT;
  return { path: written(path), message, ...(told ? { got } : {}) };
}

const LONGEST_GOT = 80;
