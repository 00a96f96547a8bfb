import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../core/problems";
import { isErrno, readIfExists } from "./files";
import { startTimeOf } from "./process-table";

/** Who holds a lock. The start time tells a living owner from another process that got its id later. */
interface Owner {
  readonly pid: number;
  readonly startTime: string;
  /** What the owner is doing, for the message to whoever has to wait. */
  readonly doing: string;
}

/** Runs `work` while holding the lock file; a lock whose owner is dead is taken over. Waits up to `waitMs`, then refuses by name of the owner. */
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
    fs.rmSync(file, { force: true });
  }
}

/** Takes the lock, or says who has it. */
function acquire(file: string, doing: string): Owner | undefined {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine: Owner = { pid: process.pid, startTime: startTimeOf(process.pid) ?? "", doing };
  const offer = `${file}.${process.pid}`;
  fs.writeFileSync(offer, JSON.stringify(mine));
  try {
    // A link appears with its content or not at all, so a reader never sees an empty lock.
    fs.linkSync(offer, file);
    return undefined;
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
    const text = readIfExists(file);
    if (text === undefined) return mine;
    const owner = JSON.parse(text) as Owner;
    if (startTimeOf(owner.pid) !== owner.startTime) fs.rmSync(file, { force: true });
    return owner;
  } finally {
    fs.rmSync(offer, { force: true });
  }
}
