/** Good platforms, and what becomes of them when one field is broken. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { loadManifests } from "../../checks/policy/manifests";
import { packOf } from "../../checks/policy/target-file";
import type { Pack } from "../../policy/framework/crossguard";
import type { Resource } from "../../policy/framework/resource";
import type { Kind, Rule } from "../../policy/framework/rule";
import { type Finding, runRules } from "../../policy/framework/run";
import { Scene } from "../../policy/framework/scene";
import { type ValueMap, mapOf } from "../../policy/framework/value";
import { RULES } from "../../policy/rules";

export const GOOD = join(__dirname, "..", "fixtures", "policy", "good");
export const TODAY = "2026-11-21";

const targetOf = (kind: Kind): Readonly<Record<string, unknown>> =>
  parse(readFileSync(join(GOOD, `${kind}.target.yaml`), "utf8")) as Readonly<Record<string, unknown>>;

/** The target's file of a kind, with changes. */
export const packFor = (kind: Kind, changes: object = {}): Pack =>
  packOf({ ...targetOf(kind), ...changes }, `${kind}.target.yaml`, TODAY);

const loaded = new Map<Kind, readonly Resource[]>();

export function goodResources(kind: Kind): readonly Resource[] {
  const resources = loaded.get(kind) ?? [...loadManifests(join(GOOD, kind)).resources, ...pulumiResources(kind)];
  loaded.set(kind, resources);
  return resources;
}

/** What only a Pulumi program has: providers' resources and resource options. */
function pulumiResources(kind: Kind): readonly Resource[] {
  const entries = parse(readFileSync(join(GOOD, `${kind}.resources.yaml`), "utf8")) as readonly (Omit<
    Resource,
    "urn"
  > & { readonly props: object })[];
  return entries.map((entry) => ({ ...entry, urn: `${entry.type}::${entry.name}`, props: mapOf(entry.props) }));
}

export function find(
  resources: readonly Resource[],
  rules: readonly Rule[],
  { surroundings, settings, today }: Pack,
): readonly Finding[] {
  return runRules(rules, new Scene(resources, surroundings), settings, today);
}

export const findAll = (resources: readonly Resource[], pack: Pack): readonly Finding[] => find(resources, RULES, pack);

/** One field broken: what it is called, whose it is, where, to what, and what must be said of it. */
export interface Broken {
  readonly rule: string;
  readonly on: Kind;
  readonly what: string;
  /** `Kind/name`. */
  readonly object: string;
  readonly path: string;
  /** Absent: the field is taken away. */
  readonly value?: unknown;
  /** A part of the message; between slashes, a pattern. */
  readonly message: string;
  readonly level?: Finding["level"];
  /** Other rules that rightly complain of the same fault. */
  readonly also?: readonly string[];
}

export const BAD: readonly Broken[] = readdirSync(join(GOOD, "..", "bad")).flatMap(
  (file): readonly Broken[] => parse(readFileSync(join(GOOD, "..", "bad", file), "utf8")) as readonly Broken[],
);

export function says(finding: Finding, { message }: Pick<Broken, "message">): boolean {
  const [, pattern] = /^\/(.*)\/$/.exec(message) ?? [];
  return pattern === undefined ? finding.message.includes(message) : new RegExp(pattern).test(finding.message);
}

/** The good platform with one object changed. */
export function broken({ on, object, path, value }: Broken): readonly Resource[] {
  const resources = goodResources(on);
  const named = resources.filter((resource) => nameOf(resource) === object);
  if (named.length !== 1) throw new Error(`${object} is there ${named.length} times`);
  return resources.map((resource) => {
    if (resource !== named[0]) return resource;
    const { opts, props } = changed({ props: resource.props, opts: resource.opts ?? {} }, path, value);
    return {
      ...resource,
      props: props as ValueMap,
      ...(resource.opts === undefined ? {} : { opts }),
    };
  });
}

const nameOf = ({ type, name }: Resource): string => `${String(type.split(":").at(-1))}/${name}`;

interface Tree {
  readonly props: object;
  readonly opts: object;
}

/** `spec.replicas` is below the properties, `opts.protect` below the options. */
function changed(tree: Tree, path: string, value: unknown): Tree {
  const copy = structuredClone(tree);
  const keys = keysOf(path);
  const [last = ""] = keys.splice(-1);
  let at: unknown = keys[0] === "opts" ? copy : copy.props;
  for (const key of keys) {
    const map = at as Record<string | number, unknown>;
    map[key] ??= {};
    at = map[key];
  }
  const holder = at as Record<string | number, unknown>;
  if (value === undefined) {
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else Reflect.deleteProperty(holder, last);
  } else holder[last] = value;
  return copy;
}

/** `spec.volumes[0]["a.b"]` → `spec`, `volumes`, 0, `a.b`. */
function keysOf(path: string): (string | number)[] {
  return [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, plain]) =>
    index === undefined ? (quoted ?? plain ?? "") : Number(index),
  );
}
