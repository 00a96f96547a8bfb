import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../core/problems";
import { acquire, release } from "../tools/bootstrap/lock";

/** Runs `work` while holding the lock file; a lock whose owner is dead is taken over at once. Waits up to `waitMs`, then refuses by name of the owner. */
export async function withLock<T>(file: string, doing: string, waitMs: number, work: () => Promise<T> | T): Promise<T> {
  const deadline = Date.now() + waitMs;
  for (let owner = acquire(file, doing); owner; owner = acquire(file, doing)) {
    if (Date.now() >= deadline) {
      throw new UserError(
        `Another run is at work here: process ${owner.pid} (${owner.doing}).\n` +
          `Wait for it, or end it (kill ${owner.pid}), then run this again.`,
      );
    }
    await pause(50);
  }
  try {
    return await work();
  } finally {
    release(file);
  }
}
