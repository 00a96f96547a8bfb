/** What a resource is given, as the engine would see it at preview: plain values with secrets and unknowns marked. */
import * as rpc from "@pulumi/pulumi/runtime/rpc";

/** A value that Pulumi encrypts in its state. In a plan it is a placeholder where the secret comes from the config. */
export class Secret {
  constructor(readonly value: PlannedValue) {}
}

/** A value that only exists once the stack is deployed, such as an id. */
export class Unknown {
  readonly unknown = true;
}
export const UNKNOWN = new Unknown();

/** Another resource handed over as a whole. */
export class Reference {
  constructor(readonly urn: string) {}
}

/** Files and archives; their content isn't read. */
export class Asset {
  readonly asset = true;
}

export type PlannedValue =
  null | boolean | number | string | readonly PlannedValue[] | PlannedMap | Secret | Unknown | Reference | Asset;
export interface PlannedMap {
  readonly [key: string]: PlannedValue;
}

export type PlainValue = null | boolean | number | string | readonly PlainValue[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: PlainValue;
}

/** Reads the form in which the SDK sends values over the wire. */
export function decode(wire: unknown): PlannedValue {
  if (wire === rpc.unknownValue) return UNKNOWN;
  if (wire === null || wire === undefined) return null;
  if (typeof wire === "string" || typeof wire === "number" || typeof wire === "boolean") return wire;
  if (Array.isArray(wire)) return wire.map(decode);
  if (typeof wire !== "object") throw new Error(`a ${typeof wire} can't be sent to the engine`);
  const map = new Map<string, unknown>(Object.entries(wire));
  const value = map.get("value");
  switch (map.get(rpc.specialSigKey)) {
    case undefined:
      return decodeMap(wire);
    case rpc.specialSecretSig:
      return new Secret(decode(value));
    case rpc.specialResourceSig:
      return new Reference(String(map.get("urn")));
    case rpc.specialOutputValueSig: {
      const inner = map.has("value") ? decode(value) : UNKNOWN;
      return map.get("secret") === true ? new Secret(inner) : inner;
    }
    default:
      return new Asset();
  }
}

export function decodeMap(wire: object): PlannedMap {
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, decode(value)]));
}

export function isPlannedMap(value: PlannedValue | undefined): value is PlannedMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isMark(value);
}

const isMark = (value: object): value is Secret | Unknown | Reference | Asset =>
  value instanceof Secret || value instanceof Unknown || value instanceof Reference || value instanceof Asset;

/** For people and files: `[secret]` and `[unknown]` stand for what must not or can't be shown. */
export function redact(value: PlannedValue): PlainValue {
  return plain(value, () => "[secret]");
}

/** With the secrets in clear, as policies and schemas see them; `[unknown]` as in `redact`. */
export function reveal(value: PlannedValue): PlainValue {
  return plain(value, (secret) => reveal(secret.value));
}

function plain(value: PlannedValue, onSecret: (secret: Secret) => PlainValue): PlainValue {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Secret) return onSecret(value);
  if (value instanceof Unknown) return "[unknown]";
  if (value instanceof Reference) return `[resource ${value.urn}]`;
  if (value instanceof Asset) return "[asset]";
  if (isList(value)) return value.map((item) => plain(item, onSecret));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, onSecret)]));
}

const isList = (value: readonly PlannedValue[] | PlannedMap): value is readonly PlannedValue[] => Array.isArray(value);
