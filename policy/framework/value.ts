/** What a resource is given, whichever way it came: plain data in which values that only a deployment knows are marked. */

/** A value that nobody knows before the deployment. */
export const UNKNOWN: unique symbol = Symbol("unknown until the stack is deployed");

export type Value = null | boolean | number | string | typeof UNKNOWN | readonly Value[] | ValueMap;
export interface ValueMap {
  readonly [key: string]: Value;
}

export const isValueMap = (value: Value | undefined): value is ValueMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isValueList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** Plain data as values; what JSON can't hold is absent. */
export function valueOf(data: unknown): Value | undefined {
  if (data === UNKNOWN) return UNKNOWN;
  if (data === null || typeof data === "string" || typeof data === "number" || typeof data === "boolean") return data;
  if (Array.isArray(data)) return data.map((item) => valueOf(item) ?? null);
  if (data instanceof Date) return data.toISOString();
  if (typeof data === "object") return mapOf(data);
  return undefined;
}

export const mapOf = (data: object): ValueMap =>
  Object.fromEntries(
    Object.entries(data).flatMap(([key, item]) => {
      const value = valueOf(item);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );

/** What a table has under a name that comes from outside; nothing of what every object has. */
export const ownEntry = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
