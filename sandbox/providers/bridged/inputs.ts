/** The inputs that a read gives back, as the bridge makes them from the state. */
import type { Props, Value } from "../kind";
import { DEFAULTS, defaultsOf, isArray, isObject, isZero, type Field, type Schema } from "./schema";

/** After a refresh: the inputs that were there take the state's values unless these mean the same; nothing is added, what is gone goes. */
export function refreshedInputs(oldInputs: Props, state: Props, schema: Schema = {}): Props {
  const stillDefault = new Set(defaultsOf(oldInputs));
  const inputs: Record<string, Value> = {};
  for (const [key, old] of Object.entries(oldInputs)) {
    const found = state[key];
    if (key === DEFAULTS) continue;
    if (found !== undefined && found !== null)
      inputs[key] = meansTheSame(schema[key], old, found) ? old : merge(old, found);
    if (JSON.stringify(inputs[key]) !== JSON.stringify(old)) stillDefault.delete(key);
  }
  return { ...inputs, [DEFAULTS]: [...stillDefault].sort() };
}

function meansTheSame(field: Field | undefined, old: Value, found: Value): boolean {
  return typeof old === "string" && typeof found === "string" && field?.sameAs?.(old, found) === true;
}

function merge(old: Value, found: Value): Value {
  if (isArray(old) && isArray(found)) {
    return found.slice(0, old.length).map((element, index) => merge(old[index] ?? null, element));
  }
  if (!isObject(old) || !isObject(found)) return found;
  return Object.fromEntries(
    Object.entries(old).flatMap(([key, value]) => {
      const now = found[key];
      return now === undefined ? [] : [[key, merge(value, now)]];
    }),
  );
}

/** After an import: every field that is required or differs from its default. */
export function importedInputs(schema: Schema, state: Props): Props {
  const inputs = Object.entries(schema).flatMap(([key, field]): [string, Value][] => {
    const value = state[key];
    if (value === undefined || value === null || field.output || field.deprecated) return [];
    const usual = field.default === undefined ? isZero(value) : value === field.default;
    return field.required || field.autoNamed !== undefined || !usual ? [[key, value]] : [];
  });
  return { ...Object.fromEntries(inputs), [DEFAULTS]: [] };
}
