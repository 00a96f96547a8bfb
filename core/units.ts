/** Units as people write them (`7d`, `20Gi`, `500m`) and the plain numbers that the model calculates with. */

const DURATIONS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const BINARY = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4, Pi: 1024 ** 5 } as const;
const DECIMAL = { k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 } as const;

export const KiB = BINARY.Ki;
export const MiB = BINARY.Mi;
export const GiB = BINARY.Gi;

/** Milliseconds of a duration such as `90s`, `7d`; undefined where the text is none. Whole numbers with one unit only: `1.5h` is refused. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  return Number(match[1]) * DURATIONS[match[2] as keyof typeof DURATIONS];
}

/** Bytes of a size such as `20Gi` (2^30) or `20G` (10^9), as Kubernetes reads it; undefined where the text is none. A unit is required. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)$/.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  const unit = { ...BINARY, ...DECIMAL }[match[2] as keyof typeof BINARY | keyof typeof DECIMAL];
  return Math.round(Number(match[1]) * unit);
}

/** Millicores of a CPU quantity such as `2`, `0.5` or `500m`; undefined where the text is none. */
export function parseCpu(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(text);
  if (!match?.[1]) return undefined;
  const value = Number(match[1]) * (match[2] === "m" ? 1 : 1000);
  return Number.isInteger(value) ? value : undefined;
}

/** The shortest whole-number spelling of a duration: 604800000 is `7d`. */
export function formatDuration(ms: number): string {
  const [unit, factor] = Object.entries(DURATIONS).findLast(([, f]) => ms % f === 0) ?? ["ms", 1];
  return `${ms / factor}${unit}`;
}

/** A Kubernetes quantity with the largest binary unit that divides the bytes: 21474836480 is `20Gi`. */
export function formatSize(bytes: number): string {
  const [unit, factor] = Object.entries(BINARY).findLast(([, f]) => bytes % f === 0) ?? ["", 1];
  return `${bytes / factor}${unit}`;
}

/** A Kubernetes CPU quantity: 2000 millicores is `2`, 500 is `500m`. */
export function formatCpu(millicores: number): string {
  return millicores % 1000 === 0 ? String(millicores / 1000) : `${millicores}m`;
}

/** Bytes of one message or row: `600B`, `1Ki`; undefined where the text is none. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+)B$/.exec(text);
  return match?.[1] === undefined ? parseSize(text) : Number(match[1]);
}

const PERIODS = { s: 1, min: 60, h: 3_600, d: 86_400 } as const;

/** Events per second of a rate such as `100/s` or `50000/min`; undefined where the text is none. */
export function parseRate(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\/(s|min|h|d)$/.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  return Number(match[1]) / PERIODS[match[2] as keyof typeof PERIODS];
}

/** Bytes per second of a throughput such as `5 MiB/s` or `20 MB/s`; undefined where the text is none. */
export function parseThroughput(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(Ki|Mi|Gi|k|M|G)?B\/s$/.exec(text);
  if (!match?.[1]) return undefined;
  return match[2] === undefined ? Number(match[1]) : parseSize(match[1] + match[2]);
}
