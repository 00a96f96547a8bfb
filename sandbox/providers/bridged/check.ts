/** The bridge's `check`: types, defaults, automatic names, and what Terraform's validation says. */
import { createHash } from "node:crypto";
import { UNKNOWN, type CheckArgs, type CheckFailure, type CheckResult, type Props, type Value } from "../kind";
import { nameOfUrn } from "../protocol/urn";
import {
  coerce,
  DEFAULTS,
  defaultsOf,
  hasUnknown,
  isArray,
  isObject,
  isZero,
  terraformName,
  type Field,
  type NameRule,
  type Schema,
} from "./schema";

export function check(schema: Schema, { news, olds, urn, randomSeed, autonaming }: CheckArgs): CheckResult {
  const resource = nameOfUrn(urn);
  const failures: CheckFailure[] = [];
  // The bridge names no property: the sentence says where to look.
  const fail = (reason: string, property?: string): void => {
    failures.push({
      property: "",
      reason: property === undefined ? reason : `${reason}. Examine values at '${resource}.${property}'.`,
    });
  };

  const inputs: Record<string, Value> = {};
  for (const [key, value] of Object.entries(news)) {
    if (key.startsWith("__") || value === null) continue;
    const field = schema[key]?.output ? undefined : schema[key];
    const coerced = field && coerce(field, value);
    if (!field) fail("Invalid or unknown key", key);
    else if (coerced === undefined) fail(`expected ${WORDS[field.type]} type, got ${kindOf(value)} type`, key);
    else inputs[key] = coerced;
  }

  const automaticName = (rule: Partial<NameRule>): string => {
    if (autonaming?.mode === "disable") {
      fail("automatic naming is disabled but is required for this resource: set an explicit name", "name");
      return "";
    }
    if (autonaming) return autonaming.proposedName;
    const prefix = `${rule.lowerCase ? resource.toLowerCase() : resource}-`;
    const { maxLength = Infinity } = rule;
    if (prefix.length + SUFFIX_LENGTH > maxLength) {
      fail(`name '${prefix}' plus ${SUFFIX_LENGTH} random chars is longer than maximum length ${maxLength}`);
    }
    return `${prefix}${suffix(randomSeed)}`;
  };
  const defaults: string[] = [];
  for (const [key, field] of Object.entries(schema)) {
    if (inputs[key] !== undefined || conflictGiven(field, inputs)) continue;
    const filled = defaultOf(key, field, olds, automaticName);
    if (filled !== undefined) {
      inputs[key] = filled;
      defaults.push(key);
    }
  }

  for (const [key, field] of Object.entries(schema)) {
    const value = inputs[key];
    if (value === undefined) {
      if (field.required && (news[key] ?? null) === null) fail(`Missing required property '${key}'`);
      continue;
    }
    const conflicting = field.conflictsWith;
    if (conflicting !== undefined && !isZero(value) && !isZero(inputs[conflicting])) {
      const other = terraformName(conflicting, schema[conflicting]);
      fail(`Conflicting configuration arguments. "${terraformName(key, field)}": conflicts with ${other}`, key);
    }
    const complaint = hasUnknown(value) ? undefined : field.validate?.(value, terraformName(key, field));
    if (complaint !== undefined) fail(complaint, key);
    for (const [path, reason] of complaintsInside(field, value, key)) fail(reason, path);
  }
  return { inputs: { ...inputs, [DEFAULTS]: defaults.sort() }, failures };
}

/** Where in a value's blocks something is missing or wrong: path and reason. */
function complaintsInside(field: Field, value: Value, path: string): readonly (readonly [string, string])[] {
  if (isArray(value)) return value.flatMap((each, index) => complaintsInside(field, each, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(field.element ?? {}).flatMap(([key, inner]): (readonly [string, string])[] => {
    const given = value[key];
    const [where, name] = [`${path}.${key}`, terraformName(key, inner)];
    if (given === undefined) {
      const missing = `Missing required argument. The argument "${name}" is required, but no definition was found.`;
      return inner.required ? [[where, missing]] : [];
    }
    const complaint = hasUnknown(given) ? undefined : inner.validate?.(given, name);
    return [
      ...(complaint === undefined ? [] : [[where, complaint] as const]),
      ...complaintsInside(inner, given, where),
    ];
  });
}

const WORDS = {
  string: "string",
  bool: "boolean",
  int: "number",
  map: "object",
  list: "array",
  set: "array",
  object: "object",
  json: "object",
} as const;

function kindOf(value: Value): string {
  if (Array.isArray(value)) return "array";
  return value === UNKNOWN ? "unknown" : typeof value;
}

function conflictGiven(field: Field, inputs: Props): boolean {
  return field.conflictsWith !== undefined && inputs[field.conflictsWith] !== undefined;
}

/** A default that was used before stays, so that automatic names don't change from one update to the next. */
function defaultOf(
  key: string,
  field: Field,
  olds: Props | undefined,
  automatic: (rule: Partial<NameRule>) => string,
): Value | undefined {
  const old = defaultsOf(olds).includes(key) ? olds?.[key] : undefined;
  if (field.autoNamed) {
    return typeof old === "string" && old !== "" ? old : automatic(field.autoNamed === true ? {} : field.autoNamed);
  }
  return old ?? field.default;
}

const SUFFIX_LENGTH = 7;

function suffix(randomSeed: Buffer): string {
  return createHash("sha512").update(randomSeed).digest("hex").slice(0, SUFFIX_LENGTH);
}

/** Terraform's `validation.IntAtLeast`. */
export function intAtLeast(least: number): NonNullable<Field["validate"]> {
  return (value, name) =>
    typeof value === "number" && value < least ? `expected ${name} to be at least (${least}), got ${value}` : undefined;
}

/** Terraform's `validation.StringLenBetween`. */
export function lengthBetween(least: number, most: number): NonNullable<Field["validate"]> {
  return (value, name) =>
    typeof value === "string" && (value.length < least || value.length > most)
      ? `expected length of ${name} to be in the range (${least} - ${most}), got ${value}`
      : undefined;
}

/** Terraform's `validation.IntBetween`. */
export function intBetween(least: number, most: number): NonNullable<Field["validate"]> {
  return (value, name) =>
    typeof value === "number" && (value < least || value > most)
      ? `expected ${name} to be in the range (${least} - ${most}), got ${value}`
      : undefined;
}

/** Terraform's `validation.StringInSlice`. */
export function oneOf(allowed: readonly string[]): NonNullable<Field["validate"]> {
  return (value, name) =>
    typeof value === "string" && !allowed.includes(value)
      ? `expected ${name} to be one of [${allowed.map((word) => JSON.stringify(word)).join(" ")}], got ${value}`
      : undefined;
}
