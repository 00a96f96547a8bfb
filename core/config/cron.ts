import { z } from "zod";

/** Least and most of minute, hour, day of the month, month and day of the week (0 and 7 are Sunday). */
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** Five fields of cron, in UTC: `0 3 * * *` is 03:00 each day. Numbers, lists, ranges and steps; no names, no `@daily`. */
export const cron = () =>
  z
    .string({ error: "must be a cron schedule in quotes, such as 0 3 * * *" })
    .refine(isCron, { error: "must be five fields of cron (minute hour day month weekday), such as 0 3 * * *" });

export function isCron(text: string): boolean {
  const fields = text.split(" ");
  return (
    fields.length === RANGES.length &&
    RANGES.every(([least, most], i) => (fields[i] ?? "").split(",").every((part) => isPart(part, least, most)))
  );
}

/** `*`, `5`, `1-5`, each perhaps with a step: `*\/15`. */
function isPart(text: string, least: number, most: number): boolean {
  const [, range, from, to, step] = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(text) ?? [];
  if (range === undefined) return false;
  const first = from === undefined ? least : Number(from);
  const last = to === undefined ? first : Number(to);
  return first >= least && last <= most && first <= last && (step === undefined || Number(step) > 0);
}
