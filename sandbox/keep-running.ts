import { setTimeout as pause } from "node:timers/promises";
import { readIfExists } from "./files";
import { reasonOf } from "./last-words";
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
  const others = new Others(layout);
  const watching = watch(layout, restart, others, over.signal);
  try {
    return await work();
  } finally {
    over.abort();
    await watching;
    await others.tellAll();
  }
}

async function watch(
  layout: SandboxLayout,
  restart: () => Promise<unknown>,
  others: Others,
  over: AbortSignal,
): Promise<void> {
  for (let restarts = 0; restarts < MOST_RESTARTS && (await goesOn(over));) {
    others.tell();
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

/** Ends of brokers and databases: each one's first is told at once with what to do, how many there were at the end. */
class Others {
  private readonly seen: Set<number>;
  private readonly deadBefore: readonly number[];
  private readonly ends = new Map<string, number>();

  constructor(private readonly layout: SandboxLayout) {
    this.seen = new Set(records(layout).map(({ pid }) => pid));
    this.deadBefore = this.dead().map(({ pid }) => pid);
  }

  tell(): void {
    for (const { name, pid, crashed } of records(this.layout).filter(isOthers)) {
      if (crashed === undefined || this.seen.has(pid)) continue;
      this.seen.add(pid);
      const ends = (this.ends.get(name) ?? 0) + 1;
      this.ends.set(name, ends);
      if (ends === 1) tell(`${name} (process ${crashed}) had ended and was started again${this.why(name, ".1")}`);
    }
  }

  async tellAll(): Promise<void> {
    this.tell();
    const died = (): readonly RunRecord[] => this.dead().filter(({ pid }) => !this.deadBefore.includes(pid));
    // One that was stopped has a record a moment longer than it lives.
    if (died().length > 0) await pause(LOOK_EVERY_MS);
    for (const { name, pid } of died()) {
      tell(`${name} (process ${pid}) ended and wasn't started again yet${this.why(name, "")}`);
    }
    for (const [name, ends] of this.ends) if (ends > 1) tell(`${name} ended ${ends} times meanwhile`);
  }

  private dead(): readonly RunRecord[] {
    return records(this.layout).filter((record) => isOthers(record) && !isAlive(record));
  }

  private why(name: string, suffix: ".1" | ""): string {
    const log = `${logFile(this.layout, name)}${suffix}`;
    return `${reasonOf(this.layout, name, readIfExists(log) ?? "")}; its last words are in ${log}`;
  }
}

const tell = (line: string): boolean => process.stderr.write(`${line}\n`);
