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

/** As often as a kubelet asks by default before it takes a container for unready: one answer that is late on a busy machine means nothing. */
const ATTEMPTS = 3;

/** False where the probe says no each time. */
export async function answersAtLast(probe: () => Promise<boolean>, intervalMs = 50): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    if (await probe()) return true;
    if (attempt === ATTEMPTS) return false;
    await pause(intervalMs);
  }
}
