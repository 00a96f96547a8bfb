import type { Plain, PlainObject } from "./change";

/** Two values at one path; undefined = not there. */
export interface Difference {
  readonly path: readonly string[];
  readonly from: Plain;
  readonly to: Plain;
}

/**
 * Where two sets of inputs differ, as deep as both are objects. Lists whose members have names or ids (containers, volumes, rules) are compared
 * member by member; other lists as a whole.
 */
export function differences(from: Plain, to: Plain, path: readonly string[] = []): readonly Difference[] {
  if (same(from, to)) return [];
  const [before, after] = [asObject(from), asObject(to)];
  if (before === undefined || after === undefined) return [{ path, from, to }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
}

/** `spec.containers.redpanda.image`; keys that hold dots are in brackets: `config[retention.ms]`. */
export const writtenPath = (path: readonly string[]): string =>
  path.map((key, i) => (/^[\w$-]+$/.test(key) ? `${i === 0 ? "" : "."}${key}` : `[${key}]`)).join("");

/** True for what lies at or under a property path as Pulumi's options write it: `spec.template`, `config["retention.ms"]`, `rules[*].id`. */
export function isWithin(prefix: string, path: readonly string[]): boolean {
  const keys = [...prefix.matchAll(/\["([^"]*)"\]|\[([^\]]*)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
  );
  return keys.length <= path.length && keys.every((key, i) => key === "*" || key === path[i]);
}

function same(a: Plain, b: Plain): boolean {
  return a === b || (a === undefined && b === null) || (a === null && b === undefined) || ordered(a) === ordered(b);
}

/** As text with sorted keys, so that order of keys is no difference. */
function ordered(value: Plain): string | undefined {
  return JSON.stringify(value, (_, part: Plain) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

const asObject = (value: Plain): PlainObject | undefined => (isObject(value) ? value : keyed(value));

/** A list whose members tell each other apart, by what does; undefined for any other value. */
export function keyed(value: Plain): PlainObject | undefined {
  if (!isList(value) || value.length === 0) return undefined;
  const named = value.map((member) => (isObject(member) ? nameIn(member) : undefined));
  if (named.includes(undefined) || new Set(named).size < named.length) return undefined;
  return Object.fromEntries(value.map((member, i) => [named[i] ?? "", member]));
}

/** Kubernetes tells members of a list apart by `name`; S3 its rules and Strimzi its volumes by `id`. */
export function nameIn({ name, id }: PlainObject): string | undefined {
  if (typeof name === "string") return name;
  return typeof id === "string" || typeof id === "number" ? String(id) : undefined;
}

export const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
export const isObject = (value: Plain): value is PlainObject =>
  typeof value === "object" && value !== null && !isList(value);

/** The value at a path; undefined where any step is missing. */
export function at(value: Plain, ...path: readonly string[]): Plain {
  return path.reduce<Plain>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

export const textAt = (value: Plain, ...path: readonly string[]): string | undefined => {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
};

/** A number, also where it is written as text, as Kafka's settings are. */
export function numberOf(value: Plain): number | undefined {
  const found = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}
