import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { UserError } from "../../core/problems";
import { toolPath } from "../../tools/paths";
import { listIfExists, readIfExists } from "../files";
import type { SandboxLayout } from "../layout";
import { startTimeOf } from "../process-table";
import { PROJECT } from "./committed";
import { pulumiEnvironment } from "./environment";

/** One resource that an operation made, changed or removed, or would. */
export interface Step {
  /** `create`, `update`, `delete`, `replace`, … */
  readonly op: string;
  readonly urn: string;
}

/** Runs `preview`, `up` or `destroy` on the shadow project, its display going to stderr; returns what it changed, or would: nothing where all is as it should be. */
export async function operate(layout: SandboxLayout, args: readonly [string, ...string[]]): Promise<readonly Step[]> {
  const log = path.join(layout.dir, "events.json");
  fs.rmSync(log, { force: true });
  const code = await display(layout, [...args, ...CALM, "--event-log", log]);
  const steps = stepsOf(readIfExists(log) ?? "");
  fs.rmSync(log, { force: true });
  if (code !== 0) throw new UserError(`pulumi ${args[0]} failed (exit code ${code}); its messages are above.`);
  return steps;
}

/** Lines for what happens, and neither dots nor outputs. */
const CALM: readonly string[] = ["--non-interactive", "--suppress-progress", "--suppress-outputs"];

/** One command of the CLI, its stdout returned. */
export async function capture(layout: SandboxLayout, args: readonly string[]): Promise<string> {
  const { env, cwd } = settings(layout);
  try {
    const { stdout } = await promisify(execFile)(toolPath("pulumi"), args, { env, cwd });
    return stdout;
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    throw new UserError(`pulumi ${args.join(" ")} failed: ${(stderr ?? String(error)).trim()}`, { cause: error });
  }
}

/** Makes the stack in the sandbox's own backend, unless it is there. */
export async function ensureStack(layout: SandboxLayout): Promise<void> {
  fs.mkdirSync(layout.pulumi.state, { recursive: true });
  fs.mkdirSync(layout.pulumi.home, { recursive: true });
  if (fs.existsSync(stateFile(layout))) return;
  await capture(layout, ["stack", "init", layout.stack, "--secrets-provider", "passphrase", "--non-interactive"]);
}

export const stateFile = (layout: SandboxLayout): string =>
  path.join(layout.pulumi.state, ".pulumi", "stacks", PROJECT, `${layout.stack}.json`);

/** Removes the lock that a killed `pulumi` left; a living one keeps its own. */
export async function cancelDeadLock(layout: SandboxLayout): Promise<void> {
  const dir = path.join(layout.pulumi.state, ".pulumi", "locks", "organization", PROJECT, layout.stack);
  const owners = listIfExists(dir)
    .flatMap((file) => readIfExists(path.join(dir, file)) ?? [])
    .map((text) => (JSON.parse(text) as { readonly pid: number }).pid);
  if (owners.length === 0) return;
  const living = owners.find((pid) => startTimeOf(pid) !== undefined);
  if (living !== undefined) {
    throw new UserError(
      `Another pulumi is at work on this stack: process ${living}.\nWait for it, or end it (kill ${living}), then run this again.`,
    );
  }
  process.stderr.write("a run that was killed left its lock: cancelling it\n");
  await capture(layout, ["cancel", "--yes", "--non-interactive"]);
}

function settings(layout: SandboxLayout): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  // `--event-log` is one of the CLI's debugging flags.
  return { cwd: layout.project, env: { ...pulumiEnvironment(layout), PULUMI_DEBUG_COMMANDS: "true" } };
}

function display(layout: SandboxLayout, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(toolPath("pulumi"), args, { ...settings(layout), stdio: ["ignore", 2, 2] });
    // Ctrl-C reaches the CLI by itself; it finishes what it is doing, so this process has to wait for it.
    const wait = (): void => undefined;
    process.on("SIGINT", wait);
    child.once("error", reject);
    child.once("exit", (code) => {
      process.off("SIGINT", wait);
      resolve(code ?? 1);
    });
  });
}

/** What the events, one JSON object per line, say of resources that don't stay as they are. */
function stepsOf(events: string): readonly Step[] {
  const steps = events.split("\n").flatMap((line) => {
    if (line === "") return [];
    const { resourcePreEvent, resOutputsEvent } = JSON.parse(line) as EngineEvent;
    const metadata = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata;
    return metadata === undefined || UNCHANGED.has(metadata.op) ? [] : [{ op: metadata.op, urn: metadata.urn }];
  });
  return steps.filter(({ op, urn }, i) => steps.findIndex((other) => other.op === op && other.urn === urn) === i);
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: Step };
  readonly resOutputsEvent?: { readonly metadata: Step };
}

const UNCHANGED: ReadonlySet<string> = new Set(["same", "read"]);
