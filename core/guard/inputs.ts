/** A resource's inputs as Pulumi keeps and sends them, made plain for the guard: without secrets, and without what providers noted. */
import type { Plain, PlainObject } from "./change";
import { isList, isObject } from "./diff";

/** Stand for what must not, and what can't be shown. */
export const SECRET = "[secret]";
export const UNKNOWN = "[unknown]";

/** Marks of Pulumi's state for a secret [Pulumi SDK, runtime/rpc: specialSigKey, specialSecretSig]. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";

/** Providers note which inputs were their own defaults; that isn't an input. */
const NOTES = new Set(["__defaults", "__fieldManager"]);

/** Inputs of Pulumi's state. Secrets stay closed. */
export const inputsOf = (value: Plain): PlainObject => objectOf(closed(value));

/** What the program can't know before it is deployed is as it is deployed. */
export const settledInputs = (wanted: PlainObject, deployed: PlainObject): PlainObject =>
  objectOf(settled(wanted, deployed));

function closed(value: Plain): Plain {
  if (isList(value)) return value.map(closed);
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === SECRET_MARK) return SECRET;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !NOTES.has(key))
      .map(([key, inner]) => [key, closed(inner)]),
  );
}

function settled(wanted: Plain, deployed: Plain): Plain {
  if (wanted === UNKNOWN) return deployed;
  if (isList(wanted) && isList(deployed)) return wanted.map((item, i) => settled(item, deployed[i]));
  if (!isObject(wanted) || !isObject(deployed)) return wanted;
  return Object.fromEntries(Object.entries(wanted).map(([key, value]) => [key, settled(value, deployed[key])]));
}

const objectOf = (value: Plain): PlainObject => (isObject(value) ? value : {});
