import type { Field } from "../framework/field";

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};

/** A quantity as Kubernetes reads it (`500m`, `1.5Gi`, `1e3`, `.5`, `134217728`); undefined where the text is none [apimachinery, resource.Quantity]. */
export function parseQuantity(text: string): number | undefined {
  const [, number, exponent = "", suffix = ""] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([A-Za-z]{0,2}))$/.exec(text.trim()) ?? [];
  const factor = Object.hasOwn(SUFFIXES, suffix) ? SUFFIXES[suffix] : undefined;
  return number === undefined || factor === undefined ? undefined : Number(number + exponent) * factor;
}

/** Bytes of memory or disk. */
export function bytesOf(field: Field): number | undefined {
  const { text } = field;
  return text === undefined ? undefined : parseQuantity(text);
}

/** Thousandths of a core. */
export function millicoresOf(field: Field): number | undefined {
  const cores = bytesOf(field);
  return cores === undefined ? undefined : Math.ceil(cores * 1000 - 1e-6);
}
