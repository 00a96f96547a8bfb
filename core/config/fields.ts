/** Fields of the stack's config that are written as text with a unit, and what the model calculates with. */
import { z } from "zod";
import { parseBytes, parseCpu, parseDuration, parseRate, parseSize, parseThroughput } from "../units";

/** A time span: as typed, and in milliseconds. */
export interface Duration {
  readonly text: string;
  readonly ms: number;
}

/** An amount of memory or disk: as typed, and in bytes. */
export interface Size {
  readonly text: string;
  readonly bytes: number;
}

/** An amount of CPU: as typed, and in thousandths of a core. */
export interface Cpu {
  readonly text: string;
  readonly millicores: number;
}

/** Events per time: as typed, and per second. */
export interface Rate {
  readonly text: string;
  readonly perSecond: number;
}

/** Bytes per time: as typed, and per second. */
export interface Throughput {
  readonly text: string;
  readonly bytesPerSecond: number;
}

/** Both ends are included, and are written in the field's own unit (`{ min: "1h" }`). */
export interface Limits {
  readonly min?: string;
  readonly max?: string;
}

/** How one kind of quantity is read, and what a user is told who wrote something else. */
interface Quantity<T> {
  readonly expected: string;
  readonly read: (text: string) => T | undefined;
  readonly amount: (value: T) => number;
}

function quantity<T>(kind: Quantity<T>, { min, max }: Limits) {
  const least = limit(kind, min) ?? Number.NEGATIVE_INFINITY;
  const most = limit(kind, max) ?? Number.POSITIVE_INFINITY;
  return z.string({ error: `must be ${kind.expected}` }).transform((text, ctx): T => {
    const value = kind.read(text);
    const fault =
      value === undefined
        ? `must be ${kind.expected}`
        : kind.amount(value) < least
          ? `must be at least ${String(min)}`
          : kind.amount(value) > most
            ? `must be at most ${String(max)}`
            : undefined;
    if (value !== undefined && fault === undefined) return value;
    ctx.addIssue({ code: "custom", message: fault, input: text });
    return z.NEVER;
  });
}

/** A limit that can't be read is a fault of the schema, not of the user. */
function limit<T>(kind: Quantity<T>, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = kind.read(text);
  if (value === undefined) throw new Error(`the limit ${JSON.stringify(text)} is not ${kind.expected}`);
  return kind.amount(value);
}

const DURATION: Quantity<Duration> = {
  expected: "a whole number with ms, s, m, h or d, such as 7d",
  read: (text) => {
    const ms = parseDuration(text);
    return ms === undefined ? undefined : { text, ms };
  },
  amount: (value) => value.ms,
};
const SIZE: Quantity<Size> = {
  expected: "a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi",
  read: (text) => {
    const bytes = parseSize(text);
    return bytes === undefined ? undefined : { text, bytes };
  },
  amount: (value) => value.bytes,
};
const CPU: Quantity<Cpu> = {
  expected: 'cores in quotes, whole or in thousandths, such as "2" or 500m',
  read: (text) => {
    const millicores = parseCpu(text);
    return millicores === undefined ? undefined : { text, millicores };
  },
  amount: (value) => value.millicores,
};
const RATE: Quantity<Rate> = {
  expected: "events per s, min, h or d, such as 100/s or 50000/min",
  read: (text) => {
    const perSecond = parseRate(text);
    return perSecond === undefined ? undefined : { text, perSecond };
  },
  amount: (value) => value.perSecond,
};
const BYTES: Quantity<Size> = {
  expected: "a size with B, Ki or Mi, such as 600B or 1Ki",
  read: (text) => {
    const bytes = parseBytes(text);
    return bytes === undefined ? undefined : { text, bytes };
  },
  amount: (value) => value.bytes,
};
const THROUGHPUT: Quantity<Throughput> = {
  expected: "a size per second, such as 10 MiB/s",
  read: (text) => {
    const bytesPerSecond = parseThroughput(text);
    return bytesPerSecond === undefined ? undefined : { text, bytesPerSecond };
  },
  amount: (value) => value.bytesPerSecond,
};

/** `7d`, `90s`: one whole number and one unit. */
export const duration = (limits: Limits = {}) => quantity(DURATION, limits);
/** `20Gi`, `500M`: as Kubernetes writes it, always with a unit. */
export const size = (limits: Limits = {}) => quantity(SIZE, limits);
/** `"2"`, `500m`: as Kubernetes writes it; more than nothing unless the limits say otherwise. */
export const cpu = (limits: Limits = {}) => quantity(CPU, { min: "1m", ...limits });
/** `100/s`, `50000/min`. */
export const rate = (limits: Limits = {}) => quantity(RATE, limits);
/** `600B`, `1Ki`: one message or row. */
export const bytes = (limits: Limits = {}) => quantity(BYTES, { min: "1B", ...limits });
/** `10 MiB/s`. */
export const throughput = (limits: Limits = {}) => quantity(THROUGHPUT, limits);

/** A plain number from `min` to `max`, such as a peak factor. */
export const factor = (min: number, max: number) =>
  z
    .number({ error: "must be a number without quotes" })
    .min(min, { error: `must be at least ${min}` })
    .max(max, { error: `must be at most ${max}` });

/** Settings by name: no others are allowed. */
export const settings = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.strictObject(shape, { error: "must be settings by name" });

/** A whole number from `min` to `max`. */
export const count = (min: number, max: number) =>
  z
    .int({ error: "must be a whole number without quotes" })
    .min(min, { error: `must be at least ${min}` })
    .max(max, { error: `must be at most ${max}` });

/** One of a few words. */
export const choice = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, { error: `must be ${words.length === 1 ? words[0] : `one of ${words.join(", ")}`}` });

export const flag = () => z.boolean({ error: "must be true or false, without quotes" });

/** A text that isn't empty. */
export const text = () => z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });

/** A name of a Kubernetes object or zone: a DNS subdomain. */
export const kubernetesName = () =>
  z
    .string({ error: "must be a name" })
    .max(253, { error: "must have at most 253 characters" })
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, {
      error: "must be lower-case letters, digits, - and ., starting and ending with a letter or digit",
    });

export const port = () => count(1, 65535);
