import { isFree } from "../ports";
import { listenerOn } from "../process-table";
import { becomesTrue } from "./poll";

/**
 * Ends a process that listens on the port and has `mark` (a path of its own) on its command line: one of ours whose record was never written, because
 * whoever started it was killed at that very moment. Any other process is left alone; the start that follows then fails and says so.
 */
export async function endStray(port: number, mark: string): Promise<void> {
  if (await isFree(port)) return;
  const listener = listenerOn(port);
  if (!listener?.command.includes(mark)) return;
  process.kill(listener.pid, "SIGKILL");
  await becomesTrue(() => isFree(port), FREE_DEADLINE_MS);
}

const FREE_DEADLINE_MS = 5_000;
