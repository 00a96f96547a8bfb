/** The most memory that each process of a tree has held at a time, as Linux counts it; nothing is known elsewhere. */
import { setTimeout as pause } from "node:timers/promises";
import { childrenOf, commandOf, peakMemoryOf } from "../../sandbox/process-table";

export interface Peak {
  readonly command: string;
  readonly mebibytes: number;
}

/** The system keeps each process's peak itself: only what is added in a process's last moments is missed. */
const EVERY_MS = 200;

/** Looks at a process and all below it until `ended`. */
export async function peaksOf(pid: number, ended: Promise<unknown>): Promise<readonly Peak[]> {
  const peaks = new Map<number, Peak>();
  const look = (one: number): void => {
    const bytes = peakMemoryOf(one);
    const command = commandOf(one);
    if (bytes !== undefined && command !== undefined) peaks.set(one, { command, mebibytes: bytes / MEBIBYTE });
    childrenOf(one).forEach(look);
  };
  const end = ended.then(() => true);
  do look(pid);
  while (!(await Promise.race([end, pause(EVERY_MS, false)])));
  return [...peaks.values()];
}

const MEBIBYTE = 1024 * 1024;
