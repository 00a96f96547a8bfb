import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../core/problems";
import type { SandboxLayout } from "./layout";
import { isAlive, logFile, logTail } from "./processes";
import type { RunRecord } from "./processes";

export interface Wait {
  /** Ends the sentence "… is not there": `the API server's /readyz`. */
  readonly what: string;
  readonly deadlineMs: number;
  /** The process that has to bring it about: if it ends, waiting is over, and the end of its log is shown. */
  readonly process?: RunRecord;
}

/** Looks until `probe` says yes (anything but undefined and false); throws with the reason when it can't be any more. */
export async function waitFor<T>(
  layout: SandboxLayout,
  wait: Wait,
  probe: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + wait.deadlineMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (wait.process && !isAlive(wait.process)) throw failure(layout, wait, `${wait.process.name} ended`);
    if (Date.now() >= deadline) throw failure(layout, wait, `gave up after ${Math.round(wait.deadlineMs / 1000)} s`);
    await pause(INTERVAL_MS);
  }
}

const INTERVAL_MS = 50;

function failure(layout: SandboxLayout, wait: Wait, why: string): UserError {
  const message = `${wait.what} is not there: ${why}.`;
  if (!wait.process) return new UserError(message);
  const { name } = wait.process;
  return new UserError(`${message}\nLast lines of ${logFile(layout, name)}:\n${logTail(layout, name)}`);
}
