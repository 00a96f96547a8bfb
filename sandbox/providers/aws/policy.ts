/** IAM policy documents: how the state holds them, and when two of them mean the same. */
import { goJson } from "../bridged/json";
import type { Field } from "../bridged/schema";

/** Keys in order, no spaces. Text that is no JSON stays as it is. */
export function normalized(text: string): string {
  const document = parse(text);
  return document === undefined ? text : goJson(document);
}

/** The same with the version first, as the older resources hold it. */
export function versionFirst(text: string): string {
  const document = parse(text);
  if (!isRecord(document) || document.Version === undefined) return normalized(text);
  const { Version, ...rest } = document;
  const others = goJson(rest).slice(1);
  return `{"Version":${goJson(Version)}${others === "}" ? "" : ","}${others}`;
}

/** Neither order of statements, actions and resources nor one element instead of a list makes a difference. */
export function equivalent(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [parse(a), parse(b)];
  return isRecord(left) && isRecord(right) && canonical(left) === canonical(right);
}

/** The document that a read records: the recorded one, unless AWS's means something else. */
export function unlessEquivalent(recorded: string, found: string, form = normalized): string {
  return recorded !== "" && equivalent(recorded, found) ? form(recorded) : form(found);
}

/** IAM sends documents as parts of URLs. */
export function decoded(document: string | undefined): string {
  return document?.startsWith("%") ? decodeURIComponent(document.replaceAll("+", "%20")) : (document ?? "");
}

/** A field that holds a policy document. */
export const POLICY_FIELD = {
  type: "json",
  validate: (value, name) => (typeof value === "string" ? complaint(value, name) : undefined),
  stored: normalized,
  sameAs: equivalent,
} as const satisfies Field;

function complaint(text: string, name: string): string | undefined {
  const start = `${JSON.stringify(name)} contains an invalid JSON policy:`;
  if (text === "") return `${JSON.stringify(name)} is an empty string, which is not a valid JSON value`;
  if (/^\s/.test(text)) return `${start} leading space characters are not allowed`;
  if (text.startsWith('"')) return `${start} contains a JSON-encoded string, not a JSON-encoded object`;
  if (text.startsWith("[")) return `${start} contains a JSON array, not a JSON object`;
  if (!text.startsWith("{")) return `${start} not a JSON object`;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `${start} ${error instanceof Error ? error.message : String(error)}`;
  }
}

function canonical({ Statement, ...rest }: Readonly<Record<string, unknown>>): string {
  const statements = list(Statement).map((statement) =>
    goJson(isRecord(statement) ? canonicalStatement(statement) : statement),
  );
  return goJson({ ...rest, Statement: statements.sort() });
}

function canonicalStatement(statement: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(statement)
      .filter(([key, value]) => key !== "Sid" || value !== "")
      .map(([key, value]) => {
        if (/^(Not)?Principal$/.test(key)) return [key, principals(value)];
        if (/^(Not)?(Action|Resource)$/.test(key)) return [key, set(value)];
        return [key, key === "Condition" && isRecord(value) ? conditions(value) : value];
      }),
  );
}

function principals(value: unknown): unknown {
  const byKind = isRecord(value) ? value : { AWS: value };
  return Object.fromEntries(Object.entries(byKind).map(([kind, names]) => [kind, set(names, accountArn)]));
}

/** A number stands for the account's root user. */
const accountArn = (name: string): string => (/^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name);

function conditions(operators: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(operators).map(([operator, keys]) => [
      operator,
      isRecord(keys) ? Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, set(values)])) : keys,
    ]),
  );
}

function set(value: unknown, form: (text: string) => string = (text) => text): readonly string[] {
  return [...new Set(list(value).map((each) => form(String(each))))].sort();
}

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
