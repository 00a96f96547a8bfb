/** Faults: where a run is when they strike, and what was seen of them. */
import fs from "node:fs";
import path from "node:path";
import { readIfExists } from "../../../sandbox/files";
import type { Sandbox } from "../../../sandbox/lifecycle";
import { commandOf } from "../../../sandbox/process-table";
import { placeOf } from "../../../sandbox/project/pulumi";
import { aligned } from "../../../sandbox/status";
import { waitFor } from "../../../sandbox/wait";
import { livingRuns } from "../../../tools/repair/runs";

/** The process id of `pulumi up` while it runs. */
export function runningUp({ layout }: Sandbox): number | undefined {
  return livingRuns(placeOf(layout).env).find((pid) => commandOf(pid)?.split(" ")[1] === "up");
}

/** What `pulumi up` has told of its work so far: a JSON object on each line. */
export const eventsOf = ({ layout }: Sandbox): string => readIfExists(path.join(layout.dir, "events.json")) ?? "";

/** The first event of a resource: the program runs, and nothing was changed yet. */
export const FIRST_RESOURCE = /resourcePreEvent/;

/** The process id of `pulumi up` once it has told of an event that matches. */
export function atWork(sandbox: Sandbox, event: RegExp): Promise<number> {
  return waitFor(sandbox.layout, { what: `pulumi up at ${String(event)}`, deadlineMs: 120_000 }, () => {
    const pid = runningUp(sandbox);
    return Promise.resolve(pid !== undefined && event.test(eventsOf(sandbox)) && pid);
  });
}

/** What was written to stderr while `work` ran, and still is shown, and its error if it failed; `meanwhile` gets to know what there is so far. */
export async function messagesOf(work: () => Promise<unknown>, meanwhile: Meanwhile = nothing): Promise<string> {
  const { seen, failure } = await watched(work, meanwhile);
  return failure === undefined ? seen : seen + messageOf(failure);
}

/** The same of work that must not fail. */
export async function toItsEnd(work: () => Promise<unknown>, meanwhile: Meanwhile = nothing): Promise<string> {
  const { seen, failure } = await watched(work, meanwhile);
  if (failure !== undefined) throw new Error(`${messageOf(failure)}\nSeen:\n${seen}`, { cause: failure });
  return seen;
}

type Meanwhile = (soFar: () => string) => Promise<unknown>;
const nothing: Meanwhile = () => Promise.resolve();

async function watched(
  work: () => Promise<unknown>,
  meanwhile: Meanwhile,
): Promise<{ readonly seen: string; readonly failure?: unknown }> {
  const write = process.stderr.write.bind(process.stderr);
  let seen = "";
  process.stderr.write = (text: string | Uint8Array): boolean => {
    seen += String(text);
    return write(text);
  };
  const [done, watching] = await Promise.allSettled([work(), meanwhile(() => seen)]);
  process.stderr.write = write;
  const failure: unknown = done.status === "rejected" ? done.reason : undefined;
  if (watching.status === "fulfilled") return { seen, failure };
  const all = failure === undefined ? seen : seen + messageOf(failure);
  throw new Error(`${messageOf(watching.reason)}\nSeen:\n${all}`, { cause: watching.reason });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Numbers from 0 to 1 that the seed alone decides (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One line per fault: what was seen of it, and how long it took until all was as declared. */
export class FaultTable {
  private readonly rows: (readonly string[])[] = [["FAULT", "SEEN", "CONVERGED AFTER"]];

  add(fault: string, seen: string, ms: number): void {
    this.rows.push([fault, seen, `${(ms / 1000).toFixed(1)} s`]);
  }

  print(title: string): void {
    fs.writeSync(2, `\n${title}\n${aligned(this.rows).join("\n")}\n\n`);
  }
}
