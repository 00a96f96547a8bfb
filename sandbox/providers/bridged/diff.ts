/** The bridge's `diff`: Terraform's plan of new inputs against the recorded state, property by property. */
import { UNKNOWN, type DiffArgs, type DiffResult, type PropertyDiff, type Props, type Value } from "../kind";
import { DEFAULTS, defaultsOf, hasUnknown, isArray, isObject, isZero, type Field, type Schema } from "./schema";

export interface DiffRules {
  /** Delete first whatever the names are: the object's identity is fixed by its fields. */
  readonly deleteBeforeReplace?: boolean;
  /** Fields that force a new object for this change only, e.g. fewer partitions. */
  readonly alsoForcesNew?: (olds: Props, news: Props) => readonly string[];
}

/** What the state will hold of each field; UNKNOWN where only applying can tell. */
export function plan(schema: Schema, olds: Props | undefined, news: Props): Props {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, field]): [string, Value][] => {
      const given = news[key];
      const isLeftOut = given === undefined || given === null || (field.computed && isEmpty(given));
      if (!isLeftOut) return [[key, stateOf(field, olds?.[key], given)]];
      if (!field.computed) return [];
      const kept = olds === undefined ? UNKNOWN : olds[key];
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

/** A given value as the state will hold it; in blocks, what the program leaves to the provider stays as it was or is open. */
function stateOf(field: Field, old: Value | undefined, given: Value): Value {
  if (typeof given === "string") return field.stored?.(given) ?? given;
  const { element } = field;
  if (element === undefined) return given;
  const block = (value: Value, before: Value | undefined): Value =>
    isObject(value) ? plan(element, isObject(before) ? before : undefined, value) : value;
  if (!isArray(given)) return block(given, old);
  return given.map((value, index) => block(value, isArray(old) ? old[index] : undefined));
}

/** Empty text and empty lists leave a computed field to the provider; false and 0 are answers. */
function isEmpty(value: Value): boolean {
  return typeof value !== "boolean" && typeof value !== "number" && isZero(value);
}

export function diff(
  schema: Schema,
  rules: DiffRules,
  { oldOutputs, news, ignoreChanges }: Pick<DiffArgs, "oldOutputs" | "news" | "ignoreChanges">,
): DiffResult {
  const planned = plan(schema, oldOutputs, news);
  const forced = rules.alsoForcesNew?.(oldOutputs, planned) ?? [];
  const detailed = Object.fromEntries(
    Object.entries(schema).flatMap(([key, field]) =>
      changes(key, field, oldOutputs[key], planned[key], field.forceNew === true || forced.includes(key)),
    ),
  );
  const kept = Object.fromEntries(Object.entries(detailed).filter(([path]) => !isIgnored(path, ignoreChanges)));
  const replaces = Object.values(kept).some(({ kind }) => kind.endsWith("-replace"));
  return {
    detailed: kept,
    deleteBeforeReplace: replaces && (rules.deleteBeforeReplace === true || nameIsTaken(schema, news)),
  };
}

/** An object with a name of the program's own choice can't exist twice. */
function nameIsTaken(schema: Schema, news: Props): boolean {
  const automatic = defaultsOf(news);
  return (
    news[DEFAULTS] !== undefined &&
    Object.entries(schema).some(
      ([key, field]) => field.autoNamed && news[key] !== undefined && !automatic.includes(key),
    )
  );
}

function changes(
  key: string,
  field: Field,
  old: Value | undefined,
  next: Value | undefined,
  forceNew: boolean,
): [string, PropertyDiff][] {
  if (same(field, old, next)) return [];
  if (field.type === "map" && isObject(old) && isObject(next)) {
    const names = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter((name) => name !== DEFAULTS).sort();
    return names
      .filter((name) => asText(old[name]) !== asText(next[name]))
      .map((name) => [`${key}[${JSON.stringify(name)}]`, entry(old[name], next[name], forceNew)]);
  }
  return [[key, entry(old, next, forceNew)]];
}

function entry(old: Value | undefined, next: Value | undefined, forceNew: boolean): PropertyDiff {
  const plain = old === undefined || old === null ? "add" : next === undefined || next === null ? "delete" : "update";
  return { kind: forceNew ? `${plain}-replace` : plain, inputDiff: false };
}

/** Equal as Terraform sees it: nothing and zero are one, sets have no order, numbers may be text. */
export function same(field: Field, old: Value | undefined, next: Value | undefined): boolean {
  if (hasUnknown(next)) return false;
  if (isZero(old) && isZero(next)) return true;
  if (typeof old === "string" && typeof next === "string" && field.sameAs?.(old, next)) return true;
  if (field.type === "set" && isArray(old) && isArray(next)) {
    return JSON.stringify(old.map(asText).sort()) === JSON.stringify(next.map(asText).sort());
  }
  return asText(old) === asText(next);
}

/** True where an update has to do something about a field. */
export function changed(schema: Schema, key: string, olds: Props, planned: Props): boolean {
  const field = schema[key];
  return field !== undefined && !same(field, olds[key], planned[key]);
}

/** The text of a block in which nothing is set. */
const NOTHING = "[]";

/** A stable text of a value, in which 5 and "5" are the same. */
function asText(value: Value | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === UNKNOWN) return "\u0000unknown";
  if (isArray(value)) return JSON.stringify(value.map(asText));
  if (!isObject(value)) return String(value);
  const names = Object.keys(value).filter((name) => name !== DEFAULTS);
  const members = names.sort().map((name): [string, string | undefined] => [name, asText(value[name])]);
  return JSON.stringify(members.filter(([name, text]) => !isZero(value[name]) && text !== NOTHING));
}

function isIgnored(path: string, ignoreChanges: readonly string[]): boolean {
  return ignoreChanges.some(
    (ignored) =>
      ignored === "*" || path === ignored || path.startsWith(`${ignored}[`) || path.startsWith(`${ignored}.`),
  );
}
