/** The second over the first: objects field by field, lists of named things by their names, everything else as a whole. */
export function merge(base: unknown, over: unknown): unknown {
  if (isNamedList(base) && isNamedList(over)) {
    const merged = base.map((item) => merge(item, over.find(({ name }) => name === item.name) ?? {}));
    return [...merged, ...over.filter(({ name }) => !base.some((item) => item.name === name))];
  }
  if (!isRecord(base) || !isRecord(over)) return over;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.map((key) => [key, key in over ? (key in base ? merge(base[key], over[key]) : over[key]) : base[key]]),
  );
}

interface Named {
  readonly name: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNamedList = (value: unknown): value is readonly Named[] =>
  Array.isArray(value) && value.every((item) => isRecord(item) && typeof item.name === "string");

/** The fields that have a value. */
export function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
