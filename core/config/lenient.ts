/** Reading the sound parts of a config that has faults elsewhere, so that rules over several settings are judged at the same time. */
import { z } from "zod";
import type { Cpu, Duration, Rate, Size, Throughput } from "./fields";

type Leaf = Duration | Size | Cpu | Rate | Throughput | string | number | boolean | null | undefined;

/** What is left of a config when every faulty or missing part is taken away. */
export type DeepPartial<T> = T extends Leaf
  ? T
  : T extends readonly (infer U)[]
    ? readonly (DeepPartial<U> | undefined)[]
    : { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined };

/** The parts of `raw` that the schema accepts, read as the schema reads them. */
export function lenient<T extends z.ZodType>(schema: T, raw: unknown): DeepPartial<z.output<T>> | undefined {
  return readable(schema, raw) as DeepPartial<z.output<T>> | undefined;
}

function readable(schema: unknown, raw: unknown): unknown {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject && isMap(raw))
    return Object.fromEntries(Object.entries(inner.shape).map(([key, field]) => [key, readable(field, raw[key])]));
  if (inner instanceof z.ZodRecord && isMap(raw))
    return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, readable(inner.valueType, value)]));
  if (inner instanceof z.ZodArray && Array.isArray(raw)) return raw.map((value) => readable(inner.element, value));
  if (!(schema instanceof z.ZodType)) return undefined;
  const result = schema.safeParse(raw);
  return result.success ? result.data : undefined;
}

/** The schema under `.optional()` and `.default()`. */
export function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? unwrap(schema.unwrap())
    : schema;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
