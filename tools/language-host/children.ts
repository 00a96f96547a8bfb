import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { once } from "node:events";

/** How long a child may take to end when asked to. */
const GRACE_MS = 5_000;

/** How a child ended: its exit code, or the signal that ended it. */
export type End = { readonly code: number } | { readonly signal: string };

/** The Node processes that run programs and policy packs. They stay in this process's group, which the engine ends as a whole. */
export class Children {
  private readonly running = new Set<ChildProcess>();

  start(args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(process.execPath, args, options);
    this.running.add(child);
    child.once("close", () => this.running.delete(child));
    return child;
  }

  /** Asks a child to end, and makes it end. */
  end(child: ChildProcess, signal: NodeJS.Signals): void {
    child.kill(signal);
    const force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    child.once("close", () => clearTimeout(force));
  }

  endAll(signal: NodeJS.Signals): void {
    this.running.forEach((child) => this.end(child, signal));
  }

  async allEnded(): Promise<void> {
    await Promise.all([...this.running].map((child) => once(child, "close")));
  }
}

/** Waits until a child has ended and its output has been read. */
export async function endOf(child: ChildProcess): Promise<End> {
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return code === null ? { signal: signal ?? "an unknown signal" } : { code };
}
