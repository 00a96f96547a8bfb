/** Waiting for a server to show what it was told, with a deadline and Ctrl-C in mind. */
import { setTimeout as delay } from "node:timers/promises";

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** The error when time is up; the last failure of the probe, if it failed. */
  readonly onTimeout: (last: unknown) => Error;
  /** Failures that more waiting may mend; others end the wait at once. */
  readonly retryOn?: (error: unknown) => boolean;
}

/** Calls `probe` until it gives something other than undefined. */
export async function waitFor<T>(probe: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    let last: unknown;
    try {
      const found = await probe();
      if (found !== undefined) return found;
    } catch (error) {
      if (options.retryOn?.(error) !== true) throw error;
      last = error;
    }
    if (options.signal.aborted) throw new Error("cancelled");
    if (Date.now() + options.everyMs > deadline) throw options.onTimeout(last);
    await delay(options.everyMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}
