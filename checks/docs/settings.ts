/** Every setting of a stack's config, as its schema knows it. */
import { z } from "zod";
import { unwrap } from "../../core/config/lenient";

export interface Setting {
  /** `apphub.topics.<name>.retention`, `target.nodes[].cpu`. */
  readonly path: string;
  /** What may be written, in the words of the error that anything else gets; nothing for groups of settings. */
  readonly takes: string | undefined;
  readonly need: "required" | "optional" | { readonly default: unknown };
  readonly about: string;
}

/** In the order of the schema, each group before what it holds. */
export function settingsOf(schema: z.core.$ZodType, path = ""): readonly Setting[] {
  const inner = unwrap(schema);
  const within = (child: z.core.$ZodType, suffix: string) =>
    settingsOf(child, path === "" ? suffix : `${path}${suffix}`);
  const children =
    inner instanceof z.ZodObject
      ? Object.entries<z.core.$ZodType>(inner.shape).flatMap(([key, field]) =>
          within(field, path === "" ? key : `.${key}`),
        )
      : inner instanceof z.ZodRecord
        ? within(inner.valueType, ".<name>")
        : inner instanceof z.ZodArray && isGroup(inner.element)
          ? within(inner.element, "[]")
          : [];
  const takes = isGroup(schema) ? undefined : takesOf(schema);
  const about = describedBy(schema, inner);
  // An entry of a list or map has no line of its own: the list's says it all.
  const own = path === "" || /(\[\]|\.<name>)$/.test(path) ? [] : [{ path, takes, need: needOf(schema), about }];
  return [...own, ...children];
}

function isGroup(schema: z.core.$ZodType): boolean {
  const inner = unwrap(schema);
  return (
    inner instanceof z.ZodObject ||
    inner instanceof z.ZodRecord ||
    (inner instanceof z.ZodArray && isGroup(inner.element))
  );
}

function describedBy(...schemas: readonly unknown[]): string {
  return (
    schemas
      .map((schema) => (schema instanceof z.ZodType ? schema.description : undefined))
      .find((text) => text !== undefined) ?? ""
  );
}

function needOf(schema: z.core.$ZodType): Setting["need"] {
  if (schema instanceof z.ZodDefault) return { default: schema.def.defaultValue };
  // What a group begins with says nothing; what a text begins with is as typed.
  if (schema instanceof z.ZodPrefault && typeof schema.def.defaultValue === "string")
    return { default: schema.def.defaultValue };
  return schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault ? "optional" : "required";
}

/** The schema's own words: what it says to something that it can't accept. */
function takesOf(schema: z.core.$ZodType): string {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodType)) return "";
  const message = inner.safeParse(null).error?.issues[0]?.message ?? "";
  return [message.replace(/^must be /, ""), limitsOf(inner)].filter((part) => part !== "").join(", ");
}

function limitsOf(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodNumber)) return "";
  const { minValue, maxValue } = schema;
  const isLimit = (value: number | null): value is number =>
    value !== null && Number.isFinite(value) && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return [isLimit(minValue) ? `from ${minValue}` : "", isLimit(maxValue) ? `to ${maxValue}` : ""]
    .filter((part) => part !== "")
    .join(" ");
}
