/** A plugin ends with its engine. After `kill -9` of the CLI nobody tells it, so it looks by itself. */
import { fstatSync } from "node:fs";

/** Often enough that a restarted deployment doesn't meet the old one's plugins. */
const pollMilliseconds = 500;

/** Calls `gone` once when the engine asks to end (SIGINT, SIGTERM), closes our stdin, or is no longer our parent. */
export function whenEngineGone(gone: () => void): void {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    gone();
  };
  process.on("SIGINT", once);
  process.on("SIGTERM", once);
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) {
    process.stdin.on("end", once).on("error", once).resume();
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) once();
  }, pollMilliseconds).unref();
}
