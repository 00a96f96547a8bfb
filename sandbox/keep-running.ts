import { setTimeout as pause } from "node:timers/promises";
import type { SandboxLayout } from "./layout";
import { isAlive, logFile, records } from "./processes";
import type { RunRecord } from "./processes";

/** Brokers and databases are started again by what plays the operators. */
const isOthers = ({ name }: RunRecord): boolean => name.includes("/");

const LOOK_EVERY_MS = 300;
/** A process that ends again and again isn't mended by starting it. */
const MOST_RESTARTS = 3;

/**
 * Does the work; a process of the sandbox that ends meanwhile is told and started again by `restart`, so that whoever waits for it finds it back.
 * Failures of the work are the caller's.
 */
export async function keepRunning<T>(
  layout: SandboxLayout,
  restart: () => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const told = new Set(records(layout).map(({ pid }) => pid));
  const watching = watch(layout, restart, told, over.signal);
  try {
    return await work();
  } finally {
    over.abort();
    await watching;
    tellOfOthers(layout, told);
  }
}

async function watch(
  layout: SandboxLayout,
  restart: () => Promise<unknown>,
  told: Set<number>,
  over: AbortSignal,
): Promise<void> {
  for (let restarts = 0; restarts < MOST_RESTARTS && (await goesOn(over));) {
    tellOfOthers(layout, told);
    const ended = records(layout).filter((record) => !isOthers(record) && !isAlive(record));
    if (ended.length === 0) continue;
    restarts += 1;
    for (const { name, pid } of ended) {
      tell(`${name} (process ${pid}) ended: starting it again; its last words are in ${logFile(layout, name)}.1`);
    }
    try {
      await restart();
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
      return;
    }
  }
}

/** Waits for the next look; false once the work is over. */
const goesOn = (over: AbortSignal): Promise<boolean> => pause(LOOK_EVERY_MS, true, { signal: over }).catch(() => false);

function tellOfOthers(layout: SandboxLayout, told: Set<number>): void {
  for (const { name, pid, crashed } of records(layout).filter(isOthers)) {
    if (crashed === undefined || told.has(pid)) continue;
    told.add(pid);
    tell(
      `${name} (process ${crashed}) had ended and was started again; its last words are in ${logFile(layout, name)}.1`,
    );
  }
}

const tell = (line: string): boolean => process.stderr.write(`${line}\n`);
