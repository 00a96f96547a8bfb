/** What is paid for, in the units of the bill, without prices: those go stale. */
export type CostDriver = "node-hours" | "volume-gib" | "object-gib" | "put-requests" | "cross-zone-gib";

export interface CostPart {
  readonly driver: CostDriver;
  /** Per month of 730 hours; GiB are held for the month. */
  readonly amount: number;
  readonly what: string;
}

export const HOURS_PER_MONTH = 730;
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;
export const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;

/** Sum by driver, drivers without parts left out. */
export function costTotals(parts: readonly CostPart[]): Readonly<Partial<Record<CostDriver, number>>> {
  const totals: Partial<Record<CostDriver, number>> = {};
  for (const { driver, amount } of parts) totals[driver] = (totals[driver] ?? 0) + amount;
  return totals;
}
