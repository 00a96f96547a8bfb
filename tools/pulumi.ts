import { execFile, spawn } from "node:child_process";
import { UserError } from "../core/problems";
import { toolPath } from "./paths";
import { recordRun } from "./repair/runs";

/** A stack as the CLI finds it. */
export interface PulumiPlace {
  /** Folder with `Pulumi.yaml` and the stack's file. */
  readonly projectDir: string;
  readonly stack: string;
  /** Environment of the CLI: its backend, its home and its passphrase. */
  readonly env: NodeJS.ProcessEnv;
}

/** A stack's state may be large. */
const MOST_BYTES = 256 * 1024 * 1024;

/** One command of the CLI, its stdout returned; `input` goes to its stdin. */
export function capture({ projectDir, env }: PulumiPlace, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      toolPath("pulumi"),
      args,
      { cwd: projectDir, env, maxBuffer: MOST_BYTES },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else
          reject(
            new UserError(`pulumi ${args.join(" ")} failed: ${stderr.trim() || error.message.trim()}`, {
              cause: error,
            }),
          );
      },
    );
    child.stdin?.on("error", () => undefined).end(input);
  });
}

/** How a command ended, as words go on after "pulumi up"; undefined for a good end. */
export type Failure = string | undefined;

/** One command of the CLI, its display going to stderr. What it starts can be told by its record (`repair/runs.ts`). */
export async function display({ projectDir, env }: PulumiPlace, args: readonly string[]): Promise<Failure> {
  const run = recordRun(env);
  const child = spawn(toolPath("pulumi"), args, { cwd: projectDir, env: run.env, stdio: ["ignore", 2, 2] });
  // Ctrl-C reaches the CLI by itself; it finishes what it is doing, so this process has to wait for it.
  const wait = (): void => undefined;
  process.on("SIGINT", wait);
  try {
    return await new Promise((resolve, reject) => {
      child.once("spawn", () => run.began(child.pid));
      child.once("error", reject);
      child.once("exit", (code, signal) => {
        // Killed, it left its plugins behind.
        if (signal === null) run.ended();
        if (signal !== null) resolve(`was killed (${signal})`);
        else resolve(code === 0 ? undefined : `failed (exit code ${code ?? 1})`);
      });
    });
  } finally {
    process.off("SIGINT", wait);
  }
}
