import path from "node:path";
import { readIfExists } from "./files";
import type { SandboxLayout } from "./layout";
import { logFile, logTail } from "./processes";

/** Said by programs when a write finds no room (ENOSPC, EDQUOT, EFBIG), and by Java when a page of a mapped file can't be had. */
const NO_ROOM =
  /No space left on device|Disk quota exceeded|File too large|a fault occurred in (?:a recent )?unsafe memory access operation/;

/** A stack trace and a few lines around it. */
const LAST_LINES = 200;

/** The words by which a process said that its disk takes no more; undefined where it ended for another reason, or without a word. */
export function noRoomIn(log: string): string | undefined {
  const line = log
    .split("\n")
    .slice(-LAST_LINES)
    .findLast((each) => NO_ROOM.test(each));
  return line === undefined ? undefined : /(?:[\w.]+(?:Exception|Error): )?[^:]+$/.exec(line.trim())?.[0].trim();
}

/** What a broker's or database's log says of its end and what to do about it, to go on after the sentence that it ended; empty where it says nothing. */
export function reasonOf(layout: SandboxLayout, name: string, log: string): string {
  const words = noRoomIn(log);
  if (words === undefined) return "";
  return `: its disk takes no more (${words}), so make room for ${path.join(layout.dir, ...name.split("/"))}`;
}

/** The same on one line for a log: what it says of its end, else its last lines. */
export function lastWords(layout: SandboxLayout, name: string): string {
  const log = readIfExists(logFile(layout, name)) ?? "";
  return noRoomIn(log) ?? logTail(layout, name, 3).replaceAll("\n", " | ");
}
