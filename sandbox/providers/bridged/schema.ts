/**
 * What the bridge between Pulumi and a Terraform provider knows of a resource: its fields and their rules.
 * The kafka, postgresql and aws plugins are all such bridges, so their stand-ins share `check`, `diff` and the reading of inputs.
 */
import { UNKNOWN, type Props, type Value } from "../kind";
import { goJson } from "./json";

/** `object` is one block of fields; `json` is text that a program may also give as an object. */
export type FieldType = "string" | "bool" | "int" | "map" | "list" | "set" | "object" | "json";

/** How an automatic name is made where a provider has rules for names. */
export interface NameRule {
  readonly maxLength: number;
  readonly lowerCase?: true;
}

export interface Field {
  readonly type: FieldType;
  readonly required?: true;
  /** The provider fills it in where the program says nothing; then its absence from a program is no change. */
  readonly computed?: true;
  readonly default?: string | number | boolean;
  /** A change of it makes a new object. */
  readonly forceNew?: true;
  readonly secret?: true;
  /** Only the provider gives it: no program may. */
  readonly output?: true;
  /** A newer resource type takes its place: never among the inputs that an import finds. */
  readonly deprecated?: true;
  /** Gets the resource's name and seven hex digits where the program gives none. */
  readonly autoNamed?: true | NameRule;
  /** The field that must not be given together with this one. */
  readonly conflictsWith?: string;
  /** Says what is wrong with a value, in Terraform's words. */
  readonly validate?: (value: Value, terraformName: string) => string | undefined;
  /** The name that messages use; by default the property's name in snake case. */
  readonly terraformName?: string;
  /** The form in which the state holds what a program gives, e.g. JSON with its keys in order. */
  readonly stored?: (value: string) => string;
  /** True for values that mean the same, e.g. policies with their statements in another order. */
  readonly sameAs?: (old: string, next: string) => boolean;
  /** Fields of an object, or of each element of a set or list of blocks. */
  readonly element?: Schema;
}

export type Schema = Readonly<Record<string, Field>>;

/** The input that lists which inputs were filled in by defaults. */
export const DEFAULTS = "__defaults";

export function terraformName(property: string, field: Field | undefined): string {
  return field?.terraformName ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function isObject(value: Value | undefined): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** What Terraform takes for "not given": absent, null, empty, zero or false. */
export function isZero(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).every((key) => key === DEFAULTS);
}

export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** The fields' values alone: without bookkeeping and nulls. */
export function fieldsOf(schema: Schema, props: Props): Props {
  return Object.fromEntries(
    Object.keys(schema).flatMap((key) => {
      const value = props[key];
      return value === undefined || value === null ? [] : [[key, value]];
    }),
  );
}

/** The inputs whose values came from defaults, as `check` noted them. */
export function defaultsOf(props: Props | undefined): readonly string[] {
  const names = props?.[DEFAULTS];
  return isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

const INTEGER = /^[+-]?\d+$/;
const TRUE = ["1", "t", "T", "true", "TRUE", "True"];
const FALSE = ["0", "f", "F", "false", "FALSE", "False"];

/** The value as the field's type, or undefined where it can't be one. Unknown values stay unknown. */
export function coerce(field: Field, value: Value): Value | undefined {
  if (value === UNKNOWN) return value;
  switch (field.type) {
    case "string":
      return coerceString(value);
    case "bool":
      if (typeof value === "string") return TRUE.includes(value) ? true : FALSE.includes(value) ? false : undefined;
      return typeof value === "boolean" ? value : undefined;
    case "int":
      if (typeof value === "string") return INTEGER.test(value) ? Number(value) : undefined;
      return typeof value === "number" && Number.isFinite(value) ? Math.trunc(value) : undefined;
    case "map":
      return isObject(value) ? coerceEach(value) : undefined;
    case "list":
    case "set":
      return isArray(value) ? coerceElements(field, value) : undefined;
    case "object":
      return isObject(value) ? coerceBlock(field.element ?? {}, value) : undefined;
    case "json":
      return coerceJson(value);
    default:
      return field.type satisfies never;
  }
}

function coerceString(value: Value): Value | undefined {
  if (value === UNKNOWN) return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? value : undefined;
}

function coerceJson(value: Value): Value | undefined {
  if (typeof value === "string") return value;
  if (!isObject(value) && !isArray(value)) return undefined;
  return hasUnknown(value) ? UNKNOWN : goJson(value);
}

function coerceEach(map: Props): Value | undefined {
  const entries = Object.entries(map).filter(([key, value]) => key !== DEFAULTS && value !== null);
  const coerced = entries.map(([key, value]) => [key, coerceString(value)] as const);
  return coerced.some(([, value]) => value === undefined)
    ? undefined
    : Object.fromEntries(coerced.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function coerceElements(field: Field, elements: readonly Value[]): Value | undefined {
  const { element } = field;
  const coerced = elements.map((value) => {
    if (element === undefined) return coerceString(value);
    return isObject(value) ? coerceBlock(element, value) : value === UNKNOWN ? value : undefined;
  });
  return coerced.every((value) => value !== undefined) ? coerced : undefined;
}

function coerceBlock(schema: Schema, block: Props): Value | undefined {
  const entries = Object.entries(schema).map(([key, field]) => {
    const given = block[key];
    return [key, given === undefined || given === null ? (field.default ?? null) : coerce(field, given)] as const;
  });
  return entries.some(([, value]) => value === undefined)
    ? undefined
    : Object.fromEntries(
        entries.flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, value]])),
      );
}

/** A field's value as text; empty where it isn't given. */
export function text(props: Props, key: string): string {
  const value = props[key];
  return typeof value === "string" ? value : "";
}

export function flag(props: Props, key: string): boolean {
  return props[key] === true;
}

export function integer(props: Props, key: string): number {
  const value = props[key];
  return typeof value === "number" ? value : 0;
}

export function texts(props: Props, key: string): readonly string[] {
  const value = props[key];
  return isArray(value) ? value.filter((element) => typeof element === "string") : [];
}

export function textMap(props: Props, key: string): Readonly<Record<string, string>> {
  const value = props[key];
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, held]) =>
      typeof held === "string" && name !== DEFAULTS ? [[name, held]] : [],
    ),
  );
}
