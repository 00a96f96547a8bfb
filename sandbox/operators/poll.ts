import { setTimeout as pause } from "node:timers/promises";

/** Looks again and again until the probe says true; false once the deadline has passed without it. */
export async function becomesTrue(
  probe: () => Promise<boolean> | boolean,
  deadlineMs: number,
  intervalMs = 50,
): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  while (!(await probe())) {
    if (Date.now() >= deadline) return false;
    await pause(intervalMs);
  }
  return true;
}
