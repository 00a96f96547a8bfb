/**
 * A program that fails inside an `apply` leaves a rejected promise that nobody awaits. While programs run, such rejections go to the program
 * that they belong to instead of ending the process; all others go where they would have gone.
 */
import { AsyncLocalStorage } from "node:async_hooks";

type Listener = (reason: unknown, promise: Promise<unknown>) => void;

const running = new AsyncLocalStorage<unknown[]>();
let active = 0;
let others: readonly Listener[] = [];

/** Runs it and returns why it failed: its own error and the reasons of all rejections that it left unhandled. */
export async function collectRejections(run: () => Promise<void>): Promise<readonly unknown[]> {
  const reasons: unknown[] = [];
  begin();
  try {
    await running.run(reasons, async () => {
      await run().catch((error: unknown) => reasons.push(error));
      // Node tells of unhandled rejections after the microtasks of a turn.
      await new Promise((resolve) => setImmediate(resolve));
    });
  } finally {
    end();
  }
  return reasons;
}

function begin(): void {
  active += 1;
  if (active > 1) return;
  others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", route);
}

function end(): void {
  active -= 1;
  if (active > 0) return;
  process.off("unhandledRejection", route);
  for (const listener of others) process.on("unhandledRejection", listener);
}

/** Node calls it in the context of the rejected promise. */
function route(reason: unknown, promise: Promise<unknown>): void {
  const reasons = running.getStore();
  if (reasons !== undefined) reasons.push(reason);
  else if (others.length > 0) for (const listener of others) listener(reason, promise);
  else throw reason instanceof Error ? reason : new Error(String(reason));
}
