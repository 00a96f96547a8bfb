/** A resource's inputs as Pulumi keeps and sends them, made plain for the guard: without secrets, and without what providers noted. */
import type { Plain, PlainObject } from "./change";
import { isList, isObject, textAt } from "./diff";

/** Stand for what must not, and what can't be shown. */
export const SECRET = "[secret]";
export const UNKNOWN = "[unknown]";

/** Marks of Pulumi's state and protocol [Pulumi SDK, runtime/rpc: specialSigKey, specialSecretSig, unknownValue]. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Providers note which inputs were their own defaults; that isn't an input. */
const DEFAULTS = "__defaults";
const NOTES = new Set([DEFAULTS, "__fieldManager", "__internal"]);

/** Inputs of Pulumi's state, or as the SDK sends them. Secrets stay closed. */
export const inputsOf = (value: Plain): PlainObject => objectOf(closed(value));

/** The notes alone, at their places: which inputs are a provider's own defaults. Holds no value. */
export function notesOf(value: Plain): Plain {
  if (isList(value)) return value.map(notesOf);
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === DEFAULTS ? inner : notesOf(inner)]),
  );
}

/**
 * What the program can't know before it is deployed is as it is deployed.
 * @param noted the deployed inputs, or their notes: the provider's own defaults, which the program leaves out, stay too
 */
export const settledInputs = (wanted: PlainObject, deployed: PlainObject, noted: Plain = {}): PlainObject =>
  objectOf(settled(wanted, deployed, noted));

/**
 * Inputs as a resource hook is given them: there, a secret anywhere in a property makes all of the property one. By what the program declares
 * for the resource, the parts are told apart again: what it declares in clear is shown, all else stays closed. Of a resource that it doesn't
 * declare any more, maps and lists are read in clear, for the sizes in them; a single value stays closed.
 */
export function hookInputs(value: Plain, declared: PlainObject | undefined): PlainObject {
  const properties = Object.entries(objectOf(value)).filter(([key]) => !NOTES.has(key));
  return Object.fromEntries(
    properties.map(([key, property]) => {
      const inner = isObject(property) && isSecret(property) ? property["value"] : undefined;
      if (!isObject(inner) && !isList(inner)) return [key, closed(property)];
      return [key, declared === undefined ? closed(inner) : shownAs(closed(inner), declared[key])];
    }),
  );
}

function shownAs(value: Plain, declared: Plain): Plain {
  if (isList(value)) return value.map((item, i) => shownAs(item, memberOf(declared, item, i)));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        shownAs(inner, isObject(declared) ? declared[key] : undefined),
      ]),
    );
  return value === null || isInClear(declared) ? value : SECRET;
}

/** Members of lists are known by their names, else by their place. */
function memberOf(declared: Plain, item: Plain, place: number): Plain {
  if (!isList(declared)) return undefined;
  const name = textAt(item, "name");
  return name === undefined ? declared[place] : declared.find((other) => textAt(other, "name") === name);
}

const isInClear = (declared: Plain): boolean =>
  ["string", "number", "boolean"].includes(typeof declared) && declared !== SECRET && declared !== UNKNOWN;

const isSecret = (value: PlainObject): boolean => value[SIGNATURE] === SECRET_MARK;

function closed(value: Plain): Plain {
  if (value === UNKNOWN_MARK) return UNKNOWN;
  if (isList(value)) return value.map(closed);
  if (!isObject(value)) return value;
  if (isSecret(value)) return SECRET;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !NOTES.has(key))
      .map(([key, inner]) => [key, closed(inner)]),
  );
}

function settled(wanted: Plain, deployed: Plain, noted: Plain): Plain {
  if (wanted === UNKNOWN) return deployed;
  if (isList(wanted) && isList(deployed))
    return wanted.map((item, i) => settled(item, deployed[i], isList(noted) ? noted[i] : undefined));
  if (!isObject(wanted) || !isObject(deployed)) return wanted;
  const notes = objectOf(noted);
  const own = defaultsOf(notes).filter((key) => !(key in wanted) && key in deployed);
  return Object.fromEntries([
    ...Object.entries(wanted).map(([key, value]) => [key, settled(value, deployed[key], notes[key])] as const),
    ...own.map((key) => [key, deployed[key]] as const),
  ]);
}

function defaultsOf({ [DEFAULTS]: keys }: PlainObject): readonly string[] {
  return isList(keys) ? keys.filter((key) => typeof key === "string") : [];
}

const objectOf = (value: Plain): PlainObject => (isObject(value) ? value : {});
