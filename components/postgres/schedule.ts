/** Fields "hours, days of the month, months, days of the week" of a schedule that begins at an hour of the day. */
export const PERIODS: Readonly<Record<string, (hour: number) => string>> = {
  "6h": (hour) => `${every(hour, 6)} * * *`,
  "12h": (hour) => `${every(hour, 12)} * * *`,
  "1d": (hour) => `${hour} * * *`,
  "7d": (hour) => `${hour} * * 0`,
};

/** CloudNativePG's schedules begin with seconds: `0 0 2 * * *` is 02:00 UTC each day [CloudNativePG docs, backup]. */
export function scheduleOf(period: string, hour: number): string {
  const fields = PERIODS[period];
  if (fields === undefined) throw new Error(`a parsed config has no period of ${period}`);
  return `0 0 ${fields(hour)}`;
}

const every = (hour: number, step: number): string =>
  Array.from({ length: 24 / step }, (_, i) => (hour + i * step) % 24)
    .sort((a, b) => a - b)
    .join(",");
