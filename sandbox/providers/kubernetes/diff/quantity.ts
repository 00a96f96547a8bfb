/** Kubernetes quantities (`1`, `1000m`, `1Gi`, `1e3`) that mean the same, spelt the same. */

const nano = 1_000_000_000n;
const binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** Its value in billionths, rounded up as the API server does; undefined where the text is no quantity. */
function nanosOf(text: string): bigint | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d+)|([KMGTPE]i|[numkMGTPE]?))$/.exec(text);
  const [, sign, whole = "", fraction = "", exponent, suffix = ""] = match ?? [];
  if (!match || whole + fraction === "") return undefined;
  const power = exponent === undefined ? (decimal[suffix] ?? 0) : Number(exponent.slice(1));
  const scale = 10n ** BigInt(Math.max(0, fraction.length - power));
  const factor =
    nano * 10n ** BigInt(Math.max(0, power - fraction.length)) * 1024n ** BigInt(Math.max(0, binary.indexOf(suffix)));
  const value = (BigInt(whole + fraction) * factor + scale - 1n) / scale;
  return sign === "-" ? -value : value;
}

/** One spelling for every quantity of the same value: `1000m` and `1` become equal; other values stay as they are. */
export function canonicalQuantity(value: string | number): string | number {
  const nanos = nanosOf(String(value));
  return nanos === undefined ? value : `${nanos}n`;
}
