/**
 * Property values as they cross the provider protocol: JSON-like, with secrets wrapped in signed objects and unknowns
 * as sentinel strings (pulumi sdk/go/common/resource/plugin/rpc.go).
 */
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Props, Value } from "../kind";
import { UNKNOWN } from "../kind";
import type { Wire, WireProps } from "./structs";

export { fromStruct } from "./structs";
export type { Wire, WireProps } from "./structs";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** What an unknown string is sent as; the others stand for unknowns whose type is known. */
const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknowns: ReadonlySet<string> = new Set([
  unknownString,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const isObject = (wire: Wire | undefined): wire is WireProps =>
  typeof wire === "object" && wire !== null && !Array.isArray(wire);
const isSecret = (wire: Wire): wire is WireProps => isObject(wire) && wire[signatureKey] === secretSignature;
const secret = (value: Wire): Wire => ({ [signatureKey]: secretSignature, value });

export function toStruct(props: WireProps): Struct {
  return Struct.fromJavaScript(props);
}

function decodeValue(wire: Wire): Value {
  if (typeof wire === "string") return unknowns.has(wire) ? UNKNOWN : wire;
  if (Array.isArray(wire)) return wire.map(decodeValue);
  if (!isObject(wire)) return wire;
  if (isSecret(wire)) return decodeValue(wire["value"] ?? null);
  return decode(wire);
}

/** What a kind sees: no secrets' wrappers, no sentinels, no members that are null. */
export function decode(wire: WireProps): Props {
  return Object.fromEntries(
    Object.entries(wire)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, decodeValue(member)]),
  );
}

function encodeValue(value: Value): Wire {
  if (value === UNKNOWN) return unknownString;
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? value.map(encodeValue) : encode(value as Props);
}

export function encode(props: Props): WireProps {
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, encodeValue(value)]));
}

const containsSecret = (wire: Wire): boolean =>
  isSecret(wire) ||
  (Array.isArray(wire) ? wire.some(containsSecret) : isObject(wire) && Object.values(wire).some(containsSecret));

/**
 * Marks secret in `outs` what is secret in `ins`, by name; a list with one secret in it is secret as a whole, since a
 * provider may reorder lists. It is what the engine does for providers that don't accept secrets.
 */
export function markSecretsOf(ins: WireProps, outs: WireProps): WireProps {
  const marked = Object.entries(outs).map(([key, out]): [string, Wire] => {
    const given = ins[key];
    if (given === undefined || isSecret(out)) return [key, out];
    if (isObject(out) && isObject(given) && !isSecret(given)) return [key, markSecretsOf(given, out)];
    return [key, containsSecret(given) ? secret(out) : out];
  });
  return Object.fromEntries(marked);
}

/** Marks the named top-level properties secret. */
export function markSecret(names: readonly string[], props: WireProps): WireProps {
  const marked = Object.entries(props).map(([key, value]): [string, Wire] => [
    key,
    names.includes(key) && !isSecret(value) ? secret(value) : value,
  ]);
  return Object.fromEntries(marked);
}
