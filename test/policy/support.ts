/** Good platforms, and what becomes of them when one field is broken. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { loadManifests } from "../../checks/policy/manifests";
import { listed } from "../../checks/policy/resources";
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

/** A good platform made otherwise: a field changed, objects added. */
export interface Change {
  readonly on: Kind;
  readonly what: string;
  /** `Kind/name`; the first where several namespaces have one. */
  readonly object?: string;
  readonly path?: string;
  /** Absent: the field is taken away. */
  readonly value?: unknown;
  /** More fields of the same object. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Documents of manifests, or a list of resources. */
  readonly add?: string;
}

/** One that is broken, and what must be said of it. */
export interface Broken extends Change {
  readonly rule: string;
  /** A part of the message; between slashes, a pattern. */
  readonly message: string;
  readonly level?: Finding["level"];
  /** Other rules that rightly complain of the same fault. */
  readonly also?: readonly string[];
}

const casesIn = <T extends Change>(folder: string): readonly T[] =>
  readdirSync(join(GOOD, "..", folder)).flatMap(
    (file): readonly T[] => parse(readFileSync(join(GOOD, "..", folder, file), "utf8")) as readonly T[],
  );
export const BAD = casesIn<Broken>("bad");
/** Of which nothing is refused. */
export const VARIANTS = casesIn("variants");

/** Does its rule tell it, in these words? */
export function isTold({ rule, level = "mandatory", message }: Broken, findings: readonly Finding[]): boolean {
  const [, pattern] = /^\/(.*)\/$/.exec(message) ?? [];
  const says = (text: string): boolean =>
    pattern === undefined ? text.includes(message) : new RegExp(pattern).test(text);
  return findings.some((finding) => finding.rule === rule && finding.level === level && says(finding.message));
}

/** The good platform with what a case changes. */
export function broken({ on, object, path, value, set = {}, add }: Change): readonly Resource[] {
  const changes = [...(path === undefined ? [] : [[path, value] as const]), ...Object.entries(set)];
  const own = changes.reduce((all, change) => withChange(all, object, ...change), goodResources(on));
  return [...own, ...(add === undefined ? [] : resourcesOf(add))];
}

/** Documents of manifests, or a list of resources. */
export function resourcesOf(yaml: string): readonly Resource[] {
  const contents = parseAllDocuments(yaml).map((document) => document.toJS() as unknown);
  const [first] = contents;
  if (Array.isArray(first)) return listed(first, "list");
  const folder = mkdtempSync(join(tmpdir(), "resources-"));
  try {
    writeFileSync(join(folder, "all.yaml"), yaml);
    return loadManifests(folder).resources;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function withChange(
  resources: readonly Resource[],
  object: string | undefined,
  path: string,
  value: unknown,
): readonly Resource[] {
  const named = resources.filter((resource) => nameOf(resource) === object);
  if (named.length === 0) throw new Error(`${String(object)} isn't there`);
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
  const copy = copyOf(tree);
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

/** As `structuredClone`, which doesn't take what marks a value as unknown. */
function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf<unknown>(item)])) as T;
}

/** `spec.volumes[0]["a.b"]` → `spec`, `volumes`, 0, `a.b`. */
function keysOf(path: string): (string | number)[] {
  return [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, plain]) =>
    index === undefined ? (quoted ?? plain ?? "") : Number(index),
  );
}
